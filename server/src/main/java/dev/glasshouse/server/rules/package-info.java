/** What a site's owner lays down for requests, each a pure verdict: patterns, addresses, rates. */
@NullMarked
package dev.glasshouse.server.rules;

import org.jspecify.annotations.NullMarked;

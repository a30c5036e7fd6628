/** Sites, made from their settings: who is let in, what answers, and what answers look like. */
@NullMarked
package dev.glasshouse.server.sites;

import org.jspecify.annotations.NullMarked;

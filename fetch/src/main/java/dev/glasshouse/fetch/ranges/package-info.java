/** Parts of resources (RFC 9110 14): what is asked for, and how a broken download goes on. */
@NullMarked
package dev.glasshouse.fetch.ranges;

import org.jspecify.annotations.NullMarked;

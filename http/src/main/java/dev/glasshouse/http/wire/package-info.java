/**
 * What every version of HTTP shares of a message that comes in on a channel, and the sessions that
 * carry exchanges.
 */
@NullMarked
package dev.glasshouse.http.wire;

import org.jspecify.annotations.NullMarked;

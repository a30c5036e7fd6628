/**
 * SPDY/3.1, HTTP/2's forerunner, for the museum: both ends on Netty's codec, spoken only where it
 * is asked for. One slow reader holds up the whole connection: its windows are opened by the codec
 * as soon as data has come, and so memory is bounded by not reading at all.
 */
@NullMarked
package dev.glasshouse.http.spdy;

import org.jspecify.annotations.NullMarked;

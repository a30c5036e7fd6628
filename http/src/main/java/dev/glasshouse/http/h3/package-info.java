/**
 * HTTP/3 (RFC 9114) over QUIC, on Netty's codec: both ends. Field sections are compressed by QPACK
 * (RFC 9204); each exchange has a stream of its own, so that none waits for another's lost packets.
 */
@NullMarked
package dev.glasshouse.http.h3;

import org.jspecify.annotations.NullMarked;

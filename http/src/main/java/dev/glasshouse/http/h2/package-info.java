/**
 * HTTP/2 on both ends (RFC 9113): Netty reads frames and does HPACK; streams, windows, priorities
 * and what a peer may not do are decided here.
 */
@NullMarked
package dev.glasshouse.http.h2;

import org.jspecify.annotations.NullMarked;

/** Names over HTTP (RFC 8484) and QUIC (RFC 9250). */
@NullMarked
package dev.glasshouse.server.names;

import org.jspecify.annotations.NullMarked;

/** QUIC (RFC 9000, 9001, 9002): connections over UDP that many streams share. */
@NullMarked
package dev.glasshouse.net.quic;

import org.jspecify.annotations.NullMarked;

/**
 * The serving end of DNS: sockets, limits, and what every question goes through before somebody
 * answers it (RFC 1035 section 4.2, RFC 7766, RFC 6891, RFC 7873).
 */
@NullMarked
package dev.glasshouse.dns.serve;

import org.jspecify.annotations.NullMarked;

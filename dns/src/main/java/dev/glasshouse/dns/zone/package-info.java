/**
 * Zones: their text, their compact store, what they answer, and their ways between servers (RFC
 * 1034 section 4, RFC 1035 section 5).
 */
@NullMarked
package dev.glasshouse.dns.zone;

import org.jspecify.annotations.NullMarked;

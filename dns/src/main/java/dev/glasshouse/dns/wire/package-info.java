/**
 * A message's bytes, looked over and patched without decoding them (RFC 1035 section 4). Knows no
 * other package.
 */
@NullMarked
package dev.glasshouse.dns.wire;

import org.jspecify.annotations.NullMarked;

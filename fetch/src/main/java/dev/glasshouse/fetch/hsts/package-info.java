/** HTTP Strict Transport Security (RFC 6797): hosts that are reached over HTTPS only. */
@NullMarked
package dev.glasshouse.fetch.hsts;

import org.jspecify.annotations.NullMarked;

/** Questions to name servers inside TLS (RFC 7858). */
@NullMarked
package dev.glasshouse.net.names;

import org.jspecify.annotations.NullMarked;

/**
 * HTTP/1.0 and 1.1 on both ends (RFC 9112): a strict guard, Netty's codec behind it, and the
 * exchanges.
 */
@NullMarked
package dev.glasshouse.http.h1;

import org.jspecify.annotations.NullMarked;

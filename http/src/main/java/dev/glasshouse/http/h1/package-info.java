/** HTTP/1.0 and 1.1 on both ends (RFC 9112): a strict reader, a writer, and the exchanges. */
@NullMarked
package dev.glasshouse.http.h1;

import org.jspecify.annotations.NullMarked;

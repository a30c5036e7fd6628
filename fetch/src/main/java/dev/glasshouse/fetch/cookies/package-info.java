/** The cookie jar, and the file that it is kept in between runs (RFC 6265bis). */
@NullMarked
package dev.glasshouse.fetch.cookies;

import org.jspecify.annotations.NullMarked;

/** Cookies: their fields, and the rules that say which is kept and which is sent (RFC 6265bis). */
@NullMarked
package dev.glasshouse.http.cookies;

import org.jspecify.annotations.NullMarked;

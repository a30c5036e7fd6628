/** Structured field values: read and written (RFC 9651). */
@NullMarked
package dev.glasshouse.http.structured;

import org.jspecify.annotations.NullMarked;

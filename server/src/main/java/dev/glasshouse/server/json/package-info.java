/**
 * JSON bodies of requests and responses (RFC 8259), read into records and written from them, whole
 * or item by item; and problems, the form in which programs say what went wrong (RFC 9457).
 */
@NullMarked
package dev.glasshouse.server.json;

import org.jspecify.annotations.NullMarked;

/**
 * What forms send: {@code application/x-www-form-urlencoded} (URL standard, 5) and {@code
 * multipart/form-data} (RFC 7578, RFC 2046 5.1) with files in it, which stream, and wait on the
 * disk where they are large.
 */
@NullMarked
package dev.glasshouse.server.forms;

import org.jspecify.annotations.NullMarked;

/**
 * Names and passwords: files of them, and the schemes by which clients show them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617, Basic</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7616">RFC 7616, Digest</a>
 */
@NullMarked
package dev.glasshouse.server.access;

import org.jspecify.annotations.NullMarked;

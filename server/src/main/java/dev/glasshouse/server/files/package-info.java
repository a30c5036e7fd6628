/** Files over HTTP: found, judged by their conditions, cut, coded, listed, written (RFC 9110). */
@NullMarked
package dev.glasshouse.server.files;

import org.jspecify.annotations.NullMarked;

/** The server's end: listens, and lets a handler answer. */
@NullMarked
package dev.glasshouse.http.server;

import org.jspecify.annotations.NullMarked;

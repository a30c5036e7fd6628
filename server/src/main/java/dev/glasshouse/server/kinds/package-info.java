/** The kinds of routes that the server itself has. */
@NullMarked
package dev.glasshouse.server.kinds;

import org.jspecify.annotations.NullMarked;

/** The web server. */
@NullMarked
package dev.glasshouse.server;

import org.jspecify.annotations.NullMarked;

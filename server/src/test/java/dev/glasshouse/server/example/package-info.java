/** A small service, as the documentation of programs shows it. */
@NullMarked
package dev.glasshouse.server.example;

import org.jspecify.annotations.NullMarked;

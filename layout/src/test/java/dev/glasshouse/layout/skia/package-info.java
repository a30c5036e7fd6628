@NullMarked
package dev.glasshouse.layout.skia;

import org.jspecify.annotations.NullMarked;

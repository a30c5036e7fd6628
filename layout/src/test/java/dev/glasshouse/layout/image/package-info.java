@NullMarked
package dev.glasshouse.layout.image;

import org.jspecify.annotations.NullMarked;

/** Images: told apart, measured before they are decoded, decoded by Skia within limits. */
@NullMarked
package dev.glasshouse.layout.image;

import org.jspecify.annotations.NullMarked;

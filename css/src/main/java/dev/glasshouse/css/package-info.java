/** Style sheets, selectors, the cascade, computed values. */
@NullMarked
package dev.glasshouse.css;

import org.jspecify.annotations.NullMarked;

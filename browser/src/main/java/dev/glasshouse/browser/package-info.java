/** Pages, navigation, loading. */
@NullMarked
package dev.glasshouse.browser;

import org.jspecify.annotations.NullMarked;

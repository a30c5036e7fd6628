/** From a name to addresses. */
@NullMarked
package dev.glasshouse.dns;

import org.jspecify.annotations.NullMarked;

/** The rules of the house. */
@NullMarked
package dev.glasshouse.conformance.house;

import org.jspecify.annotations.NullMarked;

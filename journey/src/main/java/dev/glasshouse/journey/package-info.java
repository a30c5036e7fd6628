/** The record of everything that happened on the way, and why. */
@NullMarked
package dev.glasshouse.journey;

import org.jspecify.annotations.NullMarked;

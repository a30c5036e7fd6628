/**
 * The types that computed values have (CSS Values 4, Color 4, Images 3 and the property
 * specifications): plain records and enums, absolute where they can be, with no parser.
 */
@NullMarked
package dev.glasshouse.css.values;

import org.jspecify.annotations.NullMarked;

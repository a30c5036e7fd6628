/** The journey in other programs' forms: JSON lines, HAR and Trace Event JSON. */
@NullMarked
package dev.glasshouse.journey.export;

import org.jspecify.annotations.NullMarked;

/**
 * The words of the journey: the table of steps, its sentences, and how values are said in English
 * and Chinese.
 */
@NullMarked
package dev.glasshouse.journey.words;

import org.jspecify.annotations.NullMarked;

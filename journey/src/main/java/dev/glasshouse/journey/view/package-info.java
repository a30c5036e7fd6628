/** What people look at: the story and the waterfall, each a pure function of the journey. */
@NullMarked
package dev.glasshouse.journey.view;

import org.jspecify.annotations.NullMarked;

/** What JMH generates; it says nothing of null. */
@NullUnmarked
package dev.glasshouse.bench.jmh_generated;

import org.jspecify.annotations.NullUnmarked;

/** The public suites, each run against our parts, and the rules of the house. */
@NullMarked
package dev.glasshouse.conformance;

import org.jspecify.annotations.NullMarked;

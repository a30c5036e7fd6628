/** Plays scenarios that name servers are tested with against our resolver: a script, no network. */
@NullMarked
package dev.glasshouse.conformance.replay;

import org.jspecify.annotations.NullMarked;

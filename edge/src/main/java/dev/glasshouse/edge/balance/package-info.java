/**
 * Balancing: which server of a pool gets a request, and which do not and why. What decides is pure
 * ({@code ChoiceVerdict}, {@code ResendVerdict}, {@code ServerHealth}): facts, time and random
 * numbers in, a verdict with its reason out; {@link dev.glasshouse.edge.balance.Pool} has the
 * servers and sends the requests.
 */
@NullMarked
package dev.glasshouse.edge.balance;

import org.jspecify.annotations.NullMarked;

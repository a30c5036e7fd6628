package dev.glasshouse.journey;

import java.time.Instant;
import java.util.List;

/**
 * The record of a journey, as it stood when it was taken. Every view is a pure function of it.
 *
 * @param wallZero the time of day at the journey's zero
 * @param entries the steps, in the order in which they were recorded: as they ended
 * @param dropped how many steps found the record full
 */
public record Journey(Instant wallZero, List<Entry> entries, long dropped) {}

package dev.glasshouse.dns.recursive;

import java.time.Instant;

/**
 * Now, on both clocks that a resolver needs.
 *
 * @param nanos nanoseconds on a monotonic clock: lifetimes and patience
 * @param wall the time of day: the periods in which signatures hold
 */
public record Moment(long nanos, Instant wall) {}

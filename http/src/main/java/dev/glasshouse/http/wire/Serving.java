package dev.glasshouse.http.wire;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.journey.Trail;
import java.time.InstantSource;

/**
 * What every connection of a server needs.
 *
 * @param handler what answers
 * @param limits its limits
 * @param trail where it tells of each request that it served
 * @param clock what time it is, for Date
 */
public record Serving(Handler handler, Limits limits, Trail trail, InstantSource clock) {}

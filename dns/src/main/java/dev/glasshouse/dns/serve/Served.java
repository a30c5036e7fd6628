package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Trail;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What all sockets of one server share. */
record Served(
    Answerer answerer,
    AccessList access,
    ServeLimits limits,
    ClientQuery.EdnsFace edns,
    Function<MessageScan, Trail> trails,
    LongSupplier nanos,
    ServerCounts counts) {

  /** What the settings say. */
  static Served of(NameServer.Settings settings, Answerer answerer, ServerCounts counts) {
    return of(settings, answerer, counts, InstantSource.system());
  }

  /** The same with a clock of the caller's, which dates cookies. */
  static Served of(
      NameServer.Settings settings, Answerer answerer, ServerCounts counts, InstantSource clock) {
    var edns =
        new ClientQuery.EdnsFace(
            settings.limits().udpSize(),
            settings.identity().clone(),
            settings.cookieSecret().map(s -> new ServerCookies(s, clock)));
    return new Served(
        answerer,
        settings.access(),
        settings.limits(),
        edns,
        settings.trails(),
        System::nanoTime,
        counts);
  }

  /** The same, whose stories are told there. */
  Served telling(Trail trail) {
    return new Served(answerer, access, limits, edns, _ -> trail, nanos, counts);
  }

  /** The same with a clock of monotonic nanoseconds of the caller's, which rates are counted by. */
  Served by(LongSupplier time) {
    return new Served(answerer, access, limits, edns, trails, time, counts);
  }
}

package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Trail;
import java.nio.charset.StandardCharsets;
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
    var edns =
        new ClientQuery.EdnsFace(
            settings.limits().udpSize(),
            settings.identity().getBytes(StandardCharsets.UTF_8),
            settings.cookieSecret().map(s -> new ServerCookies(s, InstantSource.system())));
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
}

package dev.glasshouse.edge.balance;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.Trail;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Asks a pool's servers again and again whether they are well: one thread looks after the time, and
 * each probe has one of its own, which ends by the limits of the client that asks.
 */
public final class Probes implements AutoCloseable {
  private final Pool pool;
  private final ProbeOptions options;
  private final Function<ServerSpec, Origin> reach;
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();
  private final Map<String, Boolean> underWay = new ConcurrentHashMap<>();
  private final Thread rounds;

  /**
   * Begins to ask.
   *
   * @param reach how a server is asked: with short waits, since who is slow to say that it is well
   *     is not
   */
  public Probes(Pool pool, ProbeOptions options, Function<ServerSpec, Origin> reach) {
    this.pool = pool;
    this.options = options;
    this.reach = reach;
    this.rounds = Thread.ofVirtual().name("glass-probes-" + pool.name()).start(this::run);
  }

  private void run() {
    try {
      while (true) {
        round();
        Thread.sleep(options.every());
      }
    } catch (InterruptedException _) {
      // Closed: the thread ends.
    }
  }

  /** Asks each server that is not being asked. */
  private void round() {
    var specs = pool.servers();
    for (ServerSpec spec : specs) {
      if (underWay.putIfAbsent(spec.name(), true) == null) {
        Thread.ofVirtual().name("glass-probe").start(() -> probe(spec));
      }
    }
    origins.keySet().retainAll(specs.stream().map(ServerSpec::name).toList());
  }

  private void probe(ServerSpec spec) {
    try {
      Origin origin = origins.computeIfAbsent(spec.name(), _ -> reach.apply(spec));
      ask(spec, origin);
    } finally {
      underWay.remove(spec.name());
    }
  }

  private void ask(ServerSpec spec, Origin origin) {
    var request =
        new Request(
            Method.GET,
            spec.url().scheme(),
            spec.url().hostAndPort(),
            options.target(),
            HttpVersion.HTTP_1_1,
            Fields.of("User-Agent", "glass-probe"),
            Body.NONE,
            Request.NOBODY);
    try (Response answer = origin.send(request, Trail.OFF)) {
      int status = answer.status().code();
      boolean well = status >= options.least() && status <= options.most();
      pool.probed(
          spec.name(),
          well ? Optional.empty() : Optional.of("it answered " + status),
          well
              ? Because.of(EdgeReason.PROBE_OK, status)
              : Because.of(
                  EdgeReason.PROBE_WRONG_STATUS, status, options.least() + "-" + options.most()));
    } catch (OriginException e) {
      pool.probed(
          spec.name(), Optional.of(Texts.of(e)), Because.of(EdgeReason.PROBE_FAILED, Texts.of(e)));
    }
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}

package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.balance.Discovery;
import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.Probes;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.edge.proxy.HttpOrigin;
import dev.glasshouse.edge.proxy.ReverseProxy;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A pool at work, with everything that it needs: clients, probes, whoever finds its servers. */
public final class Edge implements AutoCloseable {
  /** How often a source of servers is asked that did not answer. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final EdgeSettings settings;
  private final Pool pool;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Edge(
      EdgeSettings settings,
      List<ServerSpec> servers,
      Network network,
      Names names,
      Consumer<String> complaints) {
    this.settings = settings;
    HttpClient client = client(network, names, settings.waits());
    this.pool =
        new Pool(
            settings.name(),
            settings.pool(),
            servers,
            reach(client),
            new Pool.Surroundings(
                System::nanoTime, RandomGenerator.of("L64X128MixRandom"), Trail.OFF));
    settings
        .source()
        .ifPresent(source -> open.push(new Discovery(pool, source, AGAIN, complaints)));
    settings
        .probes()
        .ifPresent(probes ->
            open.push(new Probes(pool, probes, reach(client(network, names, EdgeSettings.PROBE)))));
  }

  /**
   * Opens it.
   *
   * @param complaints takes why the servers of a source cannot be had, in a sentence
   * @throws IOException when there is no server, and the source knows none
   */
  public static Edge open(
      EdgeSettings settings, Network network, Names names, Consumer<String> complaints)
      throws IOException {
    List<ServerSpec> servers = settings.servers();
    if (servers.isEmpty() && settings.source().isPresent()) {
      // Asked once here, so that what is wrong is told before anything listens.
      servers = settings.source().get().find().servers();
    }
    if (servers.isEmpty()) {
      throw new IOException(settings.name() + " has no servers");
    }
    return new Edge(settings, servers, network, names, complaints);
  }

  private HttpClient client(Network network, Names names, Waits waits) {
    dev.glasshouse.net.Limits usual = dev.glasshouse.net.Limits.DEFAULT;
    var limits =
        new dev.glasshouse.net.Limits(
            usual.resolutionDelay(),
            usual.attemptDelay(),
            waits.connect(),
            waits.connect(),
            usual.addresses(),
            usual.certificates(),
            usual.sessions(),
            usual.held(),
            usual.readBuffer(),
            usual.longBuffers(),
            usual.longBuffer(),
            usual.readTurn(),
            usual.quic());
    var tls = new TlsClient(settings.tls());
    open.push(tls);
    ClientOptions options = settings.version().map(ClientOptions.DEFAULT::with).orElse(NO_QUIC);
    HttpClient client =
        HttpClient.over(new Dialer(network, names, tls, limits), http(waits), options);
    open.push(client);
    return client;
  }

  private static final ClientOptions NO_QUIC = ClientOptions.DEFAULT.with(Optional.empty());

  /** A gateway's limits: many connections to few servers, and no page whose requests have ranks. */
  private Limits http(Waits waits) {
    Limits.Pool usual = Limits.CLIENT.pool();
    return Limits.CLIENT
        .with(waits.times())
        .with(
            new Limits.Pool(
                settings.connections(),
                usual.overtakes(),
                usual.attempts(),
                Integer.MAX_VALUE,
                usual.accepted(),
                Math.max(16 * settings.connections(), usual.total()),
                usual.origins()));
  }

  private Function<ServerSpec, Origin> reach(HttpClient client) {
    return spec -> new HttpOrigin(client, spec.url(), settings.server());
  }

  /** What answers requests. */
  public Handler handler() {
    return handler(pool);
  }

  /** What answers requests out of something that stands before the pool. */
  public Handler handler(Origin before) {
    return new ReverseProxy(before, settings.proxy());
  }

  /** Its pool. */
  public Pool pool() {
    return pool;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        // What cannot be closed holds nothing up; the rest is closed all the same.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}

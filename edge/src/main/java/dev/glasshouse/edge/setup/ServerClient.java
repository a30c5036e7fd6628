package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What asks the servers of pools, with the connections to them. */
final class ServerClient implements AutoCloseable {
  private static final ClientOptions NO_QUIC = ClientOptions.DEFAULT.with(Optional.empty());

  private final TlsClient tls;
  private final HttpClient client;

  /**
   * What one is made from; pools that say the same share one, and its connections.
   *
   * @param authorities when the files of authorities were written, milliseconds
   */
  record Kind(
      Optional<VersionDemand> version,
      TlsOptions tls,
      List<Long> authorities,
      Waits waits,
      int connections) {
    static Kind of(EdgeSettings settings, Waits waits) {
      return new Kind(
          settings.version(),
          settings.tls(),
          settings.tls().authorities().stream().map(Kind::written).toList(),
          waits,
          settings.connections());
    }

    private static Long written(Path file) {
      try {
        return Files.getLastModifiedTime(file).toMillis();
      } catch (IOException _) {
        // Told by whoever reads it.
        return 0L;
      }
    }
  }

  ServerClient(Kind kind, Network network, Names names) {
    dev.glasshouse.net.Limits usual = dev.glasshouse.net.Limits.DEFAULT;
    var limits =
        new dev.glasshouse.net.Limits(
            usual.resolutionDelay(),
            usual.attemptDelay(),
            kind.waits().connect(),
            kind.waits().connect(),
            usual.addresses(),
            usual.certificates(),
            usual.sessions(),
            usual.held(),
            usual.readBuffer(),
            usual.longBuffers(),
            usual.longBuffer(),
            usual.readTurn(),
            usual.quic());
    this.tls = new TlsClient(kind.tls());
    this.client =
        HttpClient.over(
            new Dialer(network, names, tls, limits),
            http(kind),
            kind.version().map(ClientOptions.DEFAULT::with).orElse(NO_QUIC));
  }

  /**
   * A gateway's limits: many connections to few servers, no page whose requests have ranks, and no
   * least pace, since the server is a program of the same house, which may work as long as it
   * likes.
   */
  private static Limits http(Kind kind) {
    Limits.Pool usual = Limits.CLIENT.pool();
    return Limits.CLIENT
        .with(kind.waits().times())
        .with(Limits.Pace.ANY)
        .with(
            new Limits.Pool(
                kind.connections(),
                usual.overtakes(),
                usual.attempts(),
                Integer.MAX_VALUE,
                usual.accepted(),
                Math.max(16 * kind.connections(), usual.total()),
                usual.origins()));
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    tls.close();
  }
}

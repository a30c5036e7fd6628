package dev.glasshouse.app;

import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.net.quic.CongestionControl;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * Which version of HTTP a command speaks: the best that the server has, or one alone; and how it
 * does.
 */
final class VersionOptions {
  /** Pushed responses that a connection keeps: what a page's head names, and some more. */
  private static final int PUSHES = 32;

  @ArgGroup(exclusive = true)
  private @Nullable Demand demand;

  /** One of them, and no other. */
  static final class Demand {
    @Option(names = "--http1.0", description = "speak HTTP/1.0, and nothing else")
    private boolean http10;

    @Option(names = "--http1", description = "speak HTTP/1.1, and nothing else")
    private boolean http1;

    @Option(
        names = "--http2",
        description = "speak HTTP/2, and nothing else; without TLS as if it were agreed on before")
    private boolean http2;

    @Option(names = "--http3", description = "speak HTTP/3 over QUIC, and nothing else")
    private boolean http3;

    @Option(names = "--spdy", description = "speak SPDY/3.1, and nothing else: for the museum")
    private boolean spdy;

    VersionDemand version() {
      return http10
          ? VersionDemand.HTTP_1_0
          : http1
              ? VersionDemand.HTTP_1_1
              : http2
                  ? VersionDemand.HTTP_2
                  : http3 ? VersionDemand.HTTP_3 : VersionDemand.SPDY_3_1;
    }
  }

  @Option(
      names = "--qlog",
      paramLabel = "DIR",
      description =
          "write what happens on each QUIC connection into a file of this folder (qlog, a record a"
              + " line)")
  private @Nullable Path qlog;

  @Option(
      names = "--quic-congestion",
      paramLabel = "NAME",
      description = {
        "how QUIC finds out how fast it may send: cubic, reno or bbr; cubic when not said"
      })
  private CongestionControl congestion = CongestionControl.CUBIC;

  @Option(
      names = "--push",
      description = "take what a server pushes over HTTP/2, and keep it for the page that asks")
  private boolean push;

  /**
   * How the client is to choose.
   *
   * @throws IllegalArgumentException when the folder for qlog cannot be written to
   */
  ClientOptions client() {
    ClientOptions chosen = ClientOptions.DEFAULT.pushing(push ? PUSHES : 0);
    chosen = Optional.ofNullable(demand).map(Demand::version).map(chosen::with).orElse(chosen);
    QuicOptions quic = QuicOptions.DEFAULT.with(congestion);
    return chosen.with(Optional.of(qlog == null ? quic : quic.withQlog(made(qlog))));
  }

  private static Path made(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException("--qlog: there is no folder " + folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw new IllegalArgumentException("--qlog: the folder " + folder + " cannot be written to");
    }
    return folder;
  }
}

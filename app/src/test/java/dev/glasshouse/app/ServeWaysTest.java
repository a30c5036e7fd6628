package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code glass serve} and the client speak only where both are asked to. */
@Timeout(300)
class ServeWaysTest {
  @TempDir private Path temp;
  private Path folder = Path.of("");
  private Path authority = Path.of("");

  @BeforeEach
  void lay() throws Exception {
    folder = Files.createDirectory(temp.resolve("site"));
    authority = temp.resolve("authority");
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><title>t</title><link rel=stylesheet href=/sheet.css><p>home");
    Files.writeString(folder.resolve("sheet.css"), "p { color: green }");
  }

  /** A server, and where it is. */
  private record Served(RunningServer server, String url) implements AutoCloseable {
    /** The next line that its log has of a request. */
    String told(String request) throws InterruptedException {
      for (String line = server.out.next(); ; line = server.out.next()) {
        if (line.contains(request)) {
          return line;
        }
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** Serves with the certificate of an authority of its own, at a port that is free. */
  private Served serve(String... options) throws Exception {
    var all = new ArrayList<>(List.of(folder.toString(), "--tls-listen", "127.0.0.1:0"));
    all.addAll(List.of("--tls-local", authority.toString()));
    all.addAll(List.of(options));
    for (int left = 20; left > 0; left--) {
      var server = new RunningServer(new ServeCommand(), all.toArray(String[]::new));
      Optional<String> place = server.begins("served at https://");
      if (place.isPresent()) {
        return new Served(server, place.get().substring("served at ".length()));
      }
      // What is free for TCP may be taken for UDP: then another port.
      assertThat(server.err.all().toString()).contains("UDP");
    }
    throw new AssertionError("no port is free");
  }

  /** Runs a client that trusts the authority, and keeps nothing. */
  private String glass(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--private", "--cacert", authority.resolve("authority.pem").toString()));
    BadInputTest.Run run = BadInputTest.run(all.toArray(String[]::new));
    assertThat(run.status()).as("%s", run.all()).isZero();
    return run.all();
  }

  @Test
  void spdyIsSpokenWhereBothEndsAreAskedTo() throws Exception {
    try (Served served = serve("--spdy")) {
      assertThat(glass("get", "--spdy", "-i", served.url())).contains("SPDY/3.1 200", "home");
      assertThat(glass("get", "-i", "--http2", served.url())).contains("HTTP/2 200");
    }
    try (Served served = serve()) {
      BadInputTest.Run run = BadInputTest.run("get", "-k", "--spdy", served.url());
      assertThat(run.status()).isEqualTo(Glass.FAILED);
      assertThat(run.all()).contains("SPDY/3.1");
    }
  }

  @Test
  void whatAPageNeedsIsPushedWhereBothEndsAreAskedTo() throws Exception {
    try (Served served = serve("--push", "--log", "story")) {
      String page = glass("open", "--http2", "--push", "--no-png", "--story", "full", served.url());
      assertThat(page).contains("pushed", "/sheet.css").doesNotContain("(not used)");
      assertThat(served.told("pushed what \"/\" will need")).contains("/sheet.css");
      assertThat(glass("open", "--http2", "--no-png", served.url())).doesNotContain("pushed");
    }
    try (Served served = serve()) {
      assertThat(glass("open", "--http2", "--push", "--no-png", served.url()))
          .doesNotContain("pushed");
    }
  }

  @ParameterizedTest
  @CsvSource({"cubic,bbr,BBR", "bbr,reno,Reno", "reno,cubic,CUBIC"})
  void eachEndOfQuicHasItsOwnCongestionControl(String its, String ours, String told)
      throws Exception {
    try (Served served = serve("--quic-congestion", its)) {
      String all = glass("get", "-v", "--http3", "--quic-congestion", ours, served.url());
      assertThat(all).contains("home", told, "no early data to 127.0.0.1");
    }
    assertThat(BadInputTest.run("get", "--quic-congestion", "vegas", "x.test").status())
        .isEqualTo(Glass.WRONG_USE);
  }
}

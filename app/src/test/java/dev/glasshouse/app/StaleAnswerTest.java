package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stale answer that may be used while it is checked (RFC 5861 3), from one run to the next. */
@Timeout(120)
class StaleAnswerTest {
  @TempDir private Path temp;
  private final OsNetwork network = OsNetwork.open(1);
  private final AtomicInteger asked = new AtomicInteger();
  private String url = "";

  @BeforeEach
  void serve() throws Exception {
    HttpServer server =
        HttpServer.listen(
            network,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            _ ->
                Response.html(Status.OK, "<title>t</title><p>answer " + asked.incrementAndGet())
                    .with("Cache-Control", "max-age=0, stale-while-revalidate=1000"),
            Trail.OFF);
    url = "http://127.0.0.1:" + server.address().getPort() + "/swr";
  }

  @AfterEach
  void close() {
    network.close();
  }

  private String glass(String... arguments) {
    BadInputTest.Run run = BadInputTest.run(arguments);
    assertThat(run.status()).as("%s", run.all()).isZero();
    return run.all();
  }

  /**
   * Runs a command until it shows what an earlier run asked for behind a stale answer: mostly the
   * third run does; a machine that is very busy may have given it up in the second.
   */
  private void untilAnew(String... command) {
    assertThat(glass(command)).contains("answer 1");
    assertThat(glass(command)).contains("answer 1");
    for (int run = 0; run < 20; run++) {
      String all = glass(command);
      assertThat(all).doesNotContain("RejectedExecutionException");
      if (!all.contains("answer 1")) {
        assertThat(all).contains("answer ");
        return;
      }
    }
    throw new AssertionError("the old answer stays; the server was asked " + asked + " times");
  }

  @Test
  void getHasWhatAnEarlierRunAskedFor() {
    untilAnew("get", url, "--profile", temp.resolve("profile").toString());
  }

  @Test
  void openHasWhatAnEarlierRunAskedFor() {
    String profile = temp.resolve("profile").toString();
    untilAnew("open", url, "--profile", profile, "--dump", "text");
  }
}

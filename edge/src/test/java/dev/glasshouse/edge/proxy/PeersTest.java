package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.edge.balance.PoolOptions;
import dev.glasshouse.edge.balance.ServerSpec;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.url.Url;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other people's clients through the edge, to two servers of other people's. */
@Timeout(180)
class PeersTest {
  private final Chain chain = new Chain();
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    chain.close();
  }

  private Url edge() throws Exception {
    var servers = new ArrayList<ServerSpec>();
    for (String name : List.of("one", "two")) {
      Nginx nginx = Nginx.start(Files.createDirectories(folder.resolve(name)));
      open.add(nginx);
      servers.add(ServerSpec.of(nginx.url()));
    }
    var pool =
        new Pool(
            "nginx",
            PoolOptions.USUAL,
            servers,
            spec -> chain.origin(spec.url(), VersionDemand.HTTP_1_1),
            Pool.Surroundings.usual((_, _) -> {}));
    return chain.edge(pool, ProxyOptions.USUAL);
  }

  private String run(String program, String... arguments) throws Exception {
    Path its = Path.of("/usr/bin", program);
    assumeTrue(Files.isExecutable(its), program + " is not on this machine");
    var command = new ArrayList<String>();
    command.add(its.toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve(program + ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(program).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }

  @Test
  void curlInEachVersion() throws Exception {
    Url edge = edge();
    for (String version : List.of("--http1.0", "--http1.1", "--http2-prior-knowledge")) {
      String said = run("curl", "-sS", "-i", version, "--max-time", "100", edge + "a");
      assertThat(said).as(version).contains(" 200").endsWith("here");
      String put =
          run("curl", "-sS", "-i", version, "--max-time", "100", "-T", its(100_000), edge + "take");
      assertThat(put).as(version).contains(" 200").endsWith("taken");
    }
  }

  private String its(int bytes) throws Exception {
    return Files.write(folder.resolve("up"), new byte[bytes]).toString();
  }

  @Test
  void h2loadGetsAnAnswerToEachRequest() throws Exception {
    Url edge = edge();
    for (String version : List.of("h2c", "http/1.1")) {
      String said =
          run("h2load", "-n", "400", "-c", "4", "-m", "8", "-p", version, edge.toString());
      assertThat(said).as(version).contains("400 succeeded").contains("400 2xx");
    }
  }
}

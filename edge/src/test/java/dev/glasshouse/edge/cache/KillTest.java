package dev.glasshouse.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed under load: nothing wrong is ever served from its disk afterwards, and no purge
 * that was confirmed is forgotten. How often: {@code -Dglass.kills=200}.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("glass.kills", 3);

  @TempDir private Path folder;

  @Test
  @Timeout(3600)
  void servesNothingWrongAfterAKill() throws Exception {
    var random = new Random();
    var purged = new HashMap<Integer, Long>();
    long next = 0;
    long found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process node =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledNode.class.getName(),
                  folder.toString(),
                  Long.toString(next))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int lines = 50 + random.nextInt(300);
      try (BufferedReader told = node.inputReader()) {
        assertThat(told.readLine()).isEqualTo("ready");
        for (int i = 0; i < lines; i++) {
          keep(Objects.requireNonNull(told.readLine()), purged);
        }
        node.toHandle().destroyForcibly();
        for (String line = told.readLine(); line != null; line = told.readLine()) {
          if (line.startsWith("WRONG") || line.matches("\\d+ \\d+")) {
            keep(line, purged);
          }
        }
      }
      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
      next = purged.values().stream().mapToLong(Long::longValue).max().orElse(next) + 1000;
      found += assertRight(purged);
    }
    assertThat(found).as("hits from disk").isPositive();
  }

  /** A last line may be cut off, so that its number is a smaller one: that demands less. */
  private static void keep(String line, Map<Integer, Long> purged) {
    assertThat(line).doesNotStartWith("WRONG");
    String[] words = line.split(" ");
    purged.merge(Integer.parseInt(words[0]), Long.parseLong(words[1]), Math::max);
  }

  private int assertRight(Map<Integer, Long> purged) throws IOException {
    int hits = 0;
    try (SharedCache cache =
        SharedCache.before(
            (_, _) -> Response.of(Status.FORBIDDEN).with("Cache-Control", "no-store"),
            KilledNode.options(folder),
            InstantSource.system())) {
      for (int url = 0; url < KilledNode.URLS; url++) {
        long number = KilledNode.ask(cache, url);
        assertThat(number).as("the answer for " + url).isNotEqualTo(-2);
        if (number >= 0) {
          hits++;
          assertThat(number).isGreaterThanOrEqualTo(purged.getOrDefault(url, 0L));
        }
      }
    }
    return hits;
  }
}

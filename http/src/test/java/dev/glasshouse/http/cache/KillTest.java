package dev.glasshouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program is killed while it writes: what it told to be stored is there, and nothing else. */
class KillTest {
  private static final int ROUNDS = 20;

  @TempDir private Path folder;

  @Test
  @Timeout(400)
  void survivesBeingKilled() throws Exception {
    var random = new Random(1);
    var last = new HashMap<Integer, Long>();
    long next = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  folder.toString(),
                  Long.toString(next))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int lines = 40 + random.nextInt(150);
      try (BufferedReader told = writer.inputReader()) {
        assertThat(told.readLine()).isEqualTo("ready");
        for (int i = 0; i < lines; i++) {
          keep(told.readLine(), last);
        }
        writer.toHandle().destroyForcibly();
        for (String line = told.readLine(); line != null; line = told.readLine()) {
          // A last line may be cut off; what it would have told may be stored all the same.
          if (line.matches("\\d+ \\d+")) {
            keep(line, last);
          }
        }
      }
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
      next = last.values().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
      assertWhole(last, next);
    }
  }

  private static void keep(String line, Map<Integer, Long> last) {
    String[] words = Objects.requireNonNull(line).split(" ");
    last.put(Integer.parseInt(words[0]), Long.parseLong(words[1]));
  }

  /** Of each URL the last that was told, or the one that was being put when the end came. */
  private void assertWhole(Map<Integer, Long> last, long next) throws Exception {
    var origin = new Origin();
    int found = 0;
    try (HttpCache cache = HttpCache.in(folder, KilledWriter.limits(), () -> origin.now)) {
      assertThat(cache.withoutDisk()).isEmpty();
      for (Map.Entry<Integer, Long> each : last.entrySet()) {
        long number = KilledReader.ask(cache, origin, each.getKey(), CacheMode.ONLY_IF_CACHED);
        assertThat(number).isIn(-1L, each.getValue(), next, next + 1);
        found += number >= 0 ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(KilledWriter.URLS / 2);
  }
}

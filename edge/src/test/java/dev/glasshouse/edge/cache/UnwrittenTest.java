package dev.glasshouse.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache whose disk does not take what is to be kept: told, counted, and nobody is hurt by it. */
class UnwrittenTest {
  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", folder.toString())).isZero();
    }
  }

  private static int run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return -1;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** What everything that is asked for is. */
  private static byte[] content(String target, int size) {
    byte[] content = new byte[size];
    new Random(target.hashCode()).nextBytes(content);
    return content;
  }

  private SharedCache cache(int size) throws IOException {
    return SharedCache.before(
        (request, _) ->
            Response.of(Status.OK)
                .with("Date", HttpDate.format(now))
                .with("Cache-Control", "max-age=600")
                .with(Body.of(content(request.target(), size))),
        CacheOptions.named("node-1").in(folder),
        () -> now,
        told::add);
  }

  /** Asks for some things: what comes is right, whatever becomes of the copies. */
  private static void ask(SharedCache cache, int size, int from, int end) throws IOException {
    for (int i = from; i < end; i++) {
      String target = "/" + i;
      try (Response response =
              cache.send(
                  Request.get(Url.parse("http://shop.test" + target)),
                  Aside.silent(dev.glasshouse.journey.Trail.OFF));
          var in = response.body().open()) {
        assertThat(in.readAllBytes()).isEqualTo(content(target, size));
      }
    }
  }

  @Test
  void aFullDiskIsToldOnceAMinute() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()) == 0;
    assumeThat(mounted).as("a file system can be mounted").isTrue();
    int size = 100_000;
    try (SharedCache cache = cache(size)) {
      ask(cache, size, 0, 30);
      assertThat(told)
          .singleElement()
          .asString()
          .startsWith("the cache node-1 cannot write in " + folder + ": ")
          .contains("No space left on device")
          .contains("answers go on without it");
      long unwritten = cache.counts().unwritten();
      assertThat(unwritten).isGreaterThan(10);
      now = now.plusSeconds(59);
      ask(cache, size, 30, 40);
      assertThat(told).hasSize(1);
      now = now.plusSeconds(1);
      ask(cache, size, 40, 50);
      assertThat(told).hasSize(2);
      assertThat(cache.counts().unwritten()).isGreaterThan(unwritten);
      // What was kept, and what was not.
      ask(cache, size, 0, 50);
    }
    // What is there is right, too, for the next one who opens it.
    try (SharedCache cache = cache(size)) {
      ask(cache, size, 0, 50);
    }
  }

  /** Where nothing can be mounted: a folder that went away takes no large content any more. */
  @Test
  void aFolderThatWentAwayIsTold() throws Exception {
    int size = 2 << 20;
    try (SharedCache cache = cache(size)) {
      ask(cache, size, 0, 1);
      assertThat(told).isEmpty();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      ask(cache, size, 1, 4);
      assertThat(told).singleElement().asString().contains("cannot write in " + folder);
      assertThat(cache.counts().unwritten()).isGreaterThanOrEqualTo(3);
      ask(cache, size, 0, 4);
    } finally {
      Files.createDirectories(folder);
    }
  }

  @Test
  void eachLineSaysHowManyThereWere() {
    var counts = new Counts();
    var unwritten = new Unwritten(CacheOptions.named("node-1"), () -> now, counts, told::add);
    for (int i = 0; i < 5; i++) {
      unwritten.accept(new IOException("full"));
    }
    now = now.plus(Duration.ofMinutes(1));
    unwritten.accept(new IOException("full"));
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).endsWith("(1 not kept)");
    assertThat(told.getLast()).endsWith("(5 not kept)");
    assertThat(counts.now().unwritten()).isEqualTo(6);
  }
}

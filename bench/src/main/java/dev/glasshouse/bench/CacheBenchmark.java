package dev.glasshouse.bench;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cache.Asking;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.CacheMode;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The HTTP cache: a hit of 1 KB from memory and from disk, read to its end, and opening a folder
 * with 100,000 entries. The memory of the cache for disk hits holds nothing.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CacheBenchmark {
  private static final int ENTRIES = 100_000;
  private static final Fields FIELDS =
      Fields.of(
          "Content-Type", "text/css",
          "Cache-Control", "max-age=86400",
          "ETag", "\"0123456789abcdef\"",
          "Vary", "Accept-Encoding",
          "Content-Length", "1024");
  private static final Fields ASKED =
      Fields.of("User-Agent", "x", "Accept", "*/*", "Accept-Encoding", "gzip, deflate, br, zstd");

  private Path folder = Path.of("");
  private HttpCache memory = HttpCache.inMemory(CacheLimits.DEFAULT, InstantSource.system());
  private HttpCache disk = memory;
  private long next;

  /** Fills the stores. */
  @Setup
  public void fill() throws IOException {
    folder = Files.createTempDirectory("glass-bench");
    for (int i = 0; i < 1000; i++) {
      ask(memory, i);
    }
    disk = HttpCache.in(folder, limits(), InstantSource.system());
    for (int i = 0; i < ENTRIES; i++) {
      ask(disk, i);
    }
  }

  private static CacheLimits limits() {
    return CacheLimits.DEFAULT.with(1, 1L << 30);
  }

  private static long ask(HttpCache cache, long number) throws IOException {
    Url url = Url.parse("https://static.example.com/assets/part-" + number + ".css");
    var asking = new Asking(url, "https://example.com", true, CacheMode.DEFAULT, false);
    Response response =
        cache
            .send(
                Request.get(url).with(ASKED),
                asking,
                (_, _) -> Response.of(Status.OK).with(FIELDS).with(Body.of(new byte[1024])),
                Trail.OFF)
            .response();
    try (InputStream in = response.body().open()) {
      return in.readAllBytes().length;
    }
  }

  /** A hit from memory. */
  @Benchmark
  public long memoryHit() throws IOException {
    return ask(memory, next++ % 1000);
  }

  /** A hit from disk. */
  @Benchmark
  public long diskHit() throws IOException {
    return ask(disk, next++ * 7919 % ENTRIES);
  }

  /** Opening a folder with 100,000 entries, and closing it. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 0)
  @Measurement(iterations = 5)
  public boolean open() {
    disk.close();
    disk = HttpCache.in(folder, limits(), InstantSource.system());
    return disk.withoutDisk().isPresent();
  }

  /** Deletes the folder. */
  @TearDown(Level.Trial)
  public void clear() throws IOException {
    memory.close();
    disk.close();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

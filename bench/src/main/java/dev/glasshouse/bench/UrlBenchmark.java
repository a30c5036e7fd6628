package dev.glasshouse.bench;

import dev.glasshouse.url.Url;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to parse a URL, beside {@link URI} of the JDK, which does less of it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class UrlBenchmark {
  /** Typical URLs: of a page, of a picture in it, with an address, and a relative one. */
  @Param({
    "https://www.example.com/",
    "https://static.example.com/assets/2026/11/picture-large.webp?width=1280&v=3#top",
    "http://192.168.0.1:8080/a/../b/./c",
    "../style/main.css?v=12"
  })
  public String text = "";

  private final Url base = Url.parse("https://www.example.com/news/2026/article.html");
  private final URI uriBase = URI.create("https://www.example.com/news/2026/article.html");

  /** Ours. */
  @Benchmark
  public Url url() {
    return Url.parse(text, base);
  }

  /** The JDK's. */
  @Benchmark
  public URI uri() {
    return uriBase.resolve(text);
  }
}

package dev.glasshouse.bench;

import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.ParserOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The HTML parser beside jsoup's, warm, on the same {@link RealPages}: milliseconds for all of
 * them. The setup prints how many megabytes that is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
public class HtmlParseBenchmark {
  private RealPages pages = new RealPages(java.util.List.of(), java.util.List.of());

  /** Reads the pages. */
  @Setup
  public void read() {
    pages = RealPages.read();
    System.out.printf("%d pages, %.2f MB%n", pages.bytes().size(), pages.size() / 1e6);
  }

  /** Ours, from text. */
  @Benchmark
  public void glasshouseText(Blackhole hole) {
    for (String page : pages.texts()) {
      hole.consume(HtmlParser.parse(page));
    }
  }

  /** Ours, from bytes. */
  @Benchmark
  public void glasshouseBytes(Blackhole hole) {
    for (byte[] page : pages.bytes()) {
      hole.consume(HtmlParser.parse(page, Optional.of("utf-8"), ParserOptions.DEFAULT));
    }
  }

  /** The peer's, from text. */
  @Benchmark
  public void jsoupText(Blackhole hole) {
    for (String page : pages.texts()) {
      hole.consume(Jsoup.parse(page));
    }
  }

  /** The peer's, from bytes. */
  @Benchmark
  public void jsoupBytes(Blackhole hole) throws IOException {
    for (byte[] page : pages.bytes()) {
      hole.consume(Jsoup.parse(new ByteArrayInputStream(page), "utf-8", ""));
    }
  }
}

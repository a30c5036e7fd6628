package dev.glasshouse.bench;

import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.dom.html.ParserOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;

/**
 * The HTML parser beside jsoup's in the first pass of a fresh JVM: megabytes a second.
 *
 * <p>Without arguments it starts JVMs in turn, ours and the peer's, and prints the medians and
 * their ratio; with {@code ours|jsoup text|bytes} it is one of those JVMs, and prints the seconds
 * that the first pass took by the clock and of the processor, and those of the fastest of thirty
 * more.
 */
public final class ColdParse {
  private static final int ROUNDS = 11;

  private ColdParse() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2) {
      child(arguments[0].equals("ours"), arguments[1].equals("bytes"));
    } else {
      compare();
    }
  }

  private static void child(boolean ours, boolean bytes) throws IOException {
    RealPages pages = RealPages.read();
    int passes = Integer.getInteger("passes", 1);
    double first = 0;
    double firstCpu = 0;
    double best = Double.MAX_VALUE;
    int seen = 0;
    for (int pass = 0; pass < passes; pass++) {
      long begin = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      seen ^= parse(pages, ours, bytes);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double used = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
      if (pass == 0) {
        first = seconds;
        firstCpu = used;
      }
      best = Math.min(best, used);
    }
    System.out.printf("%f %f %f %d %d%n", first, firstCpu, best, pages.size(), seen);
  }

  /** Parses every page; what it returns depends on all of the trees, so that none is left out. */
  private static int parse(RealPages pages, boolean ours, boolean bytes) throws IOException {
    int seen = 0;
    for (int i = 0; i < pages.bytes().size(); i++) {
      Object document;
      if (bytes) {
        byte[] page = pages.bytes().get(i);
        document =
            ours
                ? HtmlParser.parse(page, Optional.of("utf-8"), ParserOptions.DEFAULT)
                : Jsoup.parse(new ByteArrayInputStream(page), "utf-8", "");
      } else {
        String page = pages.texts().get(i);
        document = ours ? HtmlParser.parse(page) : Jsoup.parse(page);
      }
      seen ^= System.identityHashCode(document);
    }
    return seen;
  }

  private static void compare() throws Exception {
    for (String form : List.of("text", "bytes")) {
      List<double[]> ours = new ArrayList<>();
      List<double[]> peer = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        ours.add(start("ours", form));
        peer.add(start("jsoup", form));
      }
      System.out.printf(
          "%-5s  first pass by the clock: glasshouse %.1f MB/s, jsoup %.1f MB/s, ratio %.2f;"
              + "  of the thread's processor time: %.1f, %.1f, ratio %.2f%n",
          form,
          rate(ours, 0),
          rate(peer, 0),
          rate(ours, 0) / rate(peer, 0),
          rate(ours, 1),
          rate(peer, 1),
          rate(ours, 1) / rate(peer, 1));
    }
  }

  private static double rate(List<double[]> runs, int column) {
    double[] sorted =
        runs.stream().mapToDouble(run -> run[3] / 1e6 / run[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double[] start(String who, String form) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ColdParse.class.getName(),
                who,
                form)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (child.waitFor() != 0) {
      throw new IllegalStateException(who + " " + form + " failed");
    }
    String[] parts = line.trim().split(" ");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Double.parseDouble(parts[i]);
    }
    return numbers;
  }
}

package dev.glasshouse.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.html.HtmlParser;
import dev.glasshouse.layout.skia.PaintingUnavailable;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.TextShaper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some seventy small pages beside Chromium: the rectangle of every element, to 1/25 px. Skipped by
 * name where Chromium or Skia is not there, or Chromium does not find the fonts that are in the
 * program: Liberation's.
 */
class ChromiumPeerTest {
  /** What differs, and why; a case that is listed and agrees fails the test as well. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "cjk-mixed", "Chromium sets room between Chinese and Latin letters (text-autospace)",
          "cjk-newline", "Chromium keeps a space where CSS Text 3, 4.1.3 has none",
          "block-in-inline", "the rectangle of an inline there takes the block inside in",
          "fieldset", "a legend stands in the flow here, not in the border",
          "text-transform", "Chromium kerns across elements",
          "input", "the width of a select is an approximation");

  /** Cases that depend on the machine's fonts for other scripts. */
  private static final List<String> FONTS = List.of("bidi", "bidi-para", "rtl-list", "cjk");

  private static final String HEAD =
      """
      <!DOCTYPE html><meta charset=utf-8><style>body{margin:0;font:16px/1.25 "Liberation Sans"}
      pre,code{font-family:"Liberation Mono"}
      .case{display:flow-root;width:400px;position:relative;margin-bottom:20px}</style><body>
      """;

  private static final String SCRIPT =
      """
      <script>var o=[];document.querySelectorAll('.case').forEach(function(c){
      var b=c.getBoundingClientRect();o.push('== '+c.id);
      [c].concat(Array.from(c.querySelectorAll('*'))).forEach(function(e){
      var r=e.getBoundingClientRect();
      o.push([r.x-b.x,r.y-b.y,r.width,r.height].map(function(n){return n.toFixed(3)}).join(' '))})});
      document.documentElement.innerHTML='';var p=document.createElement('pre');
      p.textContent=o.join('\\n');document.documentElement.appendChild(p)</script>
      """;

  @Test
  void rectanglesAgree(@TempDir Path folder) throws IOException, InterruptedException {
    Optional<Path> chromium = chromium();
    assumeTrue(chromium.isPresent(), "peer Chromium: not installed, skipped");
    assumeTrue(hasFonts(), "peer Chromium: no Liberation fonts (fonts-liberation), skipped");
    String body = body();
    Path page = folder.resolve("page.html");
    Files.writeString(page, HEAD + body + SCRIPT);
    Map<String, List<double[]>> theirs = theirs(chromium.get(), page, folder);
    assumeTrue(!theirs.isEmpty(), "peer Chromium: does not run here, skipped");
    Map<String, List<Optional<double[]>>> ours = ours(HtmlParser.parse(HEAD + body));
    var wrong = new ArrayList<String>();
    for (String name : theirs.keySet()) {
      if (FONTS.contains(name)) {
        continue;
      }
      Optional<String> difference =
          difference(theirs.getOrDefault(name, List.of()), ours.getOrDefault(name, List.of()));
      if (difference.isPresent() && !DIFFERENT.containsKey(name)) {
        wrong.add(name + ": " + difference.get());
      } else if (difference.isEmpty() && DIFFERENT.containsKey(name)) {
        wrong.add(name + " agrees, though it is listed");
      }
    }
    assertThat(theirs).hasSizeGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  private static Optional<Path> chromium() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path program = Path.of(folder, "chromium");
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** Whether this system's programs find the fonts; where it cannot be asked, they are tried. */
  private static boolean hasFonts() throws IOException, InterruptedException {
    Process asking;
    try {
      asking =
          new ProcessBuilder("fc-match", "-f", "%{family}", "Liberation Sans")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return true;
    }
    String found = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return asking.waitFor() != 0 || found.contains("Liberation");
  }

  private static String body() throws IOException {
    try (InputStream in = ChromiumPeerTest.class.getResourceAsStream("peer-cases.txt")) {
      assertThat(in).isNotNull();
      var body = new StringBuilder();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int colon = line.indexOf(": ");
        if (colon > 0 && line.substring(0, colon).matches("[a-z-]+")) {
          body.append(body.isEmpty() ? "" : "</div>");
          body.append("<div class=case id=").append(line, 0, colon).append('>');
          body.append(line.substring(colon + 2));
        } else {
          body.append('\n').append(line);
        }
      }
      return body.append("</div>").toString();
    }
  }

  private static Map<String, List<double[]>> theirs(Path chromium, Path page, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path profile = Files.createTempDirectory("glass-chromium");
    Process process =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=800,600",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    remove(profile);
    if (!ended) {
      return Map.of();
    }
    Map<String, List<double[]>> rects = new LinkedHashMap<>();
    List<double[]> current = new ArrayList<>();
    for (String line : Files.readString(out).replaceAll("<[^>]*>", "\n").lines().toList()) {
      if (line.startsWith("== ")) {
        current = new ArrayList<>();
        rects.put(line.substring(3), current);
      } else if (!rects.isEmpty() && line.matches("[-0-9. ]+")) {
        current.add(numbers(line));
      }
    }
    return rects;
  }

  /**
   * Removes a folder that children of a program may still write into when the program has ended;
   * what cannot be removed by then stays in the folder for such things.
   */
  private static void remove(Path folder) throws InterruptedException {
    for (int i = 0; i < 50 && Files.exists(folder); i++) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      } catch (IOException | UncheckedIOException _) {
        Thread.sleep(100);
      }
    }
  }

  private static double[] numbers(String line) {
    String[] parts = line.strip().split(" ");
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Double.parseDouble(parts[i]);
    }
    return numbers;
  }

  private static Map<String, List<Optional<double[]>>> ours(Document document) {
    Map<String, List<Optional<double[]>>> rects = new LinkedHashMap<>();
    try (FontLibrary fonts = FontLibrary.open();
        TextShaper shaper = new TextShaper(fonts)) {
      Fixture page = Fixture.page(document, new SkiaTypesetter(fonts, shaper), 800, 600);
      for (Element element : document.descendantElements()) {
        if (element.hasClass("case")) {
          List<Optional<double[]>> of = new ArrayList<>();
          int[] origin = page.bounds(element).orElseThrow();
          of.add(rect(page, element, origin));
          for (Element inner : element.descendantElements()) {
            boolean placed = !inner.is(Tag.BR) && !inner.is(Tag.WBR) && !inner.is(Tag.OPTION);
            of.add(placed ? rect(page, inner, origin) : Optional.empty());
          }
          rects.put(element.id(), of);
        }
      }
    } catch (PaintingUnavailable e) {
      assumeTrue(false, "peer Chromium: no Skia on this machine, skipped: " + e.getMessage());
    }
    return rects;
  }

  private static Optional<double[]> rect(Fixture page, Element element, int[] origin) {
    return page.bounds(element)
        .map(each ->
            new double[] {
              (each[0] - origin[0]) / 64.0,
              (each[1] - origin[1]) / 64.0,
              (each[2] - each[0]) / 64.0,
              (each[3] - each[1]) / 64.0
            });
  }

  private static Optional<String> difference(List<double[]> theirs, List<Optional<double[]>> ours) {
    if (theirs.size() != ours.size()) {
      return Optional.of(theirs.size() + " elements there, " + ours.size() + " here");
    }
    for (int i = 0; i < theirs.size(); i++) {
      for (int k = 0; ours.get(i).isPresent() && k < 4; k++) {
        double there = theirs.get(i)[k];
        double here = ours.get(i).get()[k];
        if (Math.abs(there - here) > 0.04) {
          return Optional.of(
              "element " + i + ", number " + k + ": " + there + " there, " + here + " here");
        }
      }
    }
    return Optional.empty();
  }
}

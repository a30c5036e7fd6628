package dev.glasshouse.bench;

import dev.glasshouse.css.cascade.SheetUse;
import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.cascade.StyleSheet;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/** The styles of 10,000 elements under 2,000 rules; and reading those rules. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StyleBenchmark {
  private static final int ELEMENTS = 10_000;
  private static final int RULES = 2_000;
  private static final Viewport VIEWPORT = Viewport.screen(1280, 800);

  private String css = "";
  private Document document = Document.blank();
  private Element last = document.createElement("p");
  private List<SheetUse> sheets = List.of();
  private StyleEngine engine = StyleEngine.of(document, VIEWPORT);
  private int turn;

  /** A page and a sheet as real sites have them: mostly classes, some descendants and tags. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    css = rules(random);
    document = page(random);
    sheets = List.of(SheetUse.of(StyleSheet.parse(css)));
    engine = StyleEngine.of(document, VIEWPORT);
    engine.sheets(sheets);
  }

  private static String rules(Random random) {
    String[] tags = {"div", "p", "a", "span", "li", "ul", "h2", "td"};
    StringBuilder out = new StringBuilder("*, ::before, ::after { box-sizing: border-box }\n");
    for (int i = 0; i < RULES; i++) {
      String name = ".c" + i;
      String tag = tags[random.nextInt(tags.length)];
      String selector =
          switch (i % 8) {
            case 0 -> name + " > " + tag;
            case 1 -> name + " " + tag + ".x" + i;
            case 2 -> tag + name;
            case 3 -> "#i" + i + " " + name;
            case 4 -> name + ":hover";
            case 5 -> name + ":not(.off):first-child";
            default -> name;
          };
      out.append(selector).append(" { margin: ").append(i % 9).append("px 1em; color: #");
      out.append(String.format("%06x", i * 7919 % 0xFFFFFF));
      out.append("; font: 14px/1.5 Arial, sans-serif; padding: var(--p, 2px) }\n");
    }
    return out.toString();
  }

  private Document page(Random random) {
    Document page = Document.blank();
    Element html = page.createElement("html");
    page.append(html);
    Element body = page.createElement("body");
    html.append(body);
    String[] tags = {"div", "p", "a", "span", "li", "ul", "h2", "td"};
    Element at = body;
    for (int i = 0; i < ELEMENTS; i++) {
      Element next = page.createElement(tags[random.nextInt(tags.length)]);
      next.setAttribute("class", "c" + random.nextInt(RULES) + " c" + random.nextInt(RULES));
      at.append(next);
      last = next;
      int move = random.nextInt(4);
      at = move == 0 && next.depth() < 20 ? next : at;
      Element up = at.parentElement();
      at = move == 3 && up != null && up != html ? up : at;
    }
    return page;
  }

  /** Everything from the index of rules on, as for a page that was just loaded. */
  @Benchmark
  public ComputedStyle styleFresh() {
    StyleEngine fresh = StyleEngine.of(document, VIEWPORT);
    fresh.sheets(sheets);
    return fresh.styleOf(last);
  }

  /** All elements again after the document changed. */
  @Benchmark
  public ComputedStyle styleAgain() {
    last.setAttribute("title", Integer.toString(turn++));
    return engine.styleOf(last);
  }

  /** Reading the sheet. */
  @Benchmark
  public StyleSheet parse() {
    return StyleSheet.parse(css);
  }
}

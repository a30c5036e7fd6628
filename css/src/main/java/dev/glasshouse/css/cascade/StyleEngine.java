package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.Patience;
import dev.glasshouse.css.fonts.FontFace;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.properties.FontMeasure;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The styles of a document's elements in a viewport: says for each element what its style is and,
 * when asked, why. Styles are worked out for the whole document at once when one is asked for, and
 * hold until the document, the sheets or the viewport change. Belongs to the document's thread.
 */
public final class StyleEngine {
  private final Document document;
  private final FontMeasure fonts;
  private final Limits limits;
  private Viewport viewport;
  private List<SheetUse> sheets = List.of();
  private Predicate<String> styleAttributes = _ -> true;
  private Optional<Url> base = Optional.empty();
  private Supplier<Patience> patience = Patience::endless;
  private Optional<Styling> styling = Optional.empty();
  private long styledVersion = -1;
  private QuirksMode styledMode = QuirksMode.NO_QUIRKS;

  private StyleEngine(Document document, Viewport viewport, FontMeasure fonts, Limits limits) {
    this.document = document;
    this.viewport = viewport;
    this.fonts = fonts;
    this.limits = limits;
  }

  /** An engine with no author's sheets yet, fonts not measured and the default limits. */
  public static StyleEngine of(Document document, Viewport viewport) {
    return of(document, viewport, FontMeasure.ASSUMED, Limits.DEFAULT);
  }

  /** An engine with no author's sheets yet. */
  public static StyleEngine of(
      Document document, Viewport viewport, FontMeasure fonts, Limits limits) {
    return new StyleEngine(document, viewport, fonts, limits);
  }

  /** The author's and user's sheets from now on, in order; the browser's own come by themselves. */
  public void sheets(List<SheetUse> inOrder) {
    this.sheets = List.copyOf(inOrder);
    this.styling = Optional.empty();
  }

  /**
   * What URLs in attributes are relative to from now on (HTML, 2.4.3 "document base URL"); the
   * document's own URL when that is not said.
   */
  public void base(Url url) {
    this.base = Optional.of(url);
    this.styling = Optional.empty();
  }

  /**
   * Which {@code style} attributes count from now on, by their text: a page may forbid itself some.
   */
  public void styleAttributes(Predicate<String> allowed) {
    this.styleAttributes = allowed;
    this.styling = Optional.empty();
  }

  /**
   * How long styling the document may take from now on, asked whenever that begins. When it takes
   * longer, the question that made it begin ends with {@link Patience.Ended}, and so does the next.
   */
  public void patience(Supplier<Patience> its) {
    this.patience = its;
    this.styling = Optional.empty();
  }

  /** The viewport from now on. */
  public void viewport(Viewport now) {
    if (!now.equals(viewport)) {
      this.viewport = now;
      this.styling = Optional.empty();
    }
  }

  /** The viewport that media queries and viewport units go by. */
  public Viewport viewport() {
    return viewport;
  }

  /** The element's style. */
  public ComputedStyle styleOf(Element element) {
    return current().styleOf(element);
  }

  /**
   * The style of a pseudo-element; empty where there is none: {@code ::before} and {@code ::after}
   * without content, {@code ::marker} of what is no list item, the others without a rule.
   */
  public Optional<ComputedStyle> styleOf(Element element, PseudoElement pseudoElement) {
    return current().styleOf(element, pseudoElement);
  }

  /**
   * The declarations that were in the running for a property (a longhand's or custom property's
   * name), the weakest first, and which one holds.
   */
  public List<Candidate> explain(Element element, String property) {
    return current().explain(element, property);
  }

  /** The font faces that apply in this viewport, imported ones too; later ones win. */
  public List<FontFace> fontFaces() {
    return current().fontFaces();
  }

  /**
   * The properties, unknown at-rules and styled pseudo-elements of the page's own styles, by name:
   * what they come to is for layout to say.
   */
  public List<DeclaredName> declared() {
    Styling s = current();
    List<StyleSheet> all = new ArrayList<>();
    for (SheetUse use : sheets) {
      collect(use.sheet(), all, 0);
    }
    Map<String, DeclaredName> out = new TreeMap<>();
    for (StyleSheet sheet : all) {
      sheet.declared().forEach(name -> out.merge(name.name(), name, DeclaredName::and));
    }
    s.declaredInAttributes().forEach(name -> out.merge(name.name(), name, DeclaredName::and));
    s.pseudoElementsStyled().forEach(name -> out.merge(name.name(), name, DeclaredName::and));
    return List.copyOf(out.values());
  }

  /** What styling the document came to. */
  public StyleReport report() {
    Styling s = current();
    Map<String, Integer> unsupported = new TreeMap<>();
    int problems = 0;
    List<StyleSheet> all = new ArrayList<>();
    for (SheetUse use : sheets) {
      collect(use.sheet(), all, 0);
    }
    List<String> fired = new ArrayList<>(s.limitsFired());
    for (StyleSheet sheet : all) {
      sheet.unsupported().forEach((name, n) -> unsupported.merge(name, n, Integer::sum));
      problems += sheet.problemCount();
      sheet.problems().stream()
          .filter(p -> p.kind() == dev.glasshouse.css.CssProblem.Kind.LIMIT)
          .forEach(p -> fired.add(p.detail()));
    }
    int rules = s.authorRules();
    return new StyleReport(
        all.size(), rules, s.elementCount(), s.styleCount(), unsupported, problems, fired);
  }

  private void collect(StyleSheet sheet, List<StyleSheet> out, int depth) {
    out.add(sheet);
    for (ImportRule rule : sheet.imports()) {
      if (depth < limits.importDepth()) {
        sheet.imported(rule).ifPresent(s -> collect(s, out, depth + 1));
      }
    }
  }

  private Styling current() {
    boolean modeChanged = styledMode != document.quirksMode();
    if (styling.isEmpty() || modeChanged) {
      styledMode = document.quirksMode();
      boolean quirks = styledMode == QuirksMode.QUIRKS;
      List<SheetUse> all = new ArrayList<>(UserAgentSheet.sheets(quirks));
      all.addAll(sheets);
      RuleIndex index = RuleIndex.of(all, viewport, quirks, limits);
      StyleSheet.Source inline =
          new StyleSheet.Source(
              document.url(),
              base.or(() -> Url.tryParse(document.url())),
              Origin.AUTHOR,
              quirks,
              1);
      styling =
          Optional.of(
              new Styling(
                  document, index, viewport, fonts, limits, patience, inline, styleAttributes));
      styledVersion = -1;
    }
    Styling s = styling.get();
    if (styledVersion != document.version()) {
      s.styleAll();
      styledVersion = document.version();
    }
    return s;
  }
}

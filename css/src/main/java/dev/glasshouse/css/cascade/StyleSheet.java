package dev.glasshouse.css.cascade;

import dev.glasshouse.css.CssProblem;
import dev.glasshouse.css.LimitFired;
import dev.glasshouse.css.Limits;
import dev.glasshouse.url.Url;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A style sheet, parsed. Immutable; what was wrong with it is recorded, never thrown. The sheets
 * that it imports are listed, and come in by {@link #withImport} when the caller has them.
 */
public final class StyleSheet {

  /**
   * Where a sheet comes from, and how it is to be read.
   *
   * @param url its URL, for messages; empty for an inline one
   * @param base what its relative URLs are relative to
   * @param origin whose it is
   * @param quirks whether its document is in quirks mode
   * @param firstLine line of its document on which an inline sheet begins, from 1
   */
  public record Source(
      String url, Optional<Url> base, Origin origin, boolean quirks, int firstLine) {
    /** An author's sheet with no URL. */
    public static final Source INLINE = new Source("", Optional.empty(), Origin.AUTHOR, false, 1);

    /** An author's sheet that was fetched. */
    public static Source fetched(Url url) {
      return new Source(url.href(), Optional.of(url), Origin.AUTHOR, false, 1);
    }

    /** The same in a document in quirks mode. */
    public Source inQuirksMode(boolean inQuirks) {
      return new Source(url, base, origin, inQuirks, firstLine);
    }
  }

  private final Source source;
  private final SheetContents contents;
  private final Map<ImportRule, StyleSheet> imported;

  StyleSheet(Source source, SheetContents contents, Map<ImportRule, StyleSheet> imported) {
    this.source = source;
    this.contents = contents;
    this.imported = imported;
  }

  /** Parses a sheet with the default limits. */
  public static StyleSheet parse(String css, Source source) {
    return parse(css, source, Limits.DEFAULT);
  }

  /** Parses a sheet. */
  public static StyleSheet parse(String css, Source source, Limits limits) {
    return new StyleSheet(source, SheetParser.parse(css, source, limits), Map.of());
  }

  /** Parses an inline author's sheet. */
  public static StyleSheet parse(String css) {
    return parse(css, Source.INLINE);
  }

  /** Where it comes from. */
  public Source source() {
    return source;
  }

  SheetContents contents() {
    return contents;
  }

  /** Its imports, in order; those in a {@code supports()} that does not hold are left out. */
  public List<ImportRule> imports() {
    return contents.imports();
  }

  /** The same sheet with an imported one in its place. */
  public StyleSheet withImport(ImportRule rule, StyleSheet sheet) {
    Map<ImportRule, StyleSheet> more = new IdentityHashMap<>(imported);
    more.put(rule, sheet);
    return new StyleSheet(source, contents, more);
  }

  /** The sheet that was attached for an import. */
  public Optional<StyleSheet> imported(ImportRule rule) {
    return Optional.ofNullable(imported.get(rule));
  }

  /** Number of style rules, nested ones included. */
  public int ruleCount() {
    return contents.ruleCount();
  }

  /** What was tolerated, the first ones in full. */
  public List<CssProblem> problems() {
    return contents.problems().kept();
  }

  /** How much was tolerated in all. */
  public int problemCount() {
    return contents.problems().total();
  }

  /** The bounds that cut it, each once. */
  public List<LimitFired> limits() {
    return contents.problems().limits();
  }

  /** Properties and at-rules ({@code @name}) that this engine does not know, with counts. */
  public Map<String, Integer> unsupported() {
    return contents.unsupported();
  }

  /**
   * Whether a URL stands in it: of a picture, a font, a sheet to import. What imported sheets name
   * does not count, nor does anything where its source has no base.
   *
   * @param url absolute
   */
  public boolean names(String url) {
    return contents.named().contains(url);
  }

  /** The properties and unknown at-rules that stand in it. */
  public List<DeclaredName> declared() {
    return contents.declared();
  }

  @Override
  public String toString() {
    return "StyleSheet[" + source.url() + ", " + ruleCount() + " rules]";
  }
}

package dev.glasshouse.layout.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Text of one style and one direction with its glyphs: plain data that can be kept, cut and drawn.
 * Indices are UTF-16 units of {@link #text}. Never changed once made.
 */
public final class ShapedRun {
  private final String text;
  private final TextStyle style;
  private final int bidiLevel;
  private final List<GlyphRun> glyphRuns;
  private final double[] reached;

  /**
   * @param reached for each index the advance of everything before it in logical order; one longer
   *     than the text
   */
  ShapedRun(
      String text, TextStyle style, int bidiLevel, List<GlyphRun> glyphRuns, double[] reached) {
    this.text = text;
    this.style = style;
    this.bidiLevel = bidiLevel;
    this.glyphRuns = List.copyOf(glyphRuns);
    this.reached = reached;
  }

  /** The text that is shaped. */
  public String text() {
    return text;
  }

  /** The style it was shaped with. */
  public TextStyle style() {
    return style;
  }

  /** The level of the bidirectional algorithm (UAX 9): odd is right to left. */
  public int bidiLevel() {
    return bidiLevel;
  }

  /** Whether the text runs from right to left. */
  public boolean rightToLeft() {
    return (bidiLevel & 1) != 0;
  }

  /** Its glyphs, a piece for each font, left to right; positions count from the run's left end. */
  public List<GlyphRun> glyphRuns() {
    return glyphRuns;
  }

  /** Width of the whole run, px. */
  public float width() {
    return (float) reached[text.length()];
  }

  /**
   * Width of the text from {@code from} to {@code to}, px. An index inside a cluster (a ligature, a
   * letter with its marks) counts as the cluster's beginning.
   */
  public float width(int from, int to) {
    return (float) (reached[to] - reached[from]);
  }

  /** Where the caret stands before the character at {@code index}: px from the run's left end. */
  public float caret(int index) {
    double left = rightToLeft() ? reached[text.length()] - reached[index] : reached[index];
    return (float) left;
  }

  /** Whether the text may be cut before {@code index} without cutting a ligature or a mark off. */
  public boolean clusterStart(int index) {
    if (index == 0 || index == text.length()) {
      return true;
    }
    for (GlyphRun run : glyphRuns) {
      if (run.hasCluster(index)) {
        return true;
      }
    }
    return false;
  }

  /** The fonts that its glyphs come from, each once, in the order of their first glyph. */
  public Set<SizedFont> fonts() {
    Set<SizedFont> fonts = new LinkedHashSet<>();
    for (GlyphRun run : glyphRuns) {
      fonts.add(run.font());
    }
    return fonts;
  }

  /**
   * The same glyphs for the text from {@code from} to {@code to} only. Where kerning or joining
   * reaches across a cut the shapes at the ends are those of the whole: {@link TextShaper#slice}
   * shapes again there.
   */
  public ShapedRun part(int from, int to) {
    if (from == 0 && to == text.length()) {
      return this;
    }
    double left = rightToLeft() ? reached[text.length()] - reached[to] : reached[from];
    List<GlyphRun> parts = new ArrayList<>(glyphRuns.size());
    for (GlyphRun run : glyphRuns) {
      GlyphRun part = run.part(from, to, (float) -left);
      if (part.count() > 0) {
        parts.add(part);
      }
    }
    double[] partReached = new double[to - from + 1];
    for (int i = 0; i < partReached.length; i++) {
      partReached[i] = reached[from + i] - reached[from];
    }
    return new ShapedRun(text.substring(from, to), style, bidiLevel, parts, partReached);
  }

  @Override
  public String toString() {
    return "\"" + text + "\" " + width() + " px " + glyphRuns;
  }
}

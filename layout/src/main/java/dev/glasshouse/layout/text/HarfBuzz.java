package dev.glasshouse.layout.text;

import io.github.humbleui.skija.FontFeature;
import io.github.humbleui.skija.shaper.BidiRun;
import io.github.humbleui.skija.shaper.FontRun;
import io.github.humbleui.skija.shaper.LanguageRun;
import io.github.humbleui.skija.shaper.RunHandler;
import io.github.humbleui.skija.shaper.RunInfo;
import io.github.humbleui.skija.shaper.ScriptRun;
import io.github.humbleui.skija.shaper.Shaper;
import io.github.humbleui.skija.shaper.ShapingOptions;
import io.github.humbleui.types.Point;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/**
 * HarfBuzz as Skija offers it. Fonts, direction, scripts and language are all given, so that Skia
 * never looks for fonts by itself. It owns the shaper.
 */
final class HarfBuzz implements AutoCloseable {

  /**
   * Glyphs as HarfBuzz gave them, in visual order.
   *
   * @param begin index of the first character they show
   * @param glyphs glyph numbers
   * @param positions places from the piece's own left end
   * @param clusters indices of the characters shown
   * @param advance width of the piece
   */
  record Piece(int begin, short[] glyphs, Point[] positions, int[] clusters, float advance) {

    /** The same with marks counted to the character that they stand on. */
    Piece startingAt(int[] starts) {
      if (starts.length == 0) {
        return this;
      }
      int[] based = new int[clusters.length];
      for (int i = 0; i < based.length; i++) {
        based[i] = starts[clusters[i]];
      }
      return new Piece(begin, glyphs, positions, based, advance);
    }
  }

  private static final FontFeature NO_KERNING = new FontFeature("kern", 0);
  private static final FontFeature NO_LIGATURES = new FontFeature("liga", 0);
  private static final FontFeature NO_CONTEXTUAL_LIGATURES = new FontFeature("clig", 0);

  private final Shaper shaper = Shaper.makeShapeDontWrapOrReorder();

  /** The pieces in logical order. */
  List<Piece> shape(String text, List<FontRun> fonts, int level, TextStyle style) {
    Pieces pieces = new Pieces();
    String language = style.language().isEmpty() ? "und" : style.language();
    shaper.shape(
        text,
        fonts.iterator(),
        List.of(new BidiRun(text.length(), level)).iterator(),
        scripts(text).iterator(),
        List.of(new LanguageRun(text.length(), language)).iterator(),
        options(style),
        Float.MAX_VALUE,
        pieces);
    return pieces.all;
  }

  private static ShapingOptions options(TextStyle style) {
    List<FontFeature> off = new ArrayList<>(3);
    if (!style.kerning()) {
      off.add(NO_KERNING);
    }
    if (!style.ligatures() || style.letterSpacing() != 0) {
      off.add(NO_LIGATURES);
      off.add(NO_CONTEXTUAL_LIGATURES);
    }
    return off.isEmpty()
        ? ShapingOptions.DEFAULT
        : ShapingOptions.DEFAULT.withFeatures(off.toArray(FontFeature[]::new));
  }

  /** Runs of one script; what is common or inherited goes with what stands before it (UAX 24). */
  static List<ScriptRun> scripts(String text) {
    List<ScriptRun> runs = new ArrayList<>(1);
    UnicodeScript current = UnicodeScript.COMMON;
    int at = 0;
    while (at < text.length()) {
      int cp = text.codePointAt(at);
      UnicodeScript script = cp < 0x80 ? ascii(cp) : UnicodeScript.of(cp);
      if (script != UnicodeScript.COMMON
          && script != UnicodeScript.INHERITED
          && script != current) {
        if (current != UnicodeScript.COMMON) {
          runs.add(new ScriptRun(at, Scripts.tag(current)));
        }
        current = script;
      }
      at += Character.charCount(cp);
    }
    runs.add(new ScriptRun(text.length(), Scripts.tag(current)));
    return runs;
  }

  private static UnicodeScript ascii(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        ? UnicodeScript.LATIN
        : UnicodeScript.COMMON;
  }

  @Override
  public void close() {
    shaper.close();
  }

  private static final class Pieces implements RunHandler {
    private final List<Piece> all = new ArrayList<>(1);

    @Override
    public void beginLine() {}

    @Override
    public void runInfo(RunInfo info) {}

    @Override
    public void commitRunInfo() {}

    @Override
    public Point runOffset(RunInfo info) {
      return Point.ZERO;
    }

    @Override
    public void commitRun(RunInfo info, short[] glyphs, Point[] positions, int[] clusters) {
      all.add(new Piece(info.getRangeBegin(), glyphs, positions, clusters, info.getAdvanceX()));
    }

    @Override
    public void commitLine() {}
  }
}

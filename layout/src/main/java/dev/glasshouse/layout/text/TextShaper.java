package dev.glasshouse.layout.text;

import io.github.humbleui.skija.shaper.FontRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns text into glyphs at their places. Runs that were shaped lately are kept, so that laying a
 * page out again costs little. It belongs to the thread of its {@link FontLibrary}, and is closed
 * before it.
 */
public final class TextShaper implements AutoCloseable {

  private record Key(String text, TextStyle style, int level) {}

  private final FontLibrary fonts;
  private final HarfBuzz harfBuzz = new HarfBuzz();
  private final Map<Key, ShapedRun> kept = new LinkedHashMap<>(256, 0.75f, true);
  private int keptCharacters;
  private int generation;

  /** A shaper that takes its fonts from this library. */
  public TextShaper(FontLibrary fonts) {
    this.fonts = fonts;
    this.generation = fonts.generation();
  }

  /**
   * Shapes text of one style and one direction, on one line. White space is the caller's: a tab or
   * a line feed that is left in the text becomes a space.
   *
   * @param bidiLevel the level of the bidirectional algorithm (UAX 9); odd runs from right to left
   */
  public ShapedRun shape(String text, TextStyle style, int bidiLevel) {
    if (generation != fonts.generation()) {
      kept.clear();
      keptCharacters = 0;
      generation = fonts.generation();
    }
    Key key = new Key(text, style, bidiLevel & 1);
    ShapedRun known = kept.get(key);
    if (known == null) {
      fonts.skiaFonts().trim();
      known = new RunBuilder(fonts, harfBuzz, text, style, bidiLevel).build();
      keep(key, known);
    }
    return known;
  }

  /**
   * The part of a run that stands on one line. Its ends are shaped again where kerning, joining or
   * a ligature reached across a cut; elsewhere the glyphs are those of the run.
   */
  public ShapedRun slice(ShapedRun run, int from, int to) {
    if (safe(run, from) && safe(run, to)) {
      return run.part(from, to);
    }
    return shape(run.text().substring(from, to), run.style(), run.bidiLevel());
  }

  /**
   * Whether shaping both sides of the cut alone gives the glyphs of the whole: known for scripts
   * whose letters neither join nor move, where the cluster before the cut keeps its own advance.
   */
  private boolean safe(ShapedRun run, int index) {
    if (index == 0 || index == run.text().length()) {
      return true;
    }
    int before = Character.codePointBefore(run.text(), index);
    if (run.rightToLeft() || !simple(before) || !simple(run.text().codePointAt(index))) {
      return false;
    }
    for (GlyphRun glyphs : run.glyphRuns()) {
      for (int i = 1; i < glyphs.count(); i++) {
        if (glyphs.cluster(i) == index) {
          float own = fonts.skiaFonts().advance(glyphs.font(), glyphs.glyph(i - 1));
          float spacing = RunBuilder.spacing(run.style(), before);
          float moved = glyphs.x(i) - glyphs.x(i - 1) - own - spacing;
          return Math.abs(moved) < 1f / 128;
        }
      }
      if (glyphs.count() > 0 && glyphs.cluster(0) == index) {
        return true;
      }
    }
    return false;
  }

  private static boolean simple(int cp) {
    return cp < 0x300
        || switch (Character.UnicodeScript.of(cp)) {
          case COMMON, LATIN, GREEK, CYRILLIC, HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
          default -> false;
        };
  }

  private void keep(Key key, ShapedRun run) {
    int size = key.text().length() + 16;
    if (size > fonts.limits().shapedCharacters() / 8) {
      return;
    }
    kept.put(key, run);
    keptCharacters += size;
    List<Key> gone = new ArrayList<>();
    for (Key eldest : kept.keySet()) {
      if (keptCharacters <= fonts.limits().shapedCharacters()) {
        break;
      }
      keptCharacters -= eldest.text().length() + 16;
      gone.add(eldest);
    }
    gone.forEach(kept::remove);
  }

  static List<FontRun> fontRuns(FontLibrary fonts, List<Fallback.Span> spans, TextStyle style) {
    List<FontRun> runs = new ArrayList<>(spans.size());
    for (Fallback.Span span : spans) {
      runs.add(new FontRun(span.end(), fonts.skia(fonts.sized(span.face(), style))));
    }
    return runs;
  }

  /** Frees HarfBuzz. */
  @Override
  public void close() {
    harfBuzz.close();
    kept.clear();
  }
}

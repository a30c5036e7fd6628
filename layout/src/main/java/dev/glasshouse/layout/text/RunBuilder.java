package dev.glasshouse.layout.text;

import io.github.humbleui.types.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds one {@link ShapedRun}: fonts chosen, pieces shaped, spacing added, put side by side. */
final class RunBuilder {
  private static final char EMOJI_SELECTOR = '\uFE0F';

  private final FontLibrary fonts;
  private final HarfBuzz harfBuzz;
  private final String text;
  private final TextStyle style;
  private final int level;
  private final List<GlyphRun> glyphRuns = new ArrayList<>();
  private final float[] widths;

  RunBuilder(FontLibrary fonts, HarfBuzz harfBuzz, String text, TextStyle style, int level) {
    this.fonts = fonts;
    this.harfBuzz = harfBuzz;
    this.text = text;
    this.style = style;
    this.level = level;
    this.widths = new float[text.length() + 1];
  }

  /** What CSS adds after a character (CSS Text 3 sections 8.1, 8.2), px. */
  static float spacing(TextStyle style, int codePoint) {
    boolean separator = codePoint == ' ' || codePoint == 0xA0;
    return style.letterSpacing() + (separator ? style.wordSpacing() : 0);
  }

  ShapedRun build() {
    if (!text.isEmpty() && style.size() > 0) {
      String shown = spaced(text);
      int at = 0;
      while (at < text.length()) {
        int end = chunkEnd(at);
        chunk(shown.substring(at, end), at);
        at = end;
      }
    }
    double[] reached = new double[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      reached[i + 1] = reached[i] + widths[i];
    }
    if ((level & 1) != 0) {
      mirror((float) reached[text.length()]);
    }
    return new ShapedRun(text, style, level, merged(), reached);
  }

  /** Controls have no glyph of their own. */
  private static String spaced(String text) {
    return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ').replace('\f', ' ');
  }

  private int chunkEnd(int from) {
    int most = fonts.limits().runCharacters();
    if (text.length() - from <= most) {
      return text.length();
    }
    int space = text.lastIndexOf(' ', from + most);
    if (space > from) {
      return space + 1;
    }
    int end = from + most;
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }

  private void chunk(String chunk, int offset) {
    List<Fallback.Span> spans = fonts.spans(chunk, style);
    List<HarfBuzz.Piece> pieces =
        harfBuzz.shape(chunk, TextShaper.fontRuns(fonts, spans, style), level, style);
    int[] starts = Clusters.starts(chunk);
    double before = 0;
    for (int i = 0; i < offset; i++) {
      before += widths[i];
    }
    float left = (float) before;
    int nextSpan = 0;
    for (HarfBuzz.Piece piece : pieces) {
      while (spans.get(nextSpan).end() <= piece.begin()) {
        nextSpan++;
      }
      Face face = spans.get(nextSpan).face();
      HarfBuzz.Piece based = piece.startingAt(starts);
      if (chunk.indexOf(EMOJI_SELECTOR) >= 0 && face.coloured()) {
        based = EmojiRepair.repaired(based, chunk, face, fonts.sized(face, style), fonts);
      }
      left += piece(based, fonts.sized(face, style), offset, left);
    }
  }

  /** Adds a piece at {@code left}; returns its width with spacing. */
  private float piece(HarfBuzz.Piece piece, SizedFont font, int offset, float left) {
    int count = piece.glyphs().length;
    float[] xs = new float[count];
    float[] ys = new float[count];
    int[] clusters = new int[count];
    boolean backwards = (level & 1) != 0;
    float added = 0;
    int i = 0;
    while (i < count) {
      int cluster = piece.clusters()[i];
      int end = i + 1;
      while (end < count && piece.clusters()[end] == cluster) {
        end++;
      }
      float spacing = spacing(style, text.codePointAt(offset + cluster));
      float shift = left + added + (backwards ? spacing : 0);
      for (int g = i; g < end; g++) {
        Point point = piece.positions()[g];
        xs[g] = point.getX() + shift;
        ys[g] = point.getY();
        clusters[g] = offset + cluster;
      }
      widths[offset + cluster] += pen(piece, font, end) - pen(piece, font, i) + spacing;
      added += spacing;
      i = end;
    }
    glyphRuns.add(new GlyphRun(font, piece.glyphs(), xs, ys, clusters));
    return piece.advance() + added;
  }

  /**
   * Where the pen stands before glyph {@code i}. Skia tells where glyphs are, not where the pen
   * was: for a mark that stands over its letter, the letter's place is the pen's.
   */
  private float pen(HarfBuzz.Piece piece, SizedFont font, int i) {
    int count = piece.glyphs().length;
    int at = i;
    boolean several = at + 1 < count && piece.clusters()[at + 1] == piece.clusters()[at];
    while (several
        && at + 1 < count
        && piece.clusters()[at + 1] == piece.clusters()[i]
        && fonts.skiaFonts().advance(font, piece.glyphs()[at] & 0xFFFF) == 0) {
      at++;
    }
    return at >= count ? piece.advance() : piece.positions()[at].getX();
  }

  /** Right to left: pieces came in logical order, the first belongs at the right end. */
  private void mirror(float width) {
    List<GlyphRun> visual = new ArrayList<>(glyphRuns.size());
    float right = width;
    for (GlyphRun run : glyphRuns) {
      float own = 0;
      for (int cluster : Arrays.stream(clusters(run)).distinct().toArray()) {
        own += widths[cluster];
      }
      float left = width - right;
      visual.addFirst(run.part(0, text.length(), right - own - left));
      right -= own;
    }
    glyphRuns.clear();
    glyphRuns.addAll(visual);
  }

  private static int[] clusters(GlyphRun run) {
    int[] clusters = new int[run.count()];
    for (int i = 0; i < clusters.length; i++) {
      clusters[i] = run.cluster(i);
    }
    return clusters;
  }

  /** Neighbours of one font, which HarfBuzz was given apart for their scripts, drawn as one. */
  private List<GlyphRun> merged() {
    List<GlyphRun> merged = new ArrayList<>();
    int from = 0;
    while (from < glyphRuns.size()) {
      int to = from + 1;
      while (to < glyphRuns.size() && glyphRuns.get(to).font().equals(glyphRuns.get(from).font())) {
        to++;
      }
      merged.add(GlyphRun.joined(glyphRuns.subList(from, to)));
      from = to;
    }
    return merged;
  }
}

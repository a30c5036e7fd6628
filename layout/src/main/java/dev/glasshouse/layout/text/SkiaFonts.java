package dev.glasshouse.layout.text;

import io.github.humbleui.skija.Font;
import io.github.humbleui.skija.FontEdging;
import io.github.humbleui.skija.FontHinting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Skia's fonts for sized faces, and their measures. It owns the fonts. Without hinting and with
 * sub-pixel positions the same bits come out with every version of FreeType.
 */
final class SkiaFonts implements AutoCloseable {
  /** Fonts kept open: more than a page uses at once; each takes some hundred bytes. */
  private static final int KEPT = 1_000;

  /** How far synthetic italics lean: the tangent of 14 degrees, as browsers do. */
  private static final float LEAN = -0.25f;

  private final FaceShelf shelf;
  private final Map<SizedFont, Font> fonts = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<SizedFont, FontMetrics> metrics = new HashMap<>();
  private final Map<SizedFont, float[]> advances = new HashMap<>();

  SkiaFonts(FaceShelf shelf) {
    this.shelf = shelf;
  }

  /** The font, which stays valid until {@link #trim} or {@link #close}. */
  Font font(SizedFont sized) {
    return fonts.computeIfAbsent(sized, this::make);
  }

  private Font make(SizedFont sized) {
    Font font = new Font(shelf.face(sized.face().id()).typeface(), sized.size());
    font.setHinting(FontHinting.NONE)
        .setSubpixel(true)
        .setMetricsLinear(true)
        .setBaselineSnapped(true)
        .setEdging(FontEdging.ANTI_ALIAS)
        .setEmboldened(sized.emboldened());
    if (sized.slanted()) {
      font.setSkewX(LEAN);
    }
    return font;
  }

  /** Closes the fonts that were not used for longest. */
  void trim() {
    var eldest = fonts.entrySet().iterator();
    while (fonts.size() > KEPT && eldest.hasNext()) {
      eldest.next().getValue().close();
      eldest.remove();
    }
    if (metrics.size() > 4 * KEPT) {
      metrics.clear();
      advances.clear();
    }
  }

  /** Closes the fonts of these faces. */
  void drop(Set<Integer> faces) {
    for (SizedFont sized : List.copyOf(fonts.keySet())) {
      Font font = faces.contains(sized.face().id()) ? fonts.remove(sized) : null;
      if (font != null) {
        font.close();
      }
    }
    metrics.keySet().removeIf(sized -> faces.contains(sized.face().id()));
    advances.keySet().removeIf(sized -> faces.contains(sized.face().id()));
  }

  /** How far the glyph moves the pen when nothing is kerned. */
  float advance(SizedFont sized, int glyph) {
    float[] known = advances.computeIfAbsent(sized, s -> new float[0]);
    if (glyph >= known.length) {
      float[] longer = new float[Math.max(glyph + 1, 256)];
      java.util.Arrays.fill(longer, Float.NaN);
      System.arraycopy(known, 0, longer, 0, known.length);
      known = longer;
      advances.put(sized, known);
    }
    if (Float.isNaN(known[glyph])) {
      known[glyph] = font(sized).getWidths(new short[] {(short) glyph})[0];
    }
    return known[glyph];
  }

  /** CSS Values 4, 6.1.1: the advance of U+6C34, else the em size. */
  float ideographAdvance(SizedFont sized) {
    short water = font(sized).getUTF32Glyph(0x6C34);
    return water == 0 ? sized.size() : advance(sized, water & 0xFFFF);
  }

  FontMetrics metrics(SizedFont sized) {
    FontMetrics known = metrics.get(sized);
    if (known == null) {
      known = measure(sized);
      metrics.put(sized, known);
    }
    return known;
  }

  private FontMetrics measure(SizedFont sized) {
    Font font = font(sized);
    var m = font.getMetrics();
    float size = sized.size();
    var own = shelf.face(sized.face().id()).rule().map(WebFont::adjustment);
    var changed = own.orElse(WebFont.Adjustment.NONE);
    float ascent = Math.round(changed.ascent() < 0 ? -m.getAscent() : changed.ascent() * size);
    float descent = Math.round(changed.descent() < 0 ? m.getDescent() : changed.descent() * size);
    float gap = changed.lineGap() < 0 ? Math.max(0, m.getLeading()) : changed.lineGap() * size;
    float xHeight = m.getXHeight() > 0 ? m.getXHeight() : ascent * 0.56f;
    float capHeight = m.getCapHeight() > 0 ? m.getCapHeight() : ascent;
    short zero = font.getUTF32Glyph('0');
    short space = font.getUTF32Glyph(' ');
    float thickness = or(m.getUnderlineThickness(), size / 12);
    return new FontMetrics(
        ascent,
        descent,
        gap,
        xHeight,
        capHeight,
        zero == 0 ? size / 2 : advance(sized, zero & 0xFFFF),
        space == 0 ? size / 4 : advance(sized, space & 0xFFFF),
        or(m.getUnderlinePosition(), size / 9),
        thickness,
        -or(m.getStrikeoutPosition(), -xHeight / 2),
        or(m.getStrikeoutThickness(), thickness));
  }

  private static float or(@org.jspecify.annotations.Nullable Float value, float otherwise) {
    return value == null || value == 0 ? otherwise : value;
  }

  @Override
  public void close() {
    fonts.values().forEach(Font::close);
    fonts.clear();
  }
}

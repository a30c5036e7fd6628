package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.Shadow;
import dev.glasshouse.css.values.TextKeywords.DecorationLine;
import dev.glasshouse.css.values.TextKeywords.DecorationStyle;
import dev.glasshouse.css.values.TextKeywords.SkipInk;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.LineStyle;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.text.GlyphRun;
import dev.glasshouse.layout.text.ShapedRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws texts with their shadows and decorations (CSS Text Decoration 3 and 4). */
final class TextItems {
  private final DisplayList.Builder out;

  TextItems(DisplayList.Builder out) {
    this.out = out;
  }

  void paint(Fragment.Text text, int x, int y, @Nullable Decorations decorations) {
    ComputedStyle style = text.style().look().computed();
    float left = LayoutUnit.px(x);
    float baseline = Math.round(LayoutUnit.px(y + text.ascent()));
    List<GlyphRun> runs = text.glyphs().map(ShapedRun::glyphRuns).orElse(List.of());
    List<Shadow> shadows = style.textShadow();
    for (Shadow shadow : shadows.reversed()) {
      int argb = shadow.color().resolve(style.color()).argb();
      for (GlyphRun run : runs) {
        out.add(
            new DisplayItem.Glyphs(
                left + (float) shadow.x(),
                baseline + (float) shadow.y(),
                run,
                argb,
                (float) shadow.blur() / 2));
      }
    }
    List<DisplayItem.Glyphs> glyphs = new ArrayList<>(runs.size());
    for (GlyphRun run : runs) {
      glyphs.add(new DisplayItem.Glyphs(left, baseline, run, style.color().argb(), 0));
    }
    float width = LayoutUnit.px(text.width());
    for (Decorations each = decorations; each != null; each = each.outer()) {
      line(each, DecorationLine.UNDERLINE, left, baseline, width, glyphs);
      line(each, DecorationLine.OVERLINE, left, baseline, width, glyphs);
    }
    if (!style.color().isTransparent()) {
      glyphs.forEach(out::add);
    }
    for (Decorations each = decorations; each != null; each = each.outer()) {
      line(each, DecorationLine.LINE_THROUGH, left, baseline, width, glyphs);
    }
  }

  private void line(
      Decorations from,
      DecorationLine line,
      float left,
      float baseline,
      float width,
      List<DisplayItem.Glyphs> glyphs) {
    if (!from.decoration().lines().contains(line)) {
      return;
    }
    double size = from.style().fontSize();
    float thickness =
        (float)
            Math.max(1, Math.round(from.decoration().thickness().orElse(Math.floor(size / 10))));
    float gap = Math.max(1, (float) Math.ceil(thickness / 2));
    float offset = (float) from.style().textUnderlineOffset().orElse(0);
    float middle =
        switch (line) {
          case UNDERLINE -> baseline + gap + offset + thickness / 2;
          case OVERLINE -> baseline - from.font().ascent() + thickness / 2;
          case LINE_THROUGH, BLINK ->
              Math.round(baseline - from.font().ascent() / 3 - thickness / 2) + thickness / 2;
        };
    boolean skips =
        line != DecorationLine.LINE_THROUGH && from.style().textDecorationSkipInk() != SkipInk.NONE;
    out.add(
        new DisplayItem.Decoration(
            left,
            middle,
            width,
            thickness,
            style(from.decoration().style()),
            from.decoration().color().argb(),
            skips ? glyphs : List.of()));
  }

  private static LineStyle style(DecorationStyle style) {
    return switch (style) {
      case SOLID -> LineStyle.SOLID;
      case DOUBLE -> LineStyle.DOUBLE;
      case DOTTED -> LineStyle.DOTTED;
      case DASHED -> LineStyle.DASHED;
      case WAVY -> LineStyle.WAVY;
    };
  }
}

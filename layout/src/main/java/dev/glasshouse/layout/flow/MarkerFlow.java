package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.box.Marker;
import dev.glasshouse.layout.flow.BlockFlow.Content;
import dev.glasshouse.layout.flow.BlockFlow.Frame;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Baselines;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.text.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Markers that stand outside of their list items, beside the first line (CSS Lists 3, section 3).
 */
final class MarkerFlow {
  /** The gap between a shape and the text that Chromium leaves. */
  private static final int GAP = 8 * LayoutUnit.PX;

  private final Flow flow;

  MarkerFlow(Flow flow) {
    this.flow = flow;
  }

  /** The content of a list item with its marker. */
  Content add(Frame frame, Content content) {
    Marker marker = frame.box().marker().orElseThrow();
    BoxStyle style = marker.style();
    FontMetrics font = flow.metrics(style);
    int ascent = LayoutUnit.of(font.ascent());
    int lineHeight = flow.lineHeight(style);
    int fontHeight = ascent + LayoutUnit.of(font.descent());
    int above = ascent + LayoutUnit.floorToPx(Math.floorDiv(lineHeight - fontHeight, 2));
    Baselines baselines = content.baselines();
    int height = content.height();
    if (baselines.first() == Baselines.NONE) {
      int baseline = frame.contentY() + above;
      baselines = new Baselines(baseline, baseline);
      height = Math.max(height, lineHeight);
    }
    boolean rtl = frame.box().style().rightToLeft();
    List<Child> children = new ArrayList<>(content.children());
    children.add(place(frame, marker, baselines.first(), rtl));
    return new Content(
        height, content.bottom(), content.collapsible(), baselines, children, content.pending());
  }

  private Child place(Frame frame, Marker marker, int baseline, boolean rtl) {
    FontMetrics font = flow.metrics(marker.style());
    int edge = rtl ? frame.contentX() + frame.inner().width() : frame.contentX();
    return switch (marker) {
      case Marker.Bullet bullet -> {
        int ascent = (int) font.ascent();
        int size = (ascent * 2 / 3 + 1) / 2 * LayoutUnit.PX;
        int gap = ascent * 2 / 3 * LayoutUnit.PX + GAP;
        int x = rtl ? edge + gap - size - 2 * LayoutUnit.PX : edge - gap + LayoutUnit.PX;
        int top =
            baseline - ascent * LayoutUnit.PX + 3 * (ascent - ascent * 2 / 3) / 2 * LayoutUnit.PX;
        yield new Child(x, top, new Fragment.Bullet(bullet, size, size));
      }
      case Marker.Words words -> {
        int level = rtl ? 1 : 0;
        Setting setting =
            flow.typesetter.set(words.text(), words.style().script().shaping(), level);
        int width = LayoutUnit.ceil(setting.width(0, words.text().length()));
        int ascent = LayoutUnit.of(font.ascent());
        var text =
            new Fragment.Text(
                frame.box(),
                words.style(),
                words.text(),
                setting.glyphs(0, words.text().length()),
                width,
                ascent,
                ascent + LayoutUnit.of(font.descent()));
        yield new Child(rtl ? edge : edge - width, baseline - ascent, text);
      }
      case Marker.Picture picture -> {
        Laid laid = flow.replaced.lay(picture.picture(), frame.inner());
        int width = laid.fragment().width();
        int gap = 7 * LayoutUnit.PX;
        int x = rtl ? edge + gap : edge - gap - width;
        yield new Child(x, baseline - laid.fragment().height(), laid.fragment());
      }
    };
  }
}

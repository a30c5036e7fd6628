package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.VerticalAlign;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.layout.box.InlineBox;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.text.FontMetrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heights on one line: how far each inline box and each atomic box reaches above and below its
 * baseline, and where that baseline is (CSS 2, 10.8).
 */
final class LineBox {
  private final Flow flow;
  private final List<Part> aligned = new ArrayList<>();
  final Part root;

  /** An inline box, or a box that stands in the line, on this line. */
  static final class Part {
    final @Nullable Part parent;
    final @Nullable InlineBox box;
    final BoxStyle style;

    /** Whether the inline box begins, and ends, on this line. */
    boolean begins;

    boolean ends;

    /** How far it reaches above and below its own baseline; nothing yet if not {@code reaches}. */
    int ascent;

    int descent;
    boolean reaches;
    int fontAscent;
    int fontDescent;

    /** How far its baseline is below its parent's; below the line's for one that is aligned. */
    int shift;

    boolean alignedToLine;

    Part(@Nullable Part parent, @Nullable InlineBox box, BoxStyle style) {
      this.parent = parent;
      this.box = box;
      this.style = style;
    }

    /** How far its baseline is below the line's. */
    int baseline() {
      return parent == null ? 0 : shift + (alignedToLine ? 0 : parent.baseline());
    }

    void reach(int up, int down) {
      ascent = reaches ? Math.max(ascent, up) : up;
      descent = reaches ? Math.max(descent, down) : down;
      reaches = true;
    }
  }

  LineBox(Flow flow, BoxStyle block) {
    this.flow = flow;
    this.root = open(null, null, block);
  }

  /** An inline box is there. */
  Part open(@Nullable Part parent, @Nullable InlineBox box, BoxStyle style) {
    var part = new Part(parent, box, style);
    FontMetrics font = flow.metrics(style);
    part.fontAscent = LayoutUnit.of(font.ascent());
    part.fontDescent = LayoutUnit.of(font.descent());
    if (flow.tree.mode() == QuirksMode.NO_QUIRKS) {
      strut(part);
    }
    return part;
  }

  /** The strut: a line of the box's font is as high as {@code line-height} says. */
  void strut(Part part) {
    int font = part.fontAscent + part.fontDescent;
    int lead = flow.lineHeight(part.style) - font;
    int above = part.fontAscent + LayoutUnit.floorToPx(Math.floorDiv(lead, 2));
    part.reach(above, font + lead - above);
  }

  /** Text stands directly in this box. */
  void text(Part part, @Nullable Setting setting) {
    if (flow.tree.mode() != QuirksMode.NO_QUIRKS) {
      strut(part);
    }
    if (setting != null && part.style.script().lineHeight() == LineHeight.Normal.NORMAL) {
      for (FontMetrics font : setting.otherFonts()) {
        int extra = LayoutUnit.of(font.lineSpacing() - font.ascent() - font.descent());
        int above = LayoutUnit.floorToPx(extra / 2);
        part.reach(
            LayoutUnit.of(font.ascent()) + above, LayoutUnit.of(font.descent()) + extra - above);
      }
    }
  }

  /** A box stands in the line: its margin box. */
  Part atomic(Part parent, BoxStyle style, int ascent, int descent) {
    var part = new Part(parent, null, style);
    part.reach(ascent, descent);
    close(part);
    return part;
  }

  /** All that is in a box is known: it takes its place in its parent. */
  void close(Part part) {
    Part parent = part.parent;
    if (parent == null || !part.reaches) {
      return;
    }
    VerticalAlign align = part.style.script().verticalAlign();
    if (align == VerticalAlign.Keyword.TOP || align == VerticalAlign.Keyword.BOTTOM) {
      part.alignedToLine = true;
      aligned.add(part);
      return;
    }
    part.shift = shift(part, parent, align);
    parent.reach(part.ascent - part.shift, part.descent + part.shift);
  }

  private int shift(Part part, Part parent, VerticalAlign align) {
    int size = LayoutUnit.of(parent.style.script().shaping().size());
    return switch (align) {
      case VerticalAlign.Raised raised ->
          -LayoutUnit.resolve(raised.by(), flow.lineHeight(part.style));
      case VerticalAlign.Keyword keyword ->
          switch (keyword) {
            case BASELINE, TOP, BOTTOM -> 0;
            case SUB -> size / 5 + LayoutUnit.PX;
            case SUPER -> -(size / 3 + LayoutUnit.PX);
            case TEXT_TOP -> part.ascent - parent.fontAscent;
            case TEXT_BOTTOM -> parent.fontDescent - part.descent;
            case MIDDLE ->
                (part.ascent - part.descent) / 2
                    - LayoutUnit.of(flow.metrics(parent.style).xHeight() / 2);
          };
    };
  }

  /** The line is whole: what is aligned to its edges makes it high enough, and finds its place. */
  void finish() {
    for (Part part : aligned) {
      int missing = part.ascent + part.descent - (root.ascent + root.descent);
      if (!root.reaches) {
        root.reach(part.ascent, part.descent);
      } else if (missing > 0) {
        boolean top = part.style.script().verticalAlign() == VerticalAlign.Keyword.TOP;
        root.ascent += top ? 0 : missing;
        root.descent += top ? missing : 0;
      }
    }
    for (Part part : aligned) {
      boolean top = part.style.script().verticalAlign() == VerticalAlign.Keyword.TOP;
      part.shift = top ? part.ascent - root.ascent : root.descent - part.descent;
    }
  }
}

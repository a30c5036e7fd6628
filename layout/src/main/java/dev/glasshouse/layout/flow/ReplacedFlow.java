package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.layout.box.NaturalSize;
import dev.glasshouse.layout.box.ReplacedBox;
import dev.glasshouse.layout.flow.Intrinsic.MinMax;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Sizing;
import java.util.List;
import java.util.OptionalDouble;

/** Sizes of replaced boxes (CSS 2, 10.3.2, 10.4, 10.6.2; CSS Images 3, 5.1). */
final class ReplacedFlow {
  private static final int DEFAULT_WIDTH = 300 * LayoutUnit.PX;
  private static final int DEFAULT_HEIGHT = 150 * LayoutUnit.PX;

  /** A size of the border box. */
  record Sized(int width, int height) {}

  Laid lay(ReplacedBox box, Room room) {
    Sized size = size(box, room);
    var fragment =
        new Fragment.Replaced(
            box, size.width, size.height, box.border(), Sizes.padding(box, room.width()));
    MarginStrut bottom = Sizes.bottomMargin(box, room.width());
    return new Laid(fragment, bottom, List.of());
  }

  /** What it contributes to the widths around: nothing at least where its width is a percentage. */
  MinMax contribution(ReplacedBox box) {
    int width = size(box, new Room(0, Room.OPEN)).width;
    Sizing sizing = box.style().sizing();
    boolean flexible =
        percent(sizing.width())
            || percent(sizing.maxWidth())
            || (stretches(box) && sizing.width().isAuto() && sizing.height().isAuto());
    if (!flexible) {
      return new MinMax(width, width);
    }
    int natural = natural(box);
    return new MinMax(0, natural);
  }

  private static int natural(ReplacedBox box) {
    int edges = Sizes.edges(box, 0).horizontal();
    return LayoutUnit.of(box.natural().width().orElse(300)) + edges;
  }

  private static boolean percent(Size size) {
    return size instanceof LengthPercentage length && length.dependsOnBasis();
  }

  /** The size of its border box. */
  Sized size(ReplacedBox box, Room room) {
    Insets edges = Sizes.edges(box, room.width());
    Sizing sizing = box.style().sizing();
    boolean border = sizing.ofBorderBox();
    int across = border ? edges.horizontal() : 0;
    int down = border ? edges.vertical() : 0;
    int width = length(sizing.width(), room.width(), across);
    int height = length(sizing.height(), room.height(), down);
    Limits limits =
        new Limits(
            Math.max(0, length(sizing.minWidth(), room.width(), across)),
            most(length(sizing.maxWidth(), room.width(), across)),
            Math.max(0, length(sizing.minHeight(), room.height(), down)),
            most(length(sizing.maxHeight(), room.height(), down)));
    if (width < 0 && height < 0 && stretches(box)) {
      width = Math.max(0, room.width() - Sizes.margins(box, room.width()).horizontal());
      width = Math.max(0, width - edges.horizontal());
    }
    Sized content = content(box, width, height, limits);
    return new Sized(content.width + edges.horizontal(), content.height + edges.vertical());
  }

  /** With a ratio and nothing else, it is as wide as its containing block (CSS 2, 10.3.2). */
  private static boolean stretches(ReplacedBox box) {
    NaturalSize natural = box.natural();
    return natural.ratio().isPresent() && natural.width().isEmpty() && natural.height().isEmpty();
  }

  private record Limits(int minWidth, int maxWidth, int minHeight, int maxHeight) {
    int width(int width) {
      return Math.max(minWidth, Math.min(maxWidth, width));
    }

    int height(int height) {
      return Math.max(minHeight, Math.min(maxHeight, height));
    }
  }

  private static int most(int limit) {
    return limit < 0 ? LayoutUnit.LIMIT : limit;
  }

  /** A length of the content box; -1 where there is none. */
  private static int length(Size size, int base, int edges) {
    if (!(size instanceof LengthPercentage length) || (length.dependsOnBasis() && base < 0)) {
      return -1;
    }
    return Math.max(0, LayoutUnit.resolve(size, Math.max(0, base)) - edges);
  }

  private static Sized content(ReplacedBox box, int width, int height, Limits limits) {
    double ratio = ratio(box);
    if (width >= 0 && height >= 0) {
      return new Sized(limits.width(width), limits.height(height));
    }
    if (width >= 0) {
      int used = limits.width(width);
      int auto = ratio > 0 ? LayoutUnit.add((int) (used / ratio), 0) : naturalHeight(box);
      return new Sized(used, limits.height(auto));
    }
    if (height >= 0) {
      int used = limits.height(height);
      int auto = ratio > 0 ? LayoutUnit.add((int) (used * ratio), 0) : naturalWidth(box, ratio);
      return new Sized(limits.width(auto), used);
    }
    int naturalWidth = naturalWidth(box, ratio);
    int naturalHeight =
        ratio > 0 && (box.natural().height().isEmpty() || ownRatio(box))
            ? (int) (naturalWidth / ratio)
            : naturalHeight(box);
    return ratio > 0
        ? constrained(naturalWidth, naturalHeight, limits)
        : new Sized(limits.width(naturalWidth), limits.height(naturalHeight));
  }

  private static boolean ownRatio(ReplacedBox box) {
    return !box.style().sizing().ratio().auto() && box.style().sizing().ratio().ratio() > 0;
  }

  private static double ratio(ReplacedBox box) {
    double preferred = box.style().sizing().ratio().ratio();
    if (ownRatio(box)) {
      return preferred;
    }
    return box.natural().ratio().orElse(preferred);
  }

  private static int naturalWidth(ReplacedBox box, double ratio) {
    NaturalSize natural = box.natural();
    if (natural.width().isPresent()) {
      return LayoutUnit.of(natural.width().getAsDouble());
    }
    OptionalDouble height = natural.height();
    return height.isPresent() && ratio > 0
        ? LayoutUnit.of(height.getAsDouble() * ratio)
        : DEFAULT_WIDTH;
  }

  private static int naturalHeight(ReplacedBox box) {
    OptionalDouble height = box.natural().height();
    return height.isPresent() ? LayoutUnit.of(height.getAsDouble()) : DEFAULT_HEIGHT;
  }

  /** Keeps the ratio within the limits, as far as they allow (the table of CSS 2, 10.4). */
  private static Sized constrained(int width, int height, Limits limits) {
    double w = Math.max(1, width);
    double h = Math.max(1, height);
    int maxWidth = Math.max(limits.minWidth, limits.maxWidth);
    int maxHeight = Math.max(limits.minHeight, limits.maxHeight);
    boolean wide = width > maxWidth;
    boolean high = height > maxHeight;
    boolean narrow = width < limits.minWidth;
    boolean low = height < limits.minHeight;
    if ((wide && high && maxWidth / w <= maxHeight / h) || (wide && !high && !low)) {
      return new Sized(maxWidth, Math.max(limits.minHeight, (int) (maxWidth * h / w)));
    }
    if ((wide && high) || (high && !narrow && !wide)) {
      return new Sized(Math.max(limits.minWidth, (int) (maxHeight * w / h)), maxHeight);
    }
    if ((narrow && low && limits.minWidth / w <= limits.minHeight / h)
        || (low && !wide && !narrow)) {
      return new Sized(Math.min(maxWidth, (int) (limits.minHeight * w / h)), limits.minHeight);
    }
    if (narrow && !high) {
      return new Sized(limits.minWidth, Math.min(maxHeight, (int) (limits.minWidth * h / w)));
    }
    return new Sized(limits.width(width), limits.height(height));
  }
}

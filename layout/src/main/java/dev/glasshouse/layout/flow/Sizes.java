package dev.glasshouse.layout.flow;

import dev.glasshouse.css.values.AspectRatio;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.css.values.SizeKeyword;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.style.Insets;
import dev.glasshouse.layout.style.LayoutUnit;
import dev.glasshouse.layout.style.Sizing;

/**
 * Used widths and heights of block containers (CSS 2, 10.3 to 10.7; CSS Sizing 3). Every size that
 * goes in or out is that of the border box.
 */
final class Sizes {
  private final Intrinsic intrinsic;

  Sizes(Intrinsic intrinsic) {
    this.intrinsic = intrinsic;
  }

  /** Border and padding. */
  static Insets edges(Box box, int base) {
    return box.border().plus(padding(box, base));
  }

  /** Padding; percentages are of the containing block's width. */
  static Insets padding(Box box, int base) {
    return Insets.of(box.style().frame().padding(), base);
  }

  /** Margins, {@code auto} as none. */
  static Insets margins(Box box, int base) {
    return Insets.of(box.style().frame().margin(), base);
  }

  /** The upper margin of a box, as one that may adjoin others. */
  static MarginStrut topMargin(Box box, int base) {
    return MarginStrut.of(margins(box, base).top(), box.style().frame().margin().top());
  }

  /** The lower margin of a box, as one that may adjoin others. */
  static MarginStrut bottomMargin(Box box, int base) {
    return MarginStrut.of(margins(box, base).bottom(), box.style().frame().margin().bottom());
  }

  /** The width of a block in the flow: as wide as its containing block, if it does not say. */
  int blockWidth(Box box, Room room) {
    int fill = room.width() - margins(box, room.width()).horizontal();
    return width(box, room, fill, fill);
  }

  /**
   * The width of a box that is as wide as its content wants, between its smallest and its largest
   * (CSS 2, 10.3.5).
   *
   * @param available the room for its margin box
   */
  int shrunkWidth(Box box, Room room, int available) {
    int fill = available - margins(box, room.width()).horizontal();
    Size wanted = box.style().sizing().width();
    int shrunk = wanted.isAuto() && ratioWidth(box, room) < 0 ? intrinsic.fit(box, fill) : fill;
    return width(box, room, shrunk, fill);
  }

  /**
   * The width that a style says, between its limits.
   *
   * @param auto what {@code auto} is
   * @param fill the room there is
   */
  int width(Box box, Room room, int auto, int fill) {
    Sizing sizing = box.style().sizing();
    int edges = edges(box, room.width()).horizontal();
    int width = auto;
    int byRatio = sizing.width().isAuto() ? ratioWidth(box, room) : -1;
    if (byRatio >= 0) {
      width = byRatio;
    } else if (!sizing.width().isAuto()) {
      width = one(sizing.width(), box, room, edges, fill);
    }
    if (sizing.width().isAuto()) {
      width = limitByRatio(width, box, room);
    }
    if (sizing.maxWidth() != SizeKeyword.NONE) {
      width = Math.min(width, one(sizing.maxWidth(), box, room, edges, fill));
    }
    if (!sizing.minWidth().isAuto()) {
      width = Math.max(width, one(sizing.minWidth(), box, room, edges, fill));
    }
    boolean table = box instanceof BlockBox block && TableFlow.lays(block);
    return Math.max(width, table ? intrinsic.border(box).min() : edges);
  }

  private int one(Size size, Box box, Room room, int edges, int fill) {
    return switch (size) {
      case LengthPercentage length -> {
        int resolved = LayoutUnit.resolve(length, room.width());
        yield box.style().sizing().ofBorderBox() ? resolved : LayoutUnit.add(resolved, edges);
      }
      case Size.FitContentUpTo upTo ->
          intrinsic.fit(box, LayoutUnit.resolve(upTo.limit(), room.width()) + edges);
      case SizeKeyword keyword ->
          switch (keyword) {
            case MIN_CONTENT -> intrinsic.border(box).min();
            case MAX_CONTENT -> intrinsic.border(box).max();
            case FIT_CONTENT -> intrinsic.fit(box, fill);
            case AUTO, NONE, STRETCH, CONTENT -> fill;
          };
    };
  }

  /** The width that follows from a definite height and a preferred ratio; -1 if none does. */
  private static int ratioWidth(Box box, Room room) {
    AspectRatio ratio = box.style().sizing().ratio();
    if (ratio.ratio() <= 0 || !(box instanceof BlockBox)) {
      return -1;
    }
    int height = specifiedHeight(box, room);
    if (height < 0) {
      return -1;
    }
    return across(height, box, room, ratio.ratio());
  }

  /** Limits of the height hold for the width too where a ratio binds them (CSS Sizing 4, 5.2). */
  private static int limitByRatio(int width, Box box, Room room) {
    Sizing sizing = box.style().sizing();
    double ratio = sizing.ratio().ratio();
    if (ratio <= 0 || !(box instanceof BlockBox)) {
      return width;
    }
    int limited = width;
    if (sizing.maxHeight() instanceof LengthPercentage max && one(max, box, room) >= 0) {
      limited = Math.min(limited, across(one(max, box, room), box, room, ratio));
    }
    if (sizing.minHeight() instanceof LengthPercentage min && one(min, box, room) >= 0) {
      limited = Math.max(limited, across(one(min, box, room), box, room, ratio));
    }
    return limited;
  }

  private static int across(int height, Box box, Room room, double ratio) {
    Insets edges = edges(box, room.width());
    boolean border = box.style().sizing().ofBorderBox();
    double base = border ? height : Math.max(0, height - edges.vertical());
    return LayoutUnit.add(
        (int) Math.min(base * ratio, LayoutUnit.LIMIT), border ? 0 : edges.horizontal());
  }

  /** The height that a style says without its limits; {@link Room#OPEN} if by the content. */
  static int specifiedHeight(Box box, Room room) {
    Size height = box.style().sizing().height();
    if (height == SizeKeyword.STRETCH && room.height() >= 0) {
      return Math.max(0, room.height() - margins(box, room.width()).vertical());
    }
    return height instanceof LengthPercentage length ? one(length, box, room) : Room.OPEN;
  }

  private static int one(LengthPercentage length, Box box, Room room) {
    if (length.dependsOnBasis() && room.height() < 0) {
      return Room.OPEN;
    }
    int resolved = Math.max(0, LayoutUnit.resolve(length, Math.max(0, room.height())));
    int edges = edges(box, room.width()).vertical();
    return box.style().sizing().ofBorderBox()
        ? Math.max(resolved, edges)
        : LayoutUnit.add(resolved, edges);
  }

  /** The height that follows from the width and a preferred ratio; {@link Room#OPEN} if none. */
  static int ratioHeight(Box box, int width, Room room) {
    AspectRatio ratio = box.style().sizing().ratio();
    if (ratio.ratio() <= 0 || !(box instanceof BlockBox)) {
      return Room.OPEN;
    }
    Insets edges = edges(box, room.width());
    boolean border = box.style().sizing().ofBorderBox();
    double base = border ? width : Math.max(0, width - edges.horizontal());
    return Math.max(
        edges.vertical(),
        LayoutUnit.add((int) (base / ratio.ratio()), border ? 0 : edges.vertical()));
  }

  /** A height, between the limits that a style sets. */
  static int limitHeight(Box box, int height, Room room) {
    Sizing sizing = box.style().sizing();
    int limited = height;
    if (sizing.maxHeight() instanceof LengthPercentage max) {
      int most = one(max, box, room);
      limited = most < 0 ? limited : Math.min(limited, most);
    }
    if (sizing.minHeight() instanceof LengthPercentage min) {
      limited = Math.max(limited, one(min, box, room));
    }
    return Math.max(limited, edges(box, room.width()).vertical());
  }
}

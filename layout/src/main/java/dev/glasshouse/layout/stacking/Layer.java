package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BoxKeywords.BlendMode;
import dev.glasshouse.css.values.BoxKeywords.Isolation;
import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.paint.RoundedRect;
import dev.glasshouse.layout.style.BoxStyle;
import org.jspecify.annotations.Nullable;

/**
 * A fragment that is painted as one, out of the order of what is around it (CSS 2, 9.9.1).
 *
 * @param fragment the fragment
 * @param x its left border edge on the page
 * @param y its upper border edge on the page
 * @param context whether it is a stacking context: layers inside of it are its own
 * @param z its place among the layers of its stacking context
 * @param order its place in the document
 * @param clip what cuts it off
 * @param decorations the lines through texts in it
 */
record Layer(
    Fragment fragment,
    int x,
    int y,
    boolean context,
    int z,
    int order,
    @Nullable Clip clip,
    @Nullable Decorations decorations) {

  /**
   * An area that cuts off what is in it, inside of another one.
   *
   * @param outer the one around
   * @param area the area
   */
  record Clip(@Nullable Clip outer, RoundedRect area) {}

  /** The box of a fragment that can be a layer; null for lines, texts and bullets. */
  static @Nullable Box box(Fragment fragment) {
    return switch (fragment) {
      case Fragment.Block block -> block.box();
      case Fragment.Inline inline -> inline.box();
      case Fragment.Replaced replaced -> replaced.box();
      case Fragment.Line _, Fragment.Text _, Fragment.Bullet _ -> null;
    };
  }

  /** Whether this box is a layer. */
  static boolean is(BoxStyle style) {
    return style.look().own()
        && (style.placement().position() != Position.STATIC || isContext(style));
  }

  /** Whether this box is a stacking context. */
  static boolean isContext(BoxStyle style) {
    if (!style.look().own()) {
      return false;
    }
    ComputedStyle computed = style.look().computed();
    Position position = style.placement().position();
    return (position != Position.STATIC && computed.zIndex().isPresent())
        || position == Position.FIXED
        || position == Position.STICKY
        || computed.opacity() < 1
        || style.look().transformed()
        || computed.isolation() == Isolation.ISOLATE
        || computed.mixBlendMode() != BlendMode.NORMAL;
  }

  static int z(BoxStyle style) {
    return style.placement().position() == Position.STATIC
        ? 0
        : style.look().computed().zIndex().orElse(0);
  }
}

package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BoxKeywords.Visibility;
import dev.glasshouse.layout.box.BlockBox;
import dev.glasshouse.layout.box.Box;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.fragment.Fragment.Child;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.stacking.Layer.Clip;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paints stacking contexts in order (CSS 2, Appendix E.2): the box itself, layers below, blocks,
 * floats, lines, layers above.
 *
 * <p>Floats, boxes that stand in lines and positioned boxes without a {@code z-index} are painted
 * as if they were stacking contexts, but the layers inside of them belong to the one around.
 */
final class StackingPainter {
  private static final Comparator<Layer> BACK_TO_FRONT =
      Comparator.comparingInt((Layer layer) -> layer.z()).thenComparingInt(Layer::order);

  private final DisplayList.Builder out;
  private final Typesetter typesetter;
  private final BoxPainter boxes;
  private final TextItems texts;
  private final ReplacedPainter replaced;
  private final @Nullable BlockBox canvasGiver;

  StackingPainter(
      DisplayList.Builder out,
      Backgrounds backgrounds,
      Typesetter typesetter,
      @Nullable BlockBox canvasGiver) {
    this.out = out;
    this.typesetter = typesetter;
    this.boxes = new BoxPainter(out, backgrounds);
    this.texts = new TextItems(out);
    this.replaced = new ReplacedPainter(out);
    this.canvasGiver = canvasGiver;
  }

  /** Paints the root stacking context. */
  void page(List<Child> placed) {
    Child root = placed.getFirst();
    var layers = new ArrayList<Layer>();
    for (Child child : placed.subList(1, placed.size())) {
      layer(child.fragment(), child.x(), child.y(), null, null, layers);
    }
    context(new Layer(root.fragment(), root.x(), root.y(), true, 0, 0, null, null), layers);
  }

  /** Paints one layer with what belongs to it. */
  private void context(Layer layer, List<Layer> more) {
    Fragment fragment = layer.fragment();
    Box box = Layer.box(fragment);
    if (box == null) {
      return;
    }
    int pushes = Effects.push(layer, box.style(), out);
    List<Layer> layers = new ArrayList<>(more);
    if (layer.context()) {
      Clip inner = clip(fragment, layer.x(), layer.y(), null);
      Decorations decorations = inside(layer.decorations(), box.style());
      collect(fragment, layer.x(), layer.y(), inner, decorations, layers);
      layers.sort(BACK_TO_FRONT);
    }
    own(fragment, layer.x(), layer.y());
    layers.stream().filter(each -> each.z() < 0).forEach(this::clipped);
    content(fragment, layer.x(), layer.y(), layer.decorations());
    layers.stream().filter(each -> each.z() >= 0).forEach(this::clipped);
    for (int i = 0; i < pushes; i++) {
      out.pop();
    }
  }

  private void clipped(Layer layer) {
    int pushes = 0;
    var clips = new ArrayList<Clip>();
    for (Clip clip = layer.clip(); clip != null; clip = clip.outer()) {
      clips.add(clip);
    }
    for (Clip clip : clips.reversed()) {
      out.add(new DisplayItem.PushClip(clip.area()));
      pushes++;
    }
    context(layer, List.of());
    for (int i = 0; i < pushes; i++) {
      out.pop();
    }
  }

  private @Nullable Decorations inside(@Nullable Decorations outer, BoxStyle style) {
    boolean through = !style.placement().outOfFlow() && !atomic(style);
    return Decorations.in(through ? outer : null, style, typesetter);
  }

  private static boolean atomic(BoxStyle style) {
    return switch (style.display()) {
      case INLINE_BLOCK, INLINE_FLEX, INLINE_GRID, INLINE_TABLE -> true;
      default -> false;
    };
  }

  /** Finds the layers inside of a stacking context that are its own. */
  private void collect(
      Fragment fragment,
      int x,
      int y,
      @Nullable Clip clip,
      @Nullable Decorations decorations,
      List<Layer> layers) {
    for (Child child : fragment.children()) {
      Fragment inner = child.fragment();
      if (inner instanceof Fragment.Text || inner instanceof Fragment.Bullet) {
        continue;
      }
      layer(inner, x + child.x(), y + child.y(), clip, decorations, layers);
    }
  }

  private void layer(
      Fragment fragment,
      int x,
      int y,
      @Nullable Clip clip,
      @Nullable Decorations decorations,
      List<Layer> layers) {
    Box box = Layer.box(fragment);
    Decorations inside = decorations;
    if (box != null) {
      boolean context = Layer.isContext(box.style());
      if (Layer.is(box.style())) {
        int z = Layer.z(box.style());
        layers.add(new Layer(fragment, x, y, context, z, box.index(), clip, decorations));
      }
      if (context) {
        return;
      }
      inside = inside(decorations, box.style());
    }
    collect(fragment, x, y, clip(fragment, x, y, clip), inside, layers);
  }

  private static @Nullable Clip clip(Fragment fragment, int x, int y, @Nullable Clip outer) {
    if (fragment instanceof Fragment.Block block && clips(block)) {
      Area area = Area.of(fragment, x, y, block.box().style().look().computed());
      return new Clip(outer, area.paddingBox());
    }
    return outer;
  }

  /** The root's and the body's overflow is the viewport's (CSS Overflow 3, 3.3). */
  private static boolean clips(Fragment.Block block) {
    return block.box().role() != BlockBox.Role.ROOT
        && block.box().role() != BlockBox.Role.BODY
        && block.box().style().placement().clips();
  }

  /** The box itself: shadows, background, borders. */
  private void own(Fragment fragment, int x, int y) {
    Box box = Layer.box(fragment);
    if (box == null || !box.style().look().own() || fragment instanceof Fragment.Inline) {
      return;
    }
    ComputedStyle style = box.style().look().computed();
    if (style.visibility() != Visibility.VISIBLE) {
      return;
    }
    Area area = Area.of(fragment, x, y, style);
    if (box == canvasGiver) {
      boxes.paintWithoutBackground(style, area);
    } else {
      boxes.paint(style, area);
    }
  }

  /** Blocks, floats and lines of a layer, each phase through all of it. */
  private void content(Fragment fragment, int x, int y, @Nullable Decorations decorations) {
    Box box = Layer.box(fragment);
    if (fragment instanceof Fragment.Inline inline) {
      inline(inline, x, y, decorations);
      return;
    }
    if (fragment instanceof Fragment.Replaced shown) {
      foreground(shown, x, y);
      outline(fragment, x, y);
      return;
    }
    Decorations inside = box == null ? decorations : inside(decorations, box.style());
    for (Phase phase : Phase.values()) {
      walk(fragment, x, y, phase, inside);
    }
    outline(fragment, x, y);
  }

  private enum Phase {
    BLOCKS,
    FLOATS,
    LINES
  }

  private void walk(
      Fragment fragment, int x, int y, Phase phase, @Nullable Decorations decorations) {
    boolean clips = fragment instanceof Fragment.Block block && clips(block);
    if (clips) {
      Clip clip = clip(fragment, x, y, null);
      out.add(new DisplayItem.PushClip(java.util.Objects.requireNonNull(clip).area()));
    }
    for (Child child : fragment.children()) {
      step(child.fragment(), x + child.x(), y + child.y(), phase, decorations);
    }
    if (clips) {
      out.pop();
    }
  }

  private void step(
      Fragment fragment, int x, int y, Phase phase, @Nullable Decorations decorations) {
    Box box = Layer.box(fragment);
    if (box != null && Layer.is(box.style())) {
      return;
    }
    switch (fragment) {
      case Fragment.Block block -> {
        if (block.box().outOfFlow()) {
          if (phase == Phase.FLOATS) {
            whole(block, x, y, null);
          }
          return;
        }
        if (phase == Phase.BLOCKS) {
          own(block, x, y);
        }
        walk(block, x, y, phase, inside(decorations, block.box().style()));
        if (phase == Phase.LINES) {
          outline(block, x, y);
        }
      }
      case Fragment.Replaced shown -> {
        boolean floats = shown.box().outOfFlow();
        if (floats && phase == Phase.FLOATS) {
          whole(shown, x, y, null);
        } else if (!floats && phase == Phase.BLOCKS) {
          own(shown, x, y);
        } else if (!floats && phase == Phase.LINES) {
          foreground(shown, x, y);
          outline(shown, x, y);
        }
      }
      default -> {
        if (phase == Phase.LINES) {
          inLine(fragment, x, y, decorations);
        }
      }
    }
  }

  /** Paints a box as if it were a stacking context of its own. */
  private void whole(Fragment fragment, int x, int y, @Nullable Decorations decorations) {
    own(fragment, x, y);
    content(fragment, x, y, decorations);
  }

  private void inLine(Fragment fragment, int x, int y, @Nullable Decorations decorations) {
    switch (fragment) {
      case Fragment.Line line -> {
        for (Child child : line.children()) {
          inLine(child.fragment(), x + child.x(), y + child.y(), decorations);
        }
      }
      case Fragment.Inline inline -> {
        if (!Layer.is(inline.box().style())) {
          inline(inline, x, y, decorations);
        }
      }
      case Fragment.Text text -> {
        if (visible(text.style())) {
          texts.paint(text, x, y, decorations);
        }
      }
      case Fragment.Bullet bullet -> {
        if (visible(bullet.marker().style())) {
          replaced.bullet(bullet, x, y);
        }
      }
      case Fragment.Block block -> {
        if (!Layer.is(block.box().style())) {
          whole(block, x, y, null);
        }
      }
      case Fragment.Replaced shown -> {
        if (!Layer.is(shown.box().style())) {
          whole(shown, x, y, null);
        }
      }
    }
  }

  private static boolean visible(BoxStyle style) {
    return style.look().computed().visibility() == Visibility.VISIBLE;
  }

  private void inline(Fragment.Inline inline, int x, int y, @Nullable Decorations decorations) {
    BoxStyle style = inline.box().style();
    if (visible(style) && style.look().own()) {
      ComputedStyle computed = style.look().computed();
      boxes.paint(computed, Area.of(inline, x, y, computed));
    }
    Decorations inside = Decorations.in(decorations, style, typesetter);
    for (Child child : inline.children()) {
      inLine(child.fragment(), x + child.x(), y + child.y(), inside);
    }
    outline(inline, x, y);
  }

  private void foreground(Fragment.Replaced shown, int x, int y) {
    if (visible(shown.box().style())) {
      ComputedStyle style = shown.box().style().look().computed();
      replaced.content(shown, Area.of(shown, x, y, style));
    }
  }

  private void outline(Fragment fragment, int x, int y) {
    Box box = Layer.box(fragment);
    if (box != null && box.style().look().own() && visible(box.style())) {
      ComputedStyle style = box.style().look().computed();
      if (style.outlineWidth() > 0) {
        boxes.outline(style, Area.of(fragment, x, y, style));
      }
    }
  }
}

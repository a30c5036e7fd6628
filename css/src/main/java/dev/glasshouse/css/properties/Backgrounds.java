package dev.glasshouse.css.properties;

import dev.glasshouse.css.properties.Shorthand.Parts;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.values.BackgroundKeywords.Attachment;
import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.css.values.BackgroundKeywords.Repeat;
import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.BackgroundSize;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Taking apart {@code background} (CSS Backgrounds 3, 2.10). */
final class Backgrounds {
  private static final Grammar<Attachment> ATTACHMENT = Grammar.word(Attachment.class);
  private static final Grammar<BoxArea> AREA = Grammar.word(BoxArea.class);

  private Backgrounds() {}

  /** One layer while it is read; null is not given yet. */
  private static final class Layer {
    @Nullable Image image;
    @Nullable BackgroundPosition position;
    @Nullable BackgroundSize size;
    BoxGrammar.@Nullable Repeats repeats;
    @Nullable Attachment attachment;
    @Nullable BoxArea origin;
    @Nullable BoxArea clip;
    @Nullable Color color;

    boolean take(Values in) {
      int mark = in.mark();
      if (image == null && (image = ImageGrammar.imageOrNone(in)) != null) {
        return true;
      }
      in.reset(mark);
      if (repeats == null && (repeats = BoxGrammar.repeats(in)) != null) {
        return true;
      }
      in.reset(mark);
      if (attachment == null && (attachment = ATTACHMENT.parse(in)) != null) {
        return true;
      }
      in.reset(mark);
      if (clip == null && takeArea(in)) {
        return true;
      }
      in.reset(mark);
      if (position == null && takePosition(in)) {
        return true;
      }
      in.reset(mark);
      return color == null && (color = ColorGrammar.color(in)) != null;
    }

    /** One area is for origin and clip, a second is for clip. */
    private boolean takeArea(Values in) {
      BoxArea area = AREA.parse(in);
      if (area == null) {
        return false;
      }
      if (origin == null && area != BoxArea.TEXT && area != BoxArea.BORDER_AREA) {
        origin = area;
      } else {
        clip = area;
      }
      return true;
    }

    private boolean takePosition(Values in) {
      position = PositionGrammar.position(in);
      if (position == null) {
        return false;
      }
      if (in.takeDelim('/')) {
        size = PositionGrammar.size(in);
        return size != null;
      }
      return true;
    }
  }

  static boolean layers(Values in, Parts out) {
    List<Layer> layers = new ArrayList<>();
    do {
      Layer layer = new Layer();
      boolean any = false;
      while (!in.atEnd() && !in.peek().is(Kind.COMMA)) {
        if (!layer.take(in)) {
          return false;
        }
        any = true;
      }
      boolean colorBeforeLast = layer.color != null && !in.atEnd();
      if (!any || colorBeforeLast) {
        return false;
      }
      layers.add(layer);
    } while (in.takeComma());
    put(layers, out);
    return true;
  }

  private static void put(List<Layer> layers, Parts out) {
    Color color = layers.getLast().color;
    if (color != null) {
      out.put(Property.BACKGROUND_COLOR, color);
    }
    out.put(Property.BACKGROUND_IMAGE, map(layers, l -> or(l.image, Image.None.NONE)));
    out.put(
        Property.BACKGROUND_POSITION_X,
        map(layers, l -> or(l.position, BackgroundPosition.TOP_LEFT).x()));
    out.put(
        Property.BACKGROUND_POSITION_Y,
        map(layers, l -> or(l.position, BackgroundPosition.TOP_LEFT).y()));
    out.put(Property.BACKGROUND_SIZE, map(layers, l -> or(l.size, BackgroundSize.Sides.AUTO)));
    out.put(
        Property.BACKGROUND_REPEAT,
        map(layers, l -> or(l.repeats, new BoxGrammar.Repeats(Repeat.REPEAT, Repeat.REPEAT))));
    out.put(Property.BACKGROUND_ORIGIN, map(layers, l -> or(l.origin, BoxArea.PADDING_BOX)));
    out.put(
        Property.BACKGROUND_CLIP, map(layers, l -> or(l.clip, or(l.origin, BoxArea.BORDER_BOX))));
    out.put(Property.BACKGROUND_ATTACHMENT, map(layers, l -> or(l.attachment, Attachment.SCROLL)));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static <T> List<T> map(List<Layer> layers, Function<Layer, T> part) {
    return layers.stream().map(part).toList();
  }

  static boolean positions(Values in, Parts out) {
    List<BackgroundPosition> read = new ArrayList<>();
    do {
      BackgroundPosition p = PositionGrammar.position(in);
      if (p == null) {
        return false;
      }
      read.add(p);
    } while (in.takeComma());
    out.put(out.target(0), read.stream().map(BackgroundPosition::x).toList());
    out.put(out.target(1), read.stream().map(BackgroundPosition::y).toList());
    return true;
  }
}

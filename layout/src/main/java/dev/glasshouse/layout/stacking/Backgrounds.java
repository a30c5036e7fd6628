package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BackgroundKeywords.Attachment;
import dev.glasshouse.css.values.BackgroundKeywords.Repeat;
import dev.glasshouse.css.values.BackgroundLayer;
import dev.glasshouse.css.values.BackgroundSize;
import dev.glasshouse.css.values.BoxKeywords.ImageRendering;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.layout.box.NaturalSize;
import dev.glasshouse.layout.box.Pictures;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.paint.Brush;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.Rect;
import dev.glasshouse.layout.paint.RoundedRect;
import java.util.List;
import java.util.Optional;

/**
 * Background images: which part of the box they cover, how large a tile is, and where it stands.
 */
final class Backgrounds {
  private final Pictures pictures;
  private final Rect viewport;

  Backgrounds(Pictures pictures, Rect viewport) {
    this.pictures = pictures;
    this.viewport = viewport;
  }

  /** Adds the images of a style, the lowest first. */
  void images(ComputedStyle style, Area area, DisplayList.Builder out) {
    List<BackgroundLayer> layers = style.backgroundLayers();
    for (BackgroundLayer layer : layers.reversed()) {
      RoundedRect clip = area.of(layer.clip());
      Rect origin =
          layer.attachment() == Attachment.FIXED ? viewport : area.of(layer.origin()).rect();
      image(style, layer, origin, clip, out);
    }
  }

  /** Adds the images of the canvas: all of it is painted, the root's box is where they stand. */
  void canvas(ComputedStyle style, Area root, Rect canvas, DisplayList.Builder out) {
    for (BackgroundLayer layer : style.backgroundLayers().reversed()) {
      Rect origin =
          layer.attachment() == Attachment.FIXED ? viewport : root.of(layer.origin()).rect();
      image(style, layer, origin, canvas.square(), out);
    }
  }

  /**
   * Adds one image.
   *
   * @param origin the positioning area
   * @param clip the painting area
   */
  private void image(
      ComputedStyle style,
      BackgroundLayer layer,
      Rect origin,
      RoundedRect clip,
      DisplayList.Builder out) {
    if (clip.rect().isEmpty()) {
      return;
    }
    Optional<Picture.Drawable> picture = picture(layer.image());
    boolean file = layer.image() instanceof Image.FromUrl;
    if (file && picture.isEmpty()) {
      return;
    }
    NaturalSize natural = picture.map(NaturalSize::of).orElse(NaturalSize.NONE);
    Tile size = size(layer.size(), natural, origin);
    if (size.width <= 0 || size.height <= 0) {
      return;
    }
    Axis x = Axis.of(layer.repeatX(), origin.x(), origin.width(), size.width, layer.position().x());
    Axis y =
        Axis.of(layer.repeatY(), origin.y(), origin.height(), size.height, layer.position().y());
    Rect tile = new Rect(x.start, y.start, x.tile, y.tile);
    Optional<Brush.Content> content =
        picture.isPresent()
            ? picture.map(Brush.Content.Pictured::new)
            : GradientBrush.of(layer.image(), tile.width(), tile.height(), style.color())
                .map(Brush.Content.Graded::new);
    content.ifPresent(shown ->
        out.add(
            new DisplayItem.Fill(
                clip, new Brush.Tiles(shown, tile, x.step, y.step, sampling(style)))));
  }

  static Brush.Sampling sampling(ComputedStyle style) {
    ImageRendering rendering = style.imageRendering();
    return rendering == ImageRendering.PIXELATED || rendering == ImageRendering.CRISP_EDGES
        ? Brush.Sampling.PIXELATED
        : Brush.Sampling.SMOOTH;
  }

  private Optional<Picture.Drawable> picture(Image image) {
    if (image instanceof Image.FromUrl(String url)) {
      return pictures
          .at(url)
          .flatMap(each ->
              each instanceof Picture.Drawable drawable ? Optional.of(drawable) : Optional.empty());
    }
    return Optional.empty();
  }

  private record Tile(float width, float height) {}

  /** The size of a tile (CSS Backgrounds 3, 3.9). */
  private static Tile size(BackgroundSize size, NaturalSize natural, Rect area) {
    double ratio = natural.ratio().orElse(0);
    return switch (size) {
      case BackgroundSize.Fit fit -> {
        if (ratio <= 0) {
          yield new Tile(area.width(), area.height());
        }
        boolean byWidth =
            (area.width() / ratio <= area.height()) == (fit == BackgroundSize.Fit.CONTAIN);
        yield byWidth
            ? new Tile(area.width(), (float) (area.width() / ratio))
            : new Tile((float) (area.height() * ratio), area.height());
      }
      case BackgroundSize.Sides sides -> {
        double width = given(sides.width(), area.width());
        double height = given(sides.height(), area.height());
        if (width < 0 && height < 0) {
          width = natural.width().orElse(-1);
          height = natural.height().orElse(-1);
          if (width < 0 && height < 0 && ratio > 0) {
            width = Math.min(area.width(), area.height() * ratio);
          }
        }
        if (width < 0) {
          width = height >= 0 && ratio > 0 ? height * ratio : natural.width().orElse(area.width());
        }
        if (height < 0) {
          height = ratio > 0 ? width / ratio : natural.height().orElse(area.height());
        }
        yield new Tile((float) width, (float) height);
      }
    };
  }

  private static double given(Size size, double base) {
    return size instanceof LengthPercentage length ? Math.max(0, length.resolve(base)) : -1;
  }

  /** Tiles along one axis (CSS Backgrounds 3, 3.4). */
  private record Axis(float start, float tile, float step) {
    static Axis of(Repeat repeat, float from, float room, float tile, LengthPercentage position) {
      float start = from + (float) position.resolve(room - tile);
      return switch (repeat) {
        case REPEAT -> new Axis(start, tile, tile);
        case NO_REPEAT -> new Axis(start, tile, 0);
        case ROUND -> {
          float fitted = room / Math.max(1, Math.round(room / tile));
          yield new Axis(from + (float) position.resolve(room - fitted), fitted, fitted);
        }
        case SPACE -> {
          int count = (int) (room / tile);
          yield count < 2
              ? new Axis(start, tile, 0)
              : new Axis(from, tile, tile + (room - count * tile) / (count - 1));
        }
      };
    }
  }
}

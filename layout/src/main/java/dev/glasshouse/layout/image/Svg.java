package dev.glasshouse.layout.image;

import io.github.humbleui.skija.Canvas;
import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.svg.SVGDOM;
import io.github.humbleui.skija.svg.SVGLength;
import io.github.humbleui.skija.svg.SVGLengthUnit;
import io.github.humbleui.skija.svg.SVGSVG;
import io.github.humbleui.types.Rect;
import java.util.Optional;
import java.util.OptionalDouble;

/** An SVG document as Skia has it; owns it. External resources are never loaded. */
final class Svg implements AutoCloseable {
  /** What browsers take for a side that nothing tells (CSS Images 3 section 5.2). */
  private static final double DEFAULT_WIDTH = 300;

  private static final double DEFAULT_HEIGHT = 150;

  private final SVGDOM document;
  private final OptionalDouble width;
  private final OptionalDouble height;
  private final OptionalDouble viewBoxRatio;

  private Svg(SVGDOM document) {
    this.document = document;
    try (SVGSVG root = document.getRoot()) {
      if (root == null) {
        throw new IllegalArgumentException("no root element svg");
      }
      width = absolute(root.getWidth());
      height = absolute(root.getHeight());
      Rect viewBox = root.getViewBox();
      viewBoxRatio =
          viewBox == null || !(viewBox.getWidth() > 0 && viewBox.getHeight() > 0)
              ? OptionalDouble.empty()
              : OptionalDouble.of(viewBox.getWidth() / (double) viewBox.getHeight());
    }
  }

  static Optional<Svg> read(byte[] file) {
    SVGDOM document = null;
    try (Data data = Data.makeFromBytes(file)) {
      document = new SVGDOM(data);
      return Optional.of(new Svg(document));
    } catch (RuntimeException notSvg) {
      if (document != null) {
        document.close();
      }
      return Optional.empty();
    }
  }

  Picture.Vector picture(int id) {
    OptionalDouble ratio =
        width.isPresent() && height.isPresent()
            ? OptionalDouble.of(width.getAsDouble() / height.getAsDouble())
            : viewBoxRatio;
    return new Picture.Vector(id, width, height, ratio);
  }

  /** Without a {@code viewBox} the drawing is stretched; with one, it says itself how it fits. */
  void draw(Canvas canvas, Picture.Vector vector, Rect place) {
    int count = canvas.save();
    canvas.clipRect(place);
    canvas.translate(place.getLeft(), place.getTop());
    if (viewBoxRatio.isPresent()) {
      try (SVGSVG root = document.getRoot()) {
        SVGLength all = new SVGLength(100, SVGLengthUnit.PERCENTAGE);
        root.setWidth(all).setHeight(all);
      }
      document.setContainerSize(place.getWidth(), place.getHeight());
    } else {
      float own = (float) vector.width().orElse(DEFAULT_WIDTH);
      float high = (float) vector.height().orElse(DEFAULT_HEIGHT);
      canvas.scale(place.getWidth() / own, place.getHeight() / high);
      document.setContainerSize(own, high);
    }
    document.render(canvas);
    canvas.restoreToCount(count);
  }

  /** CSS px of an absolute length (CSS Values 4 section 6.2). */
  private static OptionalDouble absolute(SVGLength length) {
    double factor =
        switch (length.getUnit()) {
          case NUMBER, PX -> 1;
          case CM -> 96 / 2.54;
          case MM -> 96 / 25.4;
          case IN -> 96;
          case PT -> 96 / 72.0;
          case PC -> 16;
          case EMS -> 16;
          case EXS -> 8;
          case PERCENTAGE, UNKNOWN -> 0;
        };
    double px = length.getValue() * factor;
    return px > 0 ? OptionalDouble.of(px) : OptionalDouble.empty();
  }

  @Override
  public void close() {
    document.close();
  }
}

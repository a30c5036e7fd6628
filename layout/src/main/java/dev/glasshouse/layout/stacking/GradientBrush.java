package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.layout.paint.Brush;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gradients with their geometry worked out for a tile (CSS Images 3, section 3). */
final class GradientBrush {
  private GradientBrush() {}

  /** The gradient for a tile of this size; empty if the image is none. */
  static Optional<Brush.Gradient> of(Image image, float width, float height, Rgba current) {
    return switch (image) {
      case Image.LinearGradient linear -> Optional.of(linear(linear, width, height, current));
      case Image.RadialGradient radial -> Optional.of(radial(radial, width, height, current));
      case Image.ConicGradient conic -> Optional.of(conic(conic, width, height, current));
      case Image.FromUrl _, Image.None _ -> Optional.empty();
    };
  }

  private static Brush.Gradient linear(
      Image.LinearGradient gradient, float width, float height, Rgba current) {
    double dx;
    double dy;
    switch (gradient.line()) {
      case Image.Line.Angle(double degrees) -> {
        dx = Math.sin(Math.toRadians(degrees));
        dy = -Math.cos(Math.toRadians(degrees));
      }
      case Image.Line.Corner(int x, int y) -> {
        double norm = Math.max(1e-6, Math.hypot(width, height));
        dx = x * (y == 0 ? 1 : height / norm);
        dy = y * (x == 0 ? 1 : width / norm);
      }
    }
    double length = Math.abs(width * dx) + Math.abs(height * dy);
    float cx = width / 2;
    float cy = height / 2;
    float hx = (float) (dx * length / 2);
    float hy = (float) (dy * length / 2);
    return new Brush.Linear(
        cx - hx,
        cy - hy,
        cx + hx,
        cy + hy,
        stops(gradient.stops(), length, current),
        gradient.repeating());
  }

  private static Brush.Gradient radial(
      Image.RadialGradient gradient, float width, float height, Rgba current) {
    double cx = gradient.center().x().resolve(width);
    double cy = gradient.center().y().resolve(height);
    double left = Math.abs(cx);
    double right = Math.abs(width - cx);
    double top = Math.abs(cy);
    double bottom = Math.abs(height - cy);
    double rx;
    double ry;
    switch (gradient.extent()) {
      case Image.Extent.Radii(LengthPercentage x, LengthPercentage y) -> {
        rx = x.resolve(width);
        ry = gradient.circle() ? rx : y.resolve(height);
      }
      case Image.Extent.Keyword keyword -> {
        boolean far =
            keyword == Image.Extent.Keyword.FARTHEST_SIDE
                || keyword == Image.Extent.Keyword.FARTHEST_CORNER;
        double sideX = far ? Math.max(left, right) : Math.min(left, right);
        double sideY = far ? Math.max(top, bottom) : Math.min(top, bottom);
        boolean corner =
            keyword == Image.Extent.Keyword.CLOSEST_CORNER
                || keyword == Image.Extent.Keyword.FARTHEST_CORNER;
        if (gradient.circle()) {
          double side = far ? Math.max(sideX, sideY) : Math.min(sideX, sideY);
          rx = corner ? Math.hypot(sideX, sideY) : side;
          ry = rx;
        } else {
          double grow = corner ? Math.sqrt(2) : 1;
          rx = sideX * grow;
          ry = sideY * grow;
        }
      }
    }
    return new Brush.Radial(
        (float) cx,
        (float) cy,
        (float) Math.max(rx, 1e-3),
        (float) Math.max(ry, 1e-3),
        stops(gradient.stops(), rx, current),
        gradient.repeating());
  }

  private static Brush.Gradient conic(
      Image.ConicGradient gradient, float width, float height, Rgba current) {
    return new Brush.Conic(
        (float) gradient.center().x().resolve(width),
        (float) gradient.center().y().resolve(height),
        (float) gradient.fromDegrees(),
        stops(gradient.stops(), 1, current),
        gradient.repeating());
  }

  /** The stops with all places filled in, none before the one before it (CSS Images 3, 3.4.3). */
  private static List<Brush.Stop> stops(List<Image.Stop> stops, double length, Rgba current) {
    int count = stops.size();
    double[] at = new double[count];
    for (int i = 0; i < count; i++) {
      Optional<LengthPercentage> place = stops.get(i).at();
      double base = Math.max(length, 1e-6);
      at[i] =
          place.isPresent()
              ? place.get().resolve(base) / base
              : i == 0 ? 0 : i == count - 1 ? 1 : Double.NaN;
    }
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(at[i])) {
        at[i] = Math.max(at[i], last);
        last = at[i];
      }
    }
    for (int i = 1; i < count; i++) {
      if (Double.isNaN(at[i])) {
        int next = i;
        while (Double.isNaN(at[next])) {
          next++;
        }
        at[i] = at[i - 1] + (at[next] - at[i - 1]) / (next - i + 1);
      }
    }
    return colored(stops, at, current);
  }

  /** A hint becomes the mixed colour of its neighbours at its place. */
  private static List<Brush.Stop> colored(List<Image.Stop> stops, double[] at, Rgba current) {
    var out = new ArrayList<Brush.Stop>();
    for (int i = 0; i < at.length; i++) {
      Optional<Rgba> color = stops.get(i).color().map(each -> each.resolve(current));
      if (color.isPresent()) {
        out.add(new Brush.Stop((float) at[i], color.get().argb()));
      } else if (i > 0 && i + 1 < at.length) {
        Optional<Rgba> before = stops.get(i - 1).color().map(each -> each.resolve(current));
        Optional<Rgba> after = stops.get(i + 1).color().map(each -> each.resolve(current));
        if (before.isPresent() && after.isPresent()) {
          out.add(new Brush.Stop((float) at[i], mixed(before.get(), after.get()).argb()));
        }
      }
    }
    return out;
  }

  private static Rgba mixed(Rgba a, Rgba b) {
    return new Rgba(
        (a.red() + b.red()) / 2,
        (a.green() + b.green()) / 2,
        (a.blue() + b.blue()) / 2,
        (a.alpha() + b.alpha()) / 2);
  }
}

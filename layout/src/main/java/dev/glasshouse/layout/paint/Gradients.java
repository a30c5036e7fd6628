package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.FilterTileMode;
import io.github.humbleui.skija.GradientStyle;
import io.github.humbleui.skija.Matrix33;
import io.github.humbleui.skija.Shader;
import java.util.List;

/**
 * Skia's shaders for CSS gradients (CSS Images 3 section 3.4.3). Skia wants offsets from 0 to 1 and
 * strange things happen at none or equal ones, so the gradient's ends move to its outer stops
 * first.
 */
final class Gradients {
  /** How near to one another two ends count as one place. */
  private static final float NEAR = 1e-5f;

  private Gradients() {}

  /** The shader; the caller closes it. */
  static Shader shader(Brush.Gradient gradient) {
    List<Brush.Stop> stops = gradient.stops();
    if (stops.isEmpty()) {
      return Shader.makeColor(0);
    }
    float first = stops.getFirst().offset();
    float last = stops.getLast().offset();
    if (last - first < NEAR && gradient.repeating()) {
      return Shader.makeColor(stops.getLast().argb());
    }
    return switch (gradient) {
      case Brush.Linear linear -> linear(linear, first, last);
      case Brush.Radial radial -> radial(radial, first, last);
      case Brush.Conic conic -> conic(conic, first, last);
    };
  }

  private static Shader linear(Brush.Linear g, float first, float end) {
    float dx = g.x1() - g.x0();
    float dy = g.y1() - g.y0();
    float last = Math.max(end, first + NEAR);
    if (Math.hypot(dx, dy) < NEAR) {
      return Shader.makeColor(g.stops().getLast().argb());
    }
    return Shader.makeLinearGradient(
        g.x0() + dx * first,
        g.y0() + dy * first,
        g.x0() + dx * last,
        g.y0() + dy * last,
        colours(g.stops()),
        offsets(g.stops(), first, last),
        style(g.repeating(), Matrix33.IDENTITY));
  }

  private static Shader radial(Brush.Radial g, float first, float end) {
    float rx = g.radiusX();
    float ry = g.radiusY();
    if (rx < NEAR || ry < NEAR) {
      return Shader.makeColor(g.stops().getLast().argb());
    }
    float last = Math.max(end, first + NEAR);
    List<Brush.Stop> stops = g.stops();
    if (first < 0 && g.repeating()) {
      float turns = (float) Math.ceil(-first / (last - first)) * (last - first);
      first += turns;
      last += turns;
      stops = stops.stream().map(s -> new Brush.Stop(s.offset() + turns, s.argb())).toList();
    } else if (first < 0) {
      stops = Stops.from0(stops);
      first = 0;
      last = Math.max(stops.getLast().offset(), NEAR);
    }
    Matrix33 ellipse = new Matrix33(1, 0, 0, 0, ry / rx, g.y() - g.y() * ry / rx, 0, 0, 1);
    return Shader.makeTwoPointConicalGradient(
        g.x(),
        g.y(),
        rx * first,
        g.x(),
        g.y(),
        rx * last,
        colours(stops),
        offsets(stops, first, last),
        style(g.repeating(), ellipse));
  }

  private static Shader conic(Brush.Conic g, float first, float end) {
    float last = Math.max(end, first + NEAR);
    List<Brush.Stop> stops = g.stops();
    float from = g.from() - 90;
    if (g.repeating()) {
      // Skia's sweep covers one turn only: the stops are written out until they fill it.
      stops = Stops.repeatedOver01(stops);
    } else if (first < 0) {
      stops = Stops.from0(stops);
    }
    first = stops.getFirst().offset();
    last = Math.max(stops.getLast().offset(), first + NEAR);
    return Shader.makeSweepGradient(
        g.x(),
        g.y(),
        360 * first,
        360 * last,
        colours(stops),
        offsets(stops, first, last),
        style(false, Matrix33.makeRotate(from, g.x(), g.y())));
  }

  private static GradientStyle style(boolean repeating, Matrix33 local) {
    return new GradientStyle(repeating ? FilterTileMode.REPEAT : FilterTileMode.CLAMP, true, local);
  }

  private static int[] colours(List<Brush.Stop> stops) {
    int[] colours = new int[Math.max(2, stops.size())];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = stops.get(Math.min(i, stops.size() - 1)).argb();
    }
    return colours;
  }

  private static float[] offsets(List<Brush.Stop> stops, float first, float last) {
    float[] offsets = new float[Math.max(2, stops.size())];
    float before = 0;
    for (int i = 0; i < offsets.length; i++) {
      float offset = stops.get(Math.min(i, stops.size() - 1)).offset();
      before = Math.clamp((offset - first) / (last - first), before, 1f);
      offsets[i] = before;
    }
    if (stops.size() == 1) {
      offsets[1] = 1;
    }
    return offsets;
  }
}

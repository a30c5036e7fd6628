package dev.glasshouse.layout.paint;

import java.util.ArrayList;
import java.util.List;

/** Gradient stops rewritten for what Skia can do. */
final class Stops {
  /** More repetitions than this in a turn cannot be told apart on a screen. */
  private static final int REPETITIONS = 720;

  private Stops() {}

  /** The stops from offset 0 on: what lies before it is cut off, with the colour mixed at 0. */
  static List<Brush.Stop> from0(List<Brush.Stop> stops) {
    List<Brush.Stop> from = new ArrayList<>(stops.size());
    for (int i = 0; i < stops.size(); i++) {
      Brush.Stop stop = stops.get(i);
      if (stop.offset() >= 0) {
        if (from.isEmpty() && i > 0) {
          Brush.Stop before = stops.get(i - 1);
          float span = stop.offset() - before.offset();
          float t = span > 0 ? -before.offset() / span : 1;
          from.add(new Brush.Stop(0, mixed(before.argb(), stop.argb(), t)));
        }
        from.add(stop);
      }
    }
    return from.isEmpty() ? List.of(new Brush.Stop(0, stops.getLast().argb())) : from;
  }

  /** The stops repeated until they cover 0 to 1. */
  static List<Brush.Stop> repeatedOver01(List<Brush.Stop> stops) {
    float first = stops.getFirst().offset();
    float period = stops.getLast().offset() - first;
    if (period < 1f / REPETITIONS) {
      return List.of(new Brush.Stop(0, stops.getLast().argb()));
    }
    List<Brush.Stop> repeated = new ArrayList<>();
    float start = first - (float) Math.ceil(first / period) * period;
    for (float at = start; at < 1; at += period) {
      for (Brush.Stop stop : stops) {
        repeated.add(new Brush.Stop(stop.offset() - first + at, stop.argb()));
      }
    }
    return from0(repeated);
  }

  /** The colour a part {@code t} of the way from one to the other, mixed premultiplied. */
  static int mixed(int from, int to, float t) {
    float a0 = (from >>> 24) / 255f;
    float a1 = (to >>> 24) / 255f;
    float a = a0 + (a1 - a0) * t;
    int argb = Math.round(a * 255) << 24;
    for (int shift = 16; shift >= 0; shift -= 8) {
      float c0 = ((from >>> shift) & 0xFF) * a0;
      float c1 = ((to >>> shift) & 0xFF) * a1;
      float c = a > 0 ? (c0 + (c1 - c0) * t) / a : 0;
      argb |= Math.clamp(Math.round(c), 0, 255) << shift;
    }
    return argb;
  }
}

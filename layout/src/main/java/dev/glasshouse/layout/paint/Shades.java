package dev.glasshouse.layout.paint;

/**
 * The two shades of a colour that make borders look carved. CSS leaves them open; these are as near
 * to Chromium's as can be seen: a third of full brightness up or down, hue kept.
 */
final class Shades {
  private static final float STEP = 0.33f;

  /** So near to black a colour is raised, so near to white it stays as it is. */
  private static final int DARKEST = 0x20;

  private static final int LIGHTEST = 0xEB;

  private Shades() {}

  static int darker(int argb) {
    return isDarkest(argb) ? raised(argb) : moved(argb, -STEP);
  }

  static int lighter(int argb) {
    return raised(isDarkest(argb) ? raised(argb) : argb);
  }

  /** So dark that both shades are above it: else nobody would see the edge. */
  private static boolean isDarkest(int argb) {
    return distance(argb, 0) <= distance(grey(DARKEST), 0);
  }

  private static int raised(int argb) {
    if ((argb & 0xFFFFFF) == 0) {
      return (argb & 0xFF000000) | grey(0x54);
    }
    int white = grey(0xFF);
    return distance(argb, white) > distance(grey(LIGHTEST), white) ? moved(argb, STEP) : argb;
  }

  private static int moved(int argb, float by) {
    int brightest = Math.max(channel(argb, 16), Math.max(channel(argb, 8), channel(argb, 0)));
    float value = brightest / 255f;
    float factor = Math.clamp(value + by, 0f, 1f) / value;
    int moved = argb & 0xFF000000;
    for (int shift = 16; shift >= 0; shift -= 8) {
      moved |= Math.clamp(Math.round(channel(argb, shift) * factor), 0, 255) << shift;
    }
    return moved;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int d = channel(one, shift) - channel(other, shift);
      sum += d * d;
    }
    return sum;
  }

  private static int channel(int argb, int shift) {
    return (argb >>> shift) & 0xFF;
  }

  private static int grey(int level) {
    return level << 16 | level << 8 | level;
  }
}

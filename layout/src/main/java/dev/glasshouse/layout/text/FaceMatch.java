package dev.glasshouse.layout.text;

import java.util.Comparator;
import java.util.List;

/**
 * The face of a family that is nearest to a style (CSS Fonts 4 section 5.2): first by stretch, then
 * by slant, then by weight.
 */
final class FaceMatch {
  private FaceMatch() {}

  /** The nearest of the faces, of which there is at least one. */
  static Face nearest(List<Face> faces, TextStyle style) {
    return faces.stream()
        .min(
            Comparator.<Face>comparingDouble(f -> stretch(f.facts().stretch(), style.stretch()))
                .thenComparingInt(f -> slant(f.facts().slant(), style.slant()))
                .thenComparingDouble(f -> weight(f.facts().weight(), style.weight())))
        .orElseThrow();
  }

  /** Narrower faces come first for 100 % and less, wider ones else. */
  private static double stretch(float has, float wanted) {
    double far = Math.abs(has - wanted);
    boolean preferred = wanted <= 100 ? has <= wanted : has >= wanted;
    return preferred ? far : far + 1000;
  }

  private static int slant(Slant has, Slant wanted) {
    return switch (wanted) {
      case NORMAL -> has == Slant.NORMAL ? 0 : has == Slant.OBLIQUE ? 1 : 2;
      case ITALIC -> has == Slant.ITALIC ? 0 : has == Slant.OBLIQUE ? 1 : 2;
      case OBLIQUE -> has == Slant.OBLIQUE ? 0 : has == Slant.ITALIC ? 1 : 2;
    };
  }

  /**
   * 400 to 500: up to 500 first, then lighter, then bolder. Below 400: lighter first. Above 500:
   * bolder first.
   */
  private static double weight(int has, int wanted) {
    if (wanted >= 400 && wanted <= 500) {
      if (has >= wanted && has <= 500) {
        return has - wanted;
      }
      return has < wanted ? 1000 + wanted - has : 2000 + has - wanted;
    }
    if (wanted < 400) {
      return has <= wanted ? wanted - has : 1000 + has - wanted;
    }
    return has >= wanted ? has - wanted : 1000 + wanted - has;
  }
}

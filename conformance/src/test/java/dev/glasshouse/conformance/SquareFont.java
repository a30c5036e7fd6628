package dev.glasshouse.conformance;

import dev.glasshouse.layout.flow.Setting;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.ShapedRun;
import dev.glasshouse.layout.text.TextStyle;
import java.util.List;
import java.util.Optional;

/** The measures of the font Ahem: every letter is a square, a zero-width space is nothing. */
final class SquareFont implements Typesetter {
  @Override
  public FontMetrics metrics(TextStyle style) {
    float size = style.size();
    return new FontMetrics(
        Math.round(size * 0.8f),
        Math.round(size * 0.2f),
        0,
        size * 0.8f,
        size * 0.8f,
        size,
        size,
        0,
        1,
        0,
        1);
  }

  @Override
  public Setting set(String text, TextStyle style, int level) {
    return new Setting() {
      @Override
      public float width(int from, int to) {
        long shown = text.substring(from, to).chars().filter(c -> c != '\u200B').count();
        return shown * style.size();
      }

      @Override
      public boolean clusterStart(int index) {
        return true;
      }

      @Override
      public Optional<ShapedRun> glyphs(int from, int to) {
        return Optional.empty();
      }

      @Override
      public List<FontMetrics> otherFonts() {
        return List.of();
      }
    };
  }
}

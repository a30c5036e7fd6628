package dev.glasshouse.layout;

import dev.glasshouse.layout.flow.Setting;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.ShapedRun;
import dev.glasshouse.layout.text.TextStyle;
import java.util.List;
import java.util.Optional;

/** A font without a file: every letter is a square of the font's size, 0.8 above the baseline. */
public final class FixedTypesetter implements Typesetter {
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
        float width = 0;
        for (int i = from; i < to; i++) {
          char c = text.charAt(i);
          boolean shown = c != '\u200B' && c != '\u00AD' && !Character.isLowSurrogate(c);
          width += shown ? style.size() + style.letterSpacing() : 0;
        }
        return width;
      }

      @Override
      public boolean clusterStart(int index) {
        return index >= text.length() || !Character.isLowSurrogate(text.charAt(index));
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

package dev.glasshouse.layout;

import dev.glasshouse.layout.flow.Setting;
import dev.glasshouse.layout.flow.Typesetter;
import dev.glasshouse.layout.text.FontLibrary;
import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.ShapedRun;
import dev.glasshouse.layout.text.SizedFont;
import dev.glasshouse.layout.text.TextShaper;
import dev.glasshouse.layout.text.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets text in the fonts of a library. It belongs to the library's thread. */
public final class SkiaTypesetter implements Typesetter {
  private final FontLibrary fonts;
  private final TextShaper shaper;

  /** A typesetter with these fonts. */
  public SkiaTypesetter(FontLibrary fonts, TextShaper shaper) {
    this.fonts = fonts;
    this.shaper = shaper;
  }

  @Override
  public FontMetrics metrics(TextStyle style) {
    return fonts.metrics(style);
  }

  @Override
  public Setting set(String text, TextStyle style, int level) {
    return new Shaped(shaper.shape(text, style, level));
  }

  private final class Shaped implements Setting {
    private final ShapedRun run;

    Shaped(ShapedRun run) {
      this.run = run;
    }

    @Override
    public float width(int from, int to) {
      return run.width(from, to);
    }

    @Override
    public boolean clusterStart(int index) {
      return run.clusterStart(index);
    }

    @Override
    public Optional<ShapedRun> glyphs(int from, int to) {
      return Optional.of(shaper.slice(run, from, to));
    }

    @Override
    public List<FontMetrics> otherFonts() {
      var others = new ArrayList<FontMetrics>();
      SizedFont first = fonts.primary(run.style());
      for (SizedFont font : run.fonts()) {
        if (!font.equals(first)) {
          others.add(fonts.metrics(font));
        }
      }
      return others;
    }
  }
}

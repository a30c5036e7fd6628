package dev.glasshouse.layout.flow;

import dev.glasshouse.layout.text.FontMetrics;
import dev.glasshouse.layout.text.ShapedRun;
import java.util.List;
import java.util.Optional;

/** A text that is set: how wide its parts are. Indices are UTF-16 units of the text. */
public interface Setting {
  /** The width of a part, px. */
  float width(int from, int to);

  /** Whether the text may be cut before this index without cutting a letter in two. */
  boolean clusterStart(int index);

  /** The glyphs of a part; empty where they are not known. */
  Optional<ShapedRun> glyphs(int from, int to);

  /** The measures of the fonts that it is set in, other than the first font of its style. */
  List<FontMetrics> otherFonts();
}

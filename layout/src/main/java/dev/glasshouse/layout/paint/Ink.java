package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.MaskFilter;

/**
 * Makes glyphs as dark as their coverage says. Skia thins dark text by default, for screens of long
 * ago; a filter on the glyphs, even one that changes nothing, turns that off. With it, text is as
 * dark as Chromium's to within 3 %. It owns the filter.
 */
final class Ink implements AutoCloseable {
  private final MaskFilter filter;

  Ink() {
    byte[] same = new byte[256];
    for (int i = 0; i < same.length; i++) {
      same[i] = (byte) i;
    }
    filter = MaskFilter.makeTable(same);
  }

  /** The filter for glyphs that are masks; glyphs in colour go without. */
  MaskFilter filter() {
    return filter;
  }

  @Override
  public void close() {
    filter.close();
  }
}

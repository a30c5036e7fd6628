package dev.glasshouse.layout.text;

import java.util.Arrays;
import java.util.List;

/**
 * Glyphs of one font at their places, from left to right as they are drawn. x grows to the right, y
 * grows down; both are px from the origin, which is on the baseline. Never changed once made.
 */
public final class GlyphRun {
  private final SizedFont font;
  private final short[] glyphs;
  private final float[] xs;
  private final float[] ys;
  private final int[] clusters;

  GlyphRun(SizedFont font, short[] glyphs, float[] xs, float[] ys, int[] clusters) {
    this.font = font;
    this.glyphs = glyphs;
    this.xs = xs;
    this.ys = ys;
    this.clusters = clusters;
  }

  /** The font of all of them. */
  public SizedFont font() {
    return font;
  }

  /** How many glyphs there are. */
  public int count() {
    return glyphs.length;
  }

  /** The number of glyph {@code i} in its face; 0 is the box of what the face lacks. */
  public int glyph(int i) {
    return glyphs[i] & 0xFFFF;
  }

  /** Where glyph {@code i} stands, px right of the origin. */
  public float x(int i) {
    return xs[i];
  }

  /** Where glyph {@code i} stands, px below the baseline. */
  public float y(int i) {
    return ys[i];
  }

  /**
   * Index in the run's text, in UTF-16 units, of the first character that glyph {@code i} shows.
   */
  public int cluster(int i) {
    return clusters[i];
  }

  /** A copy of the glyph numbers, as Skia takes them. */
  public short[] glyphNumbers() {
    return glyphs.clone();
  }

  /** A copy of the x of every glyph. */
  public float[] xPositions() {
    return xs.clone();
  }

  /** Whether every glyph stands on the baseline. */
  public boolean level() {
    for (float y : ys) {
      if (y != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a cluster begins at this index of the text. */
  boolean hasCluster(int index) {
    int i = backwards() ? first(index + 1) : first(index);
    return i < clusters.length && clusters[i] == index;
  }

  /** The glyphs of the text from {@code from} to {@code to}, moved by {@code dx}. */
  GlyphRun part(int from, int to, float dx) {
    int begin = backwards() ? first(to) : first(from);
    int end = Math.max(begin, backwards() ? first(from) : first(to));
    float[] partXs = Arrays.copyOfRange(xs, begin, end);
    int[] partClusters = Arrays.copyOfRange(clusters, begin, end);
    for (int i = 0; i < partXs.length; i++) {
      partXs[i] += dx;
      partClusters[i] -= from;
    }
    return new GlyphRun(
        font,
        Arrays.copyOfRange(glyphs, begin, end),
        partXs,
        Arrays.copyOfRange(ys, begin, end),
        partClusters);
  }

  private boolean backwards() {
    return clusters.length > 0 && clusters[0] > clusters[clusters.length - 1];
  }

  /** The first glyph on the other side of {@code index}: clusters only grow, or only fall. */
  private int first(int index) {
    boolean backwards = backwards();
    int low = 0;
    int high = clusters.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (backwards ? clusters[middle] < index : clusters[middle] >= index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** All these glyphs as one run; there is at least one, and all are of one font. */
  static GlyphRun joined(List<GlyphRun> runs) {
    if (runs.size() == 1) {
      return runs.getFirst();
    }
    int count = runs.stream().mapToInt(GlyphRun::count).sum();
    short[] glyphs = new short[count];
    float[] xs = new float[count];
    float[] ys = new float[count];
    int[] clusters = new int[count];
    int at = 0;
    for (GlyphRun run : runs) {
      System.arraycopy(run.glyphs, 0, glyphs, at, run.count());
      System.arraycopy(run.xs, 0, xs, at, run.count());
      System.arraycopy(run.ys, 0, ys, at, run.count());
      System.arraycopy(run.clusters, 0, clusters, at, run.count());
      at += run.count();
    }
    return new GlyphRun(runs.getFirst().font, glyphs, xs, ys, clusters);
  }

  @Override
  public String toString() {
    return glyphs.length + " glyphs of " + font.face().family() + " " + font.size();
  }
}

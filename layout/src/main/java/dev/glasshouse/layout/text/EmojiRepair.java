package dev.glasshouse.layout.text;

import io.github.humbleui.types.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Puts in the ligatures of emoji sequences that Skia's shaper left apart: {@link EmojiLigatures}.
 */
final class EmojiRepair {
  private EmojiRepair() {}

  /** The piece with one glyph for each cluster that its face has a ligature for. */
  static HarfBuzz.Piece repaired(
      HarfBuzz.Piece piece, String text, Face face, SizedFont font, FontLibrary fonts) {
    int count = piece.glyphs().length;
    List<Short> glyphs = new ArrayList<>(count);
    List<Point> points = new ArrayList<>(count);
    List<Integer> clusters = new ArrayList<>(count);
    float saved = 0;
    int i = 0;
    while (i < count) {
      int end = i + 1;
      while (end < count && piece.clusters()[end] == piece.clusters()[i]) {
        end++;
      }
      int from = piece.clusters()[i];
      String sequence = text.substring(from, Clusters.end(text, from));
      OptionalInt one = end > i + 1 ? face.emojiGlyph(sequence) : OptionalInt.empty();
      for (int g = i; g < (one.isPresent() ? i + 1 : end); g++) {
        Point at = piece.positions()[g];
        glyphs.add(one.isPresent() ? (short) one.getAsInt() : piece.glyphs()[g]);
        points.add(new Point(at.getX() - saved, at.getY()));
        clusters.add(piece.clusters()[g]);
      }
      if (one.isPresent()) {
        float next = end < count ? piece.positions()[end].getX() : piece.advance();
        float apart = next - piece.positions()[i].getX();
        saved += apart - fonts.skiaFonts().advance(font, one.getAsInt());
      }
      i = end;
    }
    short[] numbers = new short[glyphs.size()];
    int[] starts = new int[glyphs.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = glyphs.get(k);
      starts[k] = clusters.get(k);
    }
    return new HarfBuzz.Piece(
        piece.begin(), numbers, points.toArray(Point[]::new), starts, piece.advance() - saved);
  }
}

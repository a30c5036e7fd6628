package dev.glasshouse.layout.text;

import io.github.humbleui.skija.Data;
import io.github.humbleui.skija.Typeface;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The ligatures of an emoji font (OpenType, GSUB lookup type 4), for sequences with the selector
 * U+FE0F in their middle: keycaps, the rainbow flag, the heart on fire. Skia's shaper takes every
 * variation selector away before HarfBuzz looks for ligatures, so that these never form by
 * themselves.
 */
final class EmojiLigatures {
  private static final int LIGATURE_LOOKUP = 4;
  private static final int EXTENSION_LOOKUP = 7;

  private final Map<List<Integer>, Integer> ligatures = new HashMap<>();
  private final ByteBuffer table;

  private EmojiLigatures(ByteBuffer table) {
    this.table = table;
  }

  /** All ligatures of the face; none where its table is missing or damaged. */
  static EmojiLigatures of(Typeface typeface) {
    EmojiLigatures found = new EmojiLigatures(ByteBuffer.wrap(gsub(typeface)));
    try {
      found.read();
    } catch (IndexOutOfBoundsException damaged) {
      found.ligatures.clear();
    }
    return found;
  }

  private static byte[] gsub(Typeface typeface) {
    if (typeface.getTableSize("GSUB") == 0) {
      return new byte[0];
    }
    try (Data data = typeface.getTableData("GSUB")) {
      return data.getBytes();
    }
  }

  /** The glyph that stands for these glyphs together. */
  OptionalInt glyph(List<Integer> sequence) {
    Integer glyph = ligatures.get(sequence);
    return glyph == null ? OptionalInt.empty() : OptionalInt.of(glyph);
  }

  private int u16(int at) {
    return table.getShort(at) & 0xFFFF;
  }

  private void read() {
    int lookups = u16(8);
    for (int i = 0; i < u16(lookups); i++) {
      int lookup = lookups + u16(lookups + 2 + 2 * i);
      for (int k = 0; k < u16(lookup + 4); k++) {
        int type = u16(lookup);
        int subtable = lookup + u16(lookup + 6 + 2 * k);
        if (type == EXTENSION_LOOKUP) {
          type = u16(subtable + 2);
          subtable += table.getInt(subtable + 4);
        }
        if (type == LIGATURE_LOOKUP) {
          subtable(subtable);
        }
      }
    }
  }

  private void subtable(int at) {
    List<Integer> firsts = coverage(at + u16(at + 2));
    for (int i = 0; i < Math.min(u16(at + 4), firsts.size()); i++) {
      int set = at + u16(at + 6 + 2 * i);
      for (int k = 0; k < u16(set); k++) {
        int ligature = set + u16(set + 2 + 2 * k);
        List<Integer> sequence = new ArrayList<>();
        sequence.add(firsts.get(i));
        for (int c = 1; c < u16(ligature + 2); c++) {
          sequence.add(u16(ligature + 2 + 2 * c));
        }
        ligatures.putIfAbsent(List.copyOf(sequence), u16(ligature));
      }
    }
  }

  private List<Integer> coverage(int at) {
    List<Integer> glyphs = new ArrayList<>();
    for (int i = 0; i < u16(at + 2); i++) {
      if (u16(at) == 1) {
        glyphs.add(u16(at + 4 + 2 * i));
      } else {
        for (int g = u16(at + 4 + 6 * i); g <= u16(at + 6 + 6 * i); g++) {
          glyphs.add(g);
        }
      }
    }
    return glyphs;
  }
}

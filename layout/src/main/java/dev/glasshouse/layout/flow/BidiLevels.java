package dev.glasshouse.layout.flow;

import com.ibm.icu.text.Bidi;
import dev.glasshouse.css.values.TextKeywords.UnicodeBidi;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.ArrayList;
import java.util.List;

/** The bidirectional algorithm (UAX 9), on the content of lines. */
final class BidiLevels {
  private BidiLevels() {}

  /** Gives every item its level; texts are cut where the level changes. */
  static List<InlineItem> split(List<InlineItem> items, String text, BoxStyle block) {
    if (text.isEmpty() || (!block.rightToLeft() && !needed(text))) {
      return items;
    }
    Bidi bidi = new Bidi();
    byte base = block.rightToLeft() ? Bidi.RTL : Bidi.LTR;
    if (block.script().bidi() == UnicodeBidi.PLAINTEXT) {
      base = block.rightToLeft() ? Bidi.LEVEL_DEFAULT_RTL : Bidi.LEVEL_DEFAULT_LTR;
    }
    bidi.setPara(text, base, null);
    var split = new ArrayList<InlineItem>(items.size());
    for (InlineItem item : items) {
      if (item.kind != Kind.TEXT) {
        int at = Math.min(item.start, text.length() - 1);
        item.level = bidi.getLevelAt(at);
        split.add(item);
        continue;
      }
      int from = item.start;
      while (from < item.end) {
        byte level = bidi.getLevelAt(from);
        int to = from + 1;
        while (to < item.end && bidi.getLevelAt(to) == level) {
          to++;
        }
        split.add(item.part(from, to, level));
        from = to;
      }
    }
    return split;
  }

  /** Whether any character of it can run from right to left. */
  private static boolean needed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x590
          && (c < 0x900
              || (c >= 0x200E && c <= 0x200F)
              || (c >= 0x202A && c <= 0x202E)
              || (c >= 0x2066 && c <= 0x2069)
              || (c >= 0xFB1D && c <= 0xFDFF)
              || (c >= 0xFE70 && c <= 0xFEFF)
              || c == 0xD802
              || c == 0xD803
              || c == 0xD83A
              || c == 0xD83B)) {
        return true;
      }
    }
    return false;
  }
}

package dev.glasshouse.layout.flow;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.glasshouse.css.values.TextKeywords.Hyphens;
import dev.glasshouse.css.values.TextKeywords.LineBreak;
import dev.glasshouse.css.values.TextKeywords.WordBreak;
import dev.glasshouse.layout.flow.InlineItem.Kind;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Spaces;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where lines may be broken (UAX 14, CSS Text 3, section 5). One for each layout. */
final class Breaks {
  private final Map<String, BreakIterator> iterators = new HashMap<>();

  /** Before which characters of the content a line may begin. */
  BitSet find(InlineContent content, BoxStyle block) {
    String text = content.text();
    BitSet breaks = AsciiBreaks.covers(text) ? AsciiBreaks.find(text) : byTables(text, block);
    for (InlineItem item : content.items()) {
      if (item.kind == Kind.TEXT) {
        word(item, text, breaks);
      }
    }
    forbid(content.items(), breaks);
    return breaks;
  }

  private BitSet byTables(String text, BoxStyle block) {
    var breaks = new BitSet(text.length() + 1);
    BreakIterator iterator = iterator(block);
    iterator.setText(text);
    for (int at = iterator.first(); at != BreakIterator.DONE; at = iterator.next()) {
      breaks.set(at);
    }
    breaks.clear(0);
    AsciiBreaks.correct(text, breaks);
    return breaks;
  }

  private BreakIterator iterator(BoxStyle block) {
    Spaces spaces = block.script().spaces();
    String strictness =
        switch (spaces.lineBreak()) {
          case AUTO, NORMAL, ANYWHERE -> "normal";
          case LOOSE -> "loose";
          case STRICT -> "strict";
        };
    String language = block.script().shaping().language();
    return iterators.computeIfAbsent(
        language + "/" + strictness,
        _ ->
            BreakIterator.getLineInstance(
                new ULocale.Builder()
                    .setLocale(ULocale.forLanguageTag(language))
                    .setUnicodeLocaleKeyword("lb", strictness)
                    .build()));
  }

  /** What {@code word-break}, {@code line-break} and {@code hyphens} change in one text. */
  private static void word(InlineItem item, String text, BitSet breaks) {
    Spaces spaces = item.box.style().script().spaces();
    WordBreak word = spaces.wordBreak();
    boolean anywhere = spaces.lineBreak() == LineBreak.ANYWHERE;
    boolean hyphens = spaces.hyphens() != Hyphens.NONE;
    if (word == WordBreak.NORMAL && !anywhere && hyphens && !hasSpecial(text, item)) {
      return;
    }
    for (int i = item.start + 1; i < item.end; i++) {
      char before = text.charAt(i - 1);
      char after = text.charAt(i);
      if (Character.isLowSurrogate(after)) {
        continue;
      }
      boolean letters = letter(text.codePointBefore(i)) && letter(text.codePointAt(i));
      if (anywhere || (word == WordBreak.BREAK_ALL && letters)) {
        breaks.set(i);
      } else if (word == WordBreak.KEEP_ALL && letters) {
        breaks.clear(i);
      }
      if (before == '\u00AD' && !hyphens) {
        breaks.clear(i);
      }
    }
  }

  private static boolean hasSpecial(String text, InlineItem item) {
    return text.indexOf('\u00AD', item.start) >= 0;
  }

  private static boolean letter(int codePoint) {
    return Character.isLetterOrDigit(codePoint);
  }

  /** Takes the places away that stand where lines do not wrap. */
  private static void forbid(List<InlineItem> items, BitSet breaks) {
    boolean wrapped = true;
    for (InlineItem item : items) {
      if (item.end == item.start) {
        continue;
      }
      if (!item.wraps) {
        for (int i = breaks.nextSetBit(item.start + 1); i >= 0 && i < item.end; ) {
          breaks.clear(i);
          i = breaks.nextSetBit(i);
        }
        if (!wrapped) {
          breaks.clear(item.start);
        }
      }
      wrapped = item.wraps;
    }
  }
}

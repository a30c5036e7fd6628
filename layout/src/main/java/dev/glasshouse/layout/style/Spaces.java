package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.TabSize;
import dev.glasshouse.css.values.TextKeywords.Hyphens;
import dev.glasshouse.css.values.TextKeywords.LineBreak;
import dev.glasshouse.css.values.TextKeywords.OverflowWrap;
import dev.glasshouse.css.values.TextKeywords.TextWrapMode;
import dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse;
import dev.glasshouse.css.values.TextKeywords.WordBreak;

/**
 * How white space and the ends of lines are treated (CSS Text 3, sections 4 and 5).
 *
 * @param collapse what becomes of white space
 * @param wrap whether lines wrap
 * @param tabSize distance of tab stops
 * @param wordBreak where words may be broken
 * @param overflowWrap whether a word that is too long may be broken anywhere
 * @param lineBreak how strict the rules for Chinese and Japanese are
 * @param hyphens whether soft hyphens count
 */
public record Spaces(
    WhiteSpaceCollapse collapse,
    TextWrapMode wrap,
    TabSize tabSize,
    WordBreak wordBreak,
    OverflowWrap overflowWrap,
    LineBreak lineBreak,
    Hyphens hyphens) {
  /** The initial values. */
  public static final Spaces NORMAL =
      new Spaces(
          WhiteSpaceCollapse.COLLAPSE,
          TextWrapMode.WRAP,
          new TabSize(8, true),
          WordBreak.NORMAL,
          OverflowWrap.NORMAL,
          LineBreak.AUTO,
          Hyphens.MANUAL);

  /** Whether runs of spaces become one. */
  public boolean collapsesSpaces() {
    return collapse == WhiteSpaceCollapse.COLLAPSE
        || collapse == WhiteSpaceCollapse.PRESERVE_BREAKS;
  }

  /** Whether a line feed of the source ends a line. */
  public boolean keepsBreaks() {
    return switch (collapse) {
      case PRESERVE, PRESERVE_BREAKS, BREAK_SPACES -> true;
      case COLLAPSE, PRESERVE_SPACES -> false;
    };
  }

  /** Whether lines wrap where the text allows it. */
  public boolean wraps() {
    return wrap == TextWrapMode.WRAP;
  }

  /** Whether a word may be broken anywhere when nothing else helps. */
  public boolean breaksWords() {
    return overflowWrap != OverflowWrap.NORMAL || wordBreak == WordBreak.BREAK_WORD;
  }

  /** Whether such emergency breaks make the smallest width of the content smaller. */
  public boolean breaksWordsForMinContent() {
    return overflowWrap == OverflowWrap.ANYWHERE
        || wordBreak == WordBreak.BREAK_WORD
        || lineBreak == LineBreak.ANYWHERE;
  }
}

package dev.glasshouse.css.values;

/** The words that text properties take (CSS Text 4, Text Decoration 4, Writing Modes 4). */
public interface TextKeywords {
  /** {@code text-align}; {@code match-parent} is resolved. */
  enum TextAlign {
    START,
    END,
    LEFT,
    RIGHT,
    CENTER,
    JUSTIFY,
    MATCH_PARENT,
    /** Centered unless the parent says otherwise: {@code <th>} of HTML; never a computed value. */
    INTERNAL_CENTER,
    /** Centers blocks too: {@code <center>} and {@code align=center} of HTML. */
    LEGACY_CENTER,
    /** {@code align=left} of HTML. */
    LEGACY_LEFT,
    /** {@code align=right} of HTML. */
    LEGACY_RIGHT;

    /** The alignment of lines: the three of HTML become their plain kin. */
    public TextAlign ofLines() {
      return switch (this) {
        case LEGACY_CENTER -> CENTER;
        case LEGACY_LEFT -> LEFT;
        case LEGACY_RIGHT -> RIGHT;
        default -> this;
      };
    }
  }

  /** {@code text-align-last}. */
  enum TextAlignLast {
    AUTO,
    START,
    END,
    LEFT,
    RIGHT,
    CENTER,
    JUSTIFY,
    MATCH_PARENT
  }

  /** {@code text-transform}, without the width conversions. */
  enum CaseTransform {
    NONE,
    CAPITALIZE,
    UPPERCASE,
    LOWERCASE
  }

  /** {@code white-space-collapse}. */
  enum WhiteSpaceCollapse {
    COLLAPSE,
    PRESERVE,
    PRESERVE_BREAKS,
    PRESERVE_SPACES,
    BREAK_SPACES
  }

  /** {@code text-wrap-mode}. */
  enum TextWrapMode {
    WRAP,
    NOWRAP
  }

  /** {@code text-wrap-style}. */
  enum TextWrapStyle {
    AUTO,
    BALANCE,
    STABLE,
    PRETTY
  }

  /** {@code word-break}. */
  enum WordBreak {
    NORMAL,
    BREAK_ALL,
    KEEP_ALL,
    BREAK_WORD,
    MANUAL,
    AUTO_PHRASE
  }

  /** {@code overflow-wrap}. */
  enum OverflowWrap {
    NORMAL,
    BREAK_WORD,
    ANYWHERE
  }

  /** {@code line-break}. */
  enum LineBreak {
    AUTO,
    LOOSE,
    NORMAL,
    STRICT,
    ANYWHERE
  }

  /** {@code hyphens}. */
  enum Hyphens {
    NONE,
    MANUAL,
    AUTO
  }

  /** {@code direction}. */
  enum Direction {
    LTR,
    RTL
  }

  /** {@code unicode-bidi}. */
  enum UnicodeBidi {
    NORMAL,
    EMBED,
    ISOLATE,
    BIDI_OVERRIDE,
    ISOLATE_OVERRIDE,
    PLAINTEXT
  }

  /** {@code writing-mode}. */
  enum WritingMode {
    HORIZONTAL_TB,
    VERTICAL_RL,
    VERTICAL_LR,
    SIDEWAYS_RL,
    SIDEWAYS_LR;

    /** Whether lines run from top to bottom or from bottom to top. */
    public boolean isVertical() {
      return this != HORIZONTAL_TB;
    }
  }

  /** {@code text-orientation}. */
  enum TextOrientation {
    MIXED,
    UPRIGHT,
    SIDEWAYS
  }

  /** One line of {@code text-decoration-line}. */
  enum DecorationLine {
    UNDERLINE,
    OVERLINE,
    LINE_THROUGH,
    BLINK
  }

  /** {@code text-decoration-style}. */
  enum DecorationStyle {
    SOLID,
    DOUBLE,
    DOTTED,
    DASHED,
    WAVY
  }

  /** {@code text-decoration-skip-ink}. */
  enum SkipInk {
    AUTO,
    NONE,
    ALL
  }

  /** {@code text-overflow}, the end of the line. */
  enum TextOverflow {
    CLIP,
    ELLIPSIS
  }

  /** {@code text-justify}. */
  enum TextJustify {
    AUTO,
    NONE,
    INTER_WORD,
    INTER_CHARACTER
  }
}

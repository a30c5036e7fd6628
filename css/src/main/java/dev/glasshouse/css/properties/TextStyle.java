package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.FontKeywords.FontKerning;
import dev.glasshouse.css.values.FontKeywords.FontStyle;
import dev.glasshouse.css.values.FontKeywords.FontVariantCaps;
import dev.glasshouse.css.values.LineHeight;
import dev.glasshouse.css.values.Shadow;
import dev.glasshouse.css.values.TabSize;
import dev.glasshouse.css.values.TextDecoration;
import dev.glasshouse.css.values.TextIndent;
import dev.glasshouse.css.values.TextKeywords.CaseTransform;
import dev.glasshouse.css.values.TextKeywords.Direction;
import dev.glasshouse.css.values.TextKeywords.Hyphens;
import dev.glasshouse.css.values.TextKeywords.LineBreak;
import dev.glasshouse.css.values.TextKeywords.OverflowWrap;
import dev.glasshouse.css.values.TextKeywords.SkipInk;
import dev.glasshouse.css.values.TextKeywords.TextAlign;
import dev.glasshouse.css.values.TextKeywords.TextAlignLast;
import dev.glasshouse.css.values.TextKeywords.TextJustify;
import dev.glasshouse.css.values.TextKeywords.TextOrientation;
import dev.glasshouse.css.values.TextKeywords.TextOverflow;
import dev.glasshouse.css.values.TextKeywords.TextWrapMode;
import dev.glasshouse.css.values.TextKeywords.TextWrapStyle;
import dev.glasshouse.css.values.TextKeywords.UnicodeBidi;
import dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse;
import dev.glasshouse.css.values.TextKeywords.WordBreak;
import dev.glasshouse.css.values.TextKeywords.WritingMode;
import java.util.List;
import java.util.OptionalDouble;

/** The computed values that shape and set text. */
public sealed interface TextStyle permits ComputedStyle {
  /** The computed value of a property, in the type that its row of {@link Property} makes. */
  Object value(Property property);

  /** {@code font-family}: the families in order of preference, generic ones in lower case. */
  @SuppressWarnings("unchecked")
  default List<String> fontFamily() {
    return (List<String>) value(Property.FONT_FAMILY);
  }

  /** {@code font-size} in px. */
  double fontSize();

  /** {@code font-weight}, 1 to 1000. */
  default double fontWeight() {
    return (Double) value(Property.FONT_WEIGHT);
  }

  /** {@code font-style}. */
  default FontStyle fontStyle() {
    return (FontStyle) value(Property.FONT_STYLE);
  }

  /** {@code font-stretch} in percent, 100 is normal. */
  default double fontStretch() {
    return (Double) value(Property.FONT_STRETCH);
  }

  /** {@code font-variant-caps}. */
  default FontVariantCaps fontVariantCaps() {
    return (FontVariantCaps) value(Property.FONT_VARIANT_CAPS);
  }

  /** {@code font-variant-ligatures}, as written. */
  default String fontVariantLigatures() {
    return (String) value(Property.FONT_VARIANT_LIGATURES);
  }

  /** {@code font-variant-numeric}, as written. */
  default String fontVariantNumeric() {
    return (String) value(Property.FONT_VARIANT_NUMERIC);
  }

  /** {@code font-variant-east-asian}, as written. */
  default String fontVariantEastAsian() {
    return (String) value(Property.FONT_VARIANT_EAST_ASIAN);
  }

  /** {@code font-variant-position}, as written. */
  default String fontVariantPosition() {
    return (String) value(Property.FONT_VARIANT_POSITION);
  }

  /** {@code font-kerning}. */
  default FontKerning fontKerning() {
    return (FontKerning) value(Property.FONT_KERNING);
  }

  /** {@code font-feature-settings}: a tag, a space and a number each. */
  @SuppressWarnings("unchecked")
  default List<String> fontFeatureSettings() {
    return (List<String>) value(Property.FONT_FEATURE_SETTINGS);
  }

  /** {@code font-variation-settings}: a tag, a space and a number each. */
  @SuppressWarnings("unchecked")
  default List<String> fontVariationSettings() {
    return (List<String>) value(Property.FONT_VARIATION_SETTINGS);
  }

  /** {@code line-height}. */
  default LineHeight lineHeight() {
    return (LineHeight) value(Property.LINE_HEIGHT);
  }

  /** {@code letter-spacing} in px. */
  default double letterSpacing() {
    return (Double) value(Property.LETTER_SPACING);
  }

  /** {@code word-spacing} in px. */
  default double wordSpacing() {
    return (Double) value(Property.WORD_SPACING);
  }

  /** {@code text-align}. */
  default TextAlign textAlign() {
    return (TextAlign) value(Property.TEXT_ALIGN);
  }

  /** {@code text-align-last}. */
  default TextAlignLast textAlignLast() {
    return (TextAlignLast) value(Property.TEXT_ALIGN_LAST);
  }

  /** {@code text-justify}. */
  default TextJustify textJustify() {
    return (TextJustify) value(Property.TEXT_JUSTIFY);
  }

  /** {@code text-indent}. */
  default TextIndent textIndent() {
    return (TextIndent) value(Property.TEXT_INDENT);
  }

  /** {@code text-transform}. */
  default CaseTransform textTransform() {
    return (CaseTransform) value(Property.TEXT_TRANSFORM);
  }

  /** {@code white-space-collapse}. */
  default WhiteSpaceCollapse whiteSpaceCollapse() {
    return (WhiteSpaceCollapse) value(Property.WHITE_SPACE_COLLAPSE);
  }

  /** {@code text-wrap-mode}. */
  default TextWrapMode textWrapMode() {
    return (TextWrapMode) value(Property.TEXT_WRAP_MODE);
  }

  /** {@code text-wrap-style}. */
  default TextWrapStyle textWrapStyle() {
    return (TextWrapStyle) value(Property.TEXT_WRAP_STYLE);
  }

  /** {@code word-break}. */
  default WordBreak wordBreak() {
    return (WordBreak) value(Property.WORD_BREAK);
  }

  /** {@code overflow-wrap}. */
  default OverflowWrap overflowWrap() {
    return (OverflowWrap) value(Property.OVERFLOW_WRAP);
  }

  /** {@code line-break}. */
  default LineBreak lineBreak() {
    return (LineBreak) value(Property.LINE_BREAK);
  }

  /** {@code hyphens}. */
  default Hyphens hyphens() {
    return (Hyphens) value(Property.HYPHENS);
  }

  /** {@code tab-size}. */
  default TabSize tabSize() {
    return (TabSize) value(Property.TAB_SIZE);
  }

  /** {@code direction}. */
  default Direction direction() {
    return (Direction) value(Property.DIRECTION);
  }

  /** {@code unicode-bidi}. */
  default UnicodeBidi unicodeBidi() {
    return (UnicodeBidi) value(Property.UNICODE_BIDI);
  }

  /** {@code writing-mode}. */
  default WritingMode writingMode() {
    return (WritingMode) value(Property.WRITING_MODE);
  }

  /** {@code text-orientation}. */
  default TextOrientation textOrientation() {
    return (TextOrientation) value(Property.TEXT_ORIENTATION);
  }

  /** {@code text-overflow}. */
  default TextOverflow textOverflow() {
    return (TextOverflow) value(Property.TEXT_OVERFLOW);
  }

  /** {@code hyphenate-character}; empty for auto. */
  default String hyphenateCharacter() {
    return (String) value(Property.HYPHENATE_CHARACTER);
  }

  /** The decoration lines that begin at this element (they are not inherited, they propagate). */
  TextDecoration textDecoration();

  /** {@code text-decoration-skip-ink}. */
  default SkipInk textDecorationSkipInk() {
    return (SkipInk) value(Property.TEXT_DECORATION_SKIP_INK);
  }

  /** {@code text-underline-offset} in px; empty for auto. */
  default OptionalDouble textUnderlineOffset() {
    return (OptionalDouble) value(Property.TEXT_UNDERLINE_OFFSET);
  }

  /** {@code text-shadow}, the topmost first. */
  @SuppressWarnings("unchecked")
  default List<Shadow> textShadow() {
    return (List<Shadow>) value(Property.TEXT_SHADOW);
  }
}

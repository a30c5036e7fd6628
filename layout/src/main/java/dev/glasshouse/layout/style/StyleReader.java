package dev.glasshouse.layout.style;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.FontKeywords.FontKerning;
import dev.glasshouse.css.values.Sides;
import dev.glasshouse.layout.text.Slant;
import dev.glasshouse.layout.text.TextStyle;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Reads computed styles for layout. Elements that share a style share what is read of it. */
public final class StyleReader {
  private final Map<String, Map<ComputedStyle, BoxStyle>> known = new HashMap<>();

  /**
   * What layout reads of a style.
   *
   * @param language the language of the element, as a BCP 47 tag; empty where it is not known
   */
  public BoxStyle read(ComputedStyle style, String language) {
    return known
        .computeIfAbsent(language, _ -> new IdentityHashMap<>())
        .computeIfAbsent(style, each -> make(each, language));
  }

  private static BoxStyle make(ComputedStyle style, String language) {
    return new BoxStyle(
        placement(style),
        sizing(style),
        new Frame(style.margin(), style.padding(), border(style)),
        script(style, language),
        generated(style),
        Look.of(style));
  }

  private static Placement placement(ComputedStyle style) {
    return new Placement(
        style.display(),
        style.position(),
        style.floating(),
        style.clear(),
        style.overflowX(),
        style.overflowY(),
        new Sides<>(style.top(), style.right(), style.bottom(), style.left()));
  }

  private static Sizing sizing(ComputedStyle style) {
    return new Sizing(
        style.width(),
        style.minWidth(),
        style.maxWidth(),
        style.height(),
        style.minHeight(),
        style.maxHeight(),
        style.boxSizing(),
        style.aspectRatio());
  }

  private static Insets border(ComputedStyle style) {
    int top = thickness(style.borderTopWidth());
    int right = thickness(style.borderRightWidth());
    int bottom = thickness(style.borderBottomWidth());
    int left = thickness(style.borderLeftWidth());
    return (top | right | bottom | left) == 0 ? Insets.NONE : new Insets(top, right, bottom, left);
  }

  /** Borders are whole px, and none that is there is less than one (CSS Backgrounds 3, 4.3). */
  private static int thickness(double px) {
    return px <= 0 ? 0 : LayoutUnit.of(Math.max(1, Math.floor(px)));
  }

  private static Script script(ComputedStyle style, String language) {
    return new Script(
        shaping(style, language),
        style.lineHeight(),
        style.verticalAlign(),
        style.direction(),
        style.unicodeBidi(),
        style.textTransform(),
        new Spaces(
            style.whiteSpaceCollapse(),
            style.textWrapMode(),
            style.tabSize(),
            style.wordBreak(),
            style.overflowWrap(),
            style.lineBreak(),
            style.hyphens()),
        new Lines(
            style.textAlign(),
            style.textAlignLast(),
            style.textJustify(),
            style.textIndent(),
            style.textOverflow()));
  }

  private static TextStyle shaping(ComputedStyle style, String language) {
    Slant slant =
        switch (style.fontStyle()) {
          case NORMAL -> Slant.NORMAL;
          case ITALIC -> Slant.ITALIC;
          case OBLIQUE -> Slant.OBLIQUE;
        };
    return new TextStyle(
        style.fontFamily(),
        (float) style.fontSize(),
        (int) style.fontWeight(),
        slant,
        (float) style.fontStretch(),
        (float) style.letterSpacing(),
        (float) style.wordSpacing(),
        language,
        style.fontKerning() != FontKerning.NONE,
        !style.fontVariantLigatures().contains("none"));
  }

  private static Generated generated(ComputedStyle style) {
    return new Generated(
        style.content(),
        style.counterReset(),
        style.counterSet(),
        style.counterIncrement(),
        style.quotes(),
        style.listStyleType(),
        style.listStylePosition(),
        style.listStyleImage());
  }
}

package dev.glasshouse.css.properties;

import dev.glasshouse.css.properties.Shorthand.Parts;
import dev.glasshouse.css.syntax.ComponentValue.Percentage;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.ListStyle;
import dev.glasshouse.css.values.TextKeywords.TextWrapMode;
import dev.glasshouse.css.values.TextKeywords.WhiteSpaceCollapse;
import java.util.List;
import java.util.Set;

/** Taking apart the shorthands of text, fonts and lists. */
final class Texts {
  private static final Set<String> SYSTEM_FONTS =
      Set.of("caption", "icon", "menu", "message-box", "small-caption", "status-bar");
  private static final Set<Property> FONT_FRONT =
      Set.of(
          Property.FONT_STYLE,
          Property.FONT_VARIANT_CAPS,
          Property.FONT_WEIGHT,
          Property.FONT_STRETCH);

  private Texts() {}

  /** {@code font}: style, variant, weight and stretch in any order, size, line height, family. */
  static boolean font(Values in, Parts out) {
    if (SYSTEM_FONTS.contains(in.keyword())) {
      in.next();
      out.put(Property.FONT_SIZE, new FontGrammar.FontSize(40 / 3.0, -1, true));
      out.put(Property.FONT_FAMILY, List.of("system-ui", "sans-serif"));
      return true;
    }
    boolean more = true;
    for (int n = 0; more && n < 4; n++) {
      if (in.take("normal")) {
        continue;
      }
      more = false;
      boolean percent = in.peek() instanceof Percentage;
      for (Property p : FONT_FRONT) {
        boolean sizeLike = p == Property.FONT_STRETCH && percent;
        if (!sizeLike && !out.has(p) && out.read(p, in)) {
          more = true;
          break;
        }
      }
    }
    if (!out.read(Property.FONT_SIZE, in)) {
      return false;
    }
    if (in.takeDelim('/') && !out.read(Property.LINE_HEIGHT, in)) {
      return false;
    }
    return out.read(Property.FONT_FAMILY, in);
  }

  /** {@code font-variant}: the caps are read, the rest is kept as text. */
  static boolean fontVariant(Values in, Parts out) {
    if (in.take("normal") || in.take("none")) {
      return true;
    }
    StringBuilder rest = new StringBuilder();
    while (!in.atEnd()) {
      if (out.has(Property.FONT_VARIANT_CAPS) || !out.read(Property.FONT_VARIANT_CAPS, in)) {
        int mark = in.mark();
        in.next();
        rest.append(' ').append(Serializer.text(in.since(mark)));
      }
    }
    if (!rest.isEmpty()) {
      out.put(Property.FONT_VARIANT_NUMERIC, rest.toString().strip());
    }
    return true;
  }

  /** {@code list-style}: a lone {@code none} is both the type's and the image's. */
  static boolean listStyle(Values in, Parts out) {
    int nones = 0;
    boolean any = false;
    while (!in.atEnd()) {
      any = true;
      if (in.take("none")) {
        nones++;
        continue;
      }
      boolean read = false;
      for (Target t : out.targets()) {
        if (!out.has(t) && out.read(t, in)) {
          read = true;
          break;
        }
      }
      if (!read) {
        return false;
      }
    }
    if (nones > 0 && !out.has(Property.LIST_STYLE_TYPE)) {
      out.put(Property.LIST_STYLE_TYPE, ListStyle.None.NONE);
    }
    if (nones > 0 && !out.has(Property.LIST_STYLE_IMAGE)) {
      out.put(Property.LIST_STYLE_IMAGE, Image.None.NONE);
    }
    return any && nones <= 2;
  }

  /** {@code white-space}: the old words, or the longhands in any order. */
  static boolean whiteSpace(Values in, Parts out) {
    WhiteSpaceCollapse collapse =
        switch (in.keyword()) {
          case "normal", "nowrap" -> WhiteSpaceCollapse.COLLAPSE;
          case "pre", "pre-wrap" -> WhiteSpaceCollapse.PRESERVE;
          case "pre-line" -> WhiteSpaceCollapse.PRESERVE_BREAKS;
          case "break-spaces" -> WhiteSpaceCollapse.BREAK_SPACES;
          default -> null;
        };
    if (collapse == null) {
      return Boxes.anyOrder(in, out);
    }
    boolean wraps = !in.keyword().equals("nowrap") && !in.keyword().equals("pre");
    in.next();
    out.put(Property.WHITE_SPACE_COLLAPSE, collapse);
    out.put(Property.TEXT_WRAP_MODE, wraps ? TextWrapMode.WRAP : TextWrapMode.NOWRAP);
    return true;
  }
}

package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.css.selectors.Directionality;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What the attributes of HTML say about looks, as declarations in CSS (<a
 * href="https://html.spec.whatwg.org/multipage/rendering.html#presentational-hints">HTML, 15.2 and
 * 15.3</a>). Not done: {@code frame} and {@code rules} of tables beyond their borders, and the
 * attributes of SVG but for an outer {@code svg}'s size.
 */
final class PresentationalHints {
  private final Element e;
  private final StringBuilder css = new StringBuilder();

  private PresentationalHints(Element e) {
    this.e = e;
  }

  /** Whether the element may have hints although it has no attribute. */
  static boolean needsNoAttributes(Element e) {
    return switch (e.tag()) {
      case TD, TH, BDI -> true;
      default -> false;
    };
  }

  /** The declarations as text; empty where there are none. */
  static String of(Element e) {
    if (!e.isHtml()) {
      return e.namespace() == Namespace.SVG && e.localName().equals("svg") ? svg(e) : "";
    }
    PresentationalHints hints = new PresentationalHints(e);
    hints.direction();
    hints.byTag();
    return hints.css.toString();
  }

  private static String svg(Element e) {
    PresentationalHints hints = new PresentationalHints(e);
    hints.length("width", "width");
    hints.length("height", "height");
    return hints.css.toString();
  }

  private void length(String attribute, String property) {
    String value = e.attribute(attribute);
    if (value != null && !value.isBlank() && value.length() < 40) {
      boolean plain = value.strip().chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
      add(property, plain ? value.strip() + "px" : value);
    }
  }

  private void add(String property, String value) {
    if (!value.isEmpty()) {
      css.append(property).append(':').append(value).append(';');
    }
  }

  private @Nullable String lower(String attribute) {
    String value = e.attribute(attribute);
    return value == null ? null : Ascii.lower(value.strip());
  }

  private void dimension(String attribute, String property) {
    String value = e.attribute(attribute);
    if (value != null) {
      add(property, LegacyValues.dimension(value));
    }
  }

  private void pixels(String attribute, String... properties) {
    String value = e.attribute(attribute);
    if (value != null) {
      for (String property : properties) {
        add(property, LegacyValues.pixels(value));
      }
    }
  }

  private void color(String attribute, String property) {
    String value = e.attribute(attribute);
    if (value != null) {
      add(property, LegacyValues.color(value));
    }
  }

  /** {@code dir=auto} and {@code bdi}: by the text inside; the fixed ones are in the sheet. */
  private void direction() {
    String dir = lower("dir");
    boolean fixed = "ltr".equals(dir) || "rtl".equals(dir);
    if ("auto".equals(dir) || (e.is(Tag.BDI) && !fixed)) {
      add("direction", Directionality.auto(e));
    }
  }

  private void byTag() {
    switch (e.tag()) {
      case BODY -> body();
      case FONT -> font();
      case TABLE -> table();
      case THEAD, TBODY, TFOOT, TR -> row();
      case TD, TH -> cell();
      case COL, COLGROUP -> {
        dimension("width", "width");
        textAlign();
        verticalAlign();
      }
      case CAPTION -> caption();
      case HR -> rule();
      case IMG, EMBED, OBJECT, IFRAME, VIDEO, CANVAS, INPUT -> replaced();
      case DIV, P, H1, H2, H3, H4, H5, H6 -> textAlign();
      case UL, OL, LI, MENU, DIR -> list();
      case A -> link();
      case TEXTAREA -> {
        if ("off".equals(lower("wrap"))) {
          add("white-space", "pre");
        }
      }
      case BR -> clear();
      default -> {}
    }
  }

  private void body() {
    color("bgcolor", "background-color");
    color("text", "color");
    background();
    pixels("marginheight", "margin-top", "margin-bottom");
    pixels("topmargin", "margin-top");
    pixels("bottommargin", "margin-bottom");
    pixels("marginwidth", "margin-left", "margin-right");
    pixels("leftmargin", "margin-left");
    pixels("rightmargin", "margin-right");
  }

  private void background() {
    String url = e.attribute("background");
    if (url != null && !url.isBlank()) {
      String escaped = url.strip().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "");
      add("background-image", "url(\"" + escaped + "\")");
    }
  }

  private void font() {
    color("color", "color");
    String face = e.attribute("face");
    if (face != null && face.indexOf(';') < 0 && face.indexOf('}') < 0) {
      add("font-family", face);
    }
    String size = e.attribute("size");
    if (size != null) {
      add("font-size", LegacyValues.fontSize(size));
    }
  }

  /** The links of a page whose body says how they look. */
  private void link() {
    Element body = e.hasAttribute("href") ? e.ownerDocument().body() : null;
    String color = body == null ? null : body.attribute("link");
    if (color != null) {
      add("color", LegacyValues.color(color));
    }
  }

  private void table() {
    color("bgcolor", "background-color");
    background();
    nonzero("width", "width");
    dimension("height", "height");
    pixels("cellspacing", "border-spacing");
    String border = e.attribute("border");
    if (border != null) {
      String px = LegacyValues.pixels(border);
      add("border-width", px.isEmpty() ? "1px" : px);
      add("border-style", "outset");
    }
    String frame = lower("frame");
    if (frame != null) {
      frame(frame);
    }
    color("bordercolor", "border-color");
    switch (lower("align")) {
      case "left" -> add("float", "left");
      case "right" -> add("float", "right");
      case "center" -> add("margin-inline", "auto");
      case null, default -> {}
    }
  }

  private void frame(String frame) {
    String sides =
        switch (frame) {
          case "void" -> "hidden";
          case "above" -> "outset hidden hidden hidden";
          case "below" -> "hidden hidden outset hidden";
          case "hsides" -> "outset hidden outset hidden";
          case "vsides" -> "hidden outset hidden outset";
          case "lhs" -> "hidden hidden hidden outset";
          case "rhs" -> "hidden outset hidden hidden";
          case "box", "border" -> "outset";
          default -> "";
        };
    add("border-style", sides);
    if (!sides.isEmpty() && !e.hasAttribute("border")) {
      add("border-width", "1px");
    }
  }

  private void nonzero(String attribute, String property) {
    String value = e.attribute(attribute);
    if (value != null) {
      add(property, LegacyValues.nonzeroDimension(value));
    }
  }

  private void row() {
    color("bgcolor", "background-color");
    background();
    dimension("height", "height");
    textAlign();
    verticalAlign();
  }

  private void cell() {
    row();
    nonzero("width", "width");
    if (e.hasAttribute("nowrap")) {
      add("white-space", "nowrap");
    }
    Element table = tableOf(e);
    if (table == null) {
      return;
    }
    String padding = table.attribute("cellpadding");
    if (padding != null) {
      add("padding", LegacyValues.pixels(padding));
    }
    String border = table.attribute("border");
    if (border != null && !LegacyValues.pixels(border).equals("0px")) {
      add("border", "1px inset");
    }
    String color = table.attribute("bordercolor");
    if (color != null) {
      add("border-color", LegacyValues.color(color));
    }
  }

  private static @Nullable Element tableOf(Element cell) {
    Element up = cell.parentElement();
    for (int i = 0; up != null && i < 3; i++) {
      if (up.is(Tag.TABLE)) {
        return up;
      }
      up = up.parentElement();
    }
    return null;
  }

  private void textAlign() {
    String align = lower("align");
    String value =
        switch (align) {
          case "left" -> "-webkit-left";
          case "right" -> "-webkit-right";
          case "center", "middle" -> "-webkit-center";
          case "justify" -> "justify";
          case null, default -> "";
        };
    add("text-align", value);
  }

  private void verticalAlign() {
    switch (lower("valign")) {
      case "top" -> add("vertical-align", "top");
      case "middle" -> add("vertical-align", "middle");
      case "bottom" -> add("vertical-align", "bottom");
      case "baseline" -> add("vertical-align", "baseline");
      case null, default -> {}
    }
  }

  private void caption() {
    if ("bottom".equals(lower("align"))) {
      add("caption-side", "bottom");
    } else {
      textAlign();
    }
  }

  private void rule() {
    dimension("width", "width");
    if (e.hasAttribute("noshade")) {
      solid("gray");
    }
    String color = e.attribute("color");
    if (color != null) {
      solid(LegacyValues.color(color));
    }
    String size = e.attribute("size");
    int px = size == null ? -1 : LegacyValues.integer(size).orElse(-1);
    if (px == 0 || px == 1) {
      add("border-bottom-width", "0");
    } else if (px > 1) {
      add("height", (px - 2) + "px");
    }
    switch (lower("align")) {
      case "left" -> add("margin", "0.5em auto 0.5em 0");
      case "right" -> add("margin", "0.5em 0 0.5em auto");
      case "center" -> add("margin", "0.5em auto");
      case null, default -> {}
    }
  }

  /** Browsers colour the border and what is inside of it, which looks as the standard asks. */
  private void solid(String color) {
    add("border-style", "solid");
    add("border-color", color);
    add("background-color", color);
  }

  private void replaced() {
    boolean input = e.is(Tag.INPUT);
    if (input && !"image".equals(lower("type"))) {
      return;
    }
    dimension("width", "width");
    dimension("height", "height");
    ratio();
    if (e.is(Tag.VIDEO) || e.is(Tag.CANVAS)) {
      return;
    }
    dimension("hspace", "margin-left");
    dimension("hspace", "margin-right");
    dimension("vspace", "margin-top");
    dimension("vspace", "margin-bottom");
    String border = e.attribute("border");
    if (border != null && !e.is(Tag.IFRAME)) {
      add(
          "border",
          LegacyValues.pixels(border).isEmpty() ? "" : LegacyValues.pixels(border) + " solid");
    }
    if (e.is(Tag.IFRAME)
        && ("0".equals(lower("frameborder")) || "no".equals(lower("frameborder")))) {
      add("border", "none");
    }
    switch (lower("align")) {
      case "left" -> add("float", "left");
      case "right" -> add("float", "right");
      case "top" -> add("vertical-align", "top");
      case "baseline", "bottom" -> add("vertical-align", "baseline");
      case "middle", "absmiddle", "abscenter", "center" -> add("vertical-align", "middle");
      case "texttop" -> add("vertical-align", "text-top");
      case null, default -> {}
    }
  }

  /** Width and height in px are a ratio until the picture is there (HTML 15.4.3). */
  private void ratio() {
    boolean takes = e.is(Tag.IMG) || e.is(Tag.VIDEO) || e.is(Tag.CANVAS);
    String w = e.attribute("width");
    String h = e.attribute("height");
    if (!takes || w == null || h == null) {
      return;
    }
    String width = LegacyValues.dimension(w);
    String height = LegacyValues.dimension(h);
    if (width.endsWith("px") && height.endsWith("px")) {
      String a = width.substring(0, width.length() - 2);
      String b = height.substring(0, height.length() - 2);
      add("aspect-ratio", "auto " + a + " / " + b);
    }
  }

  private void list() {
    String type = e.attribute("type");
    if (type != null) {
      add("list-style-type", markerType(type.strip()));
    }
    if (e.is(Tag.OL)) {
      String start = e.attribute("start");
      if (e.hasAttribute("reversed")) {
        String from = start == null ? "" : " " + (LegacyValues.integer(start).orElse(0) + 1);
        add("counter-reset", "reversed(list-item)" + from);
      } else if (start != null) {
        LegacyValues.integer(start).ifPresent(n -> add("counter-reset", "list-item " + (n - 1)));
      }
    }
    String value = e.is(Tag.LI) ? e.attribute("value") : null;
    if (value != null) {
      LegacyValues.integer(value).ifPresent(n -> add("counter-set", "list-item " + n));
    }
  }

  private static String markerType(String type) {
    return switch (type) {
      case "1" -> "decimal";
      case "a" -> "lower-alpha";
      case "A" -> "upper-alpha";
      case "i" -> "lower-roman";
      case "I" -> "upper-roman";
      default ->
          switch (Ascii.lower(type)) {
            case "disc", "circle", "square", "none" -> Ascii.lower(type);
            default -> "";
          };
    };
  }

  private void clear() {
    switch (lower("clear")) {
      case "left" -> add("clear", "left");
      case "right" -> add("clear", "right");
      case "all", "both" -> add("clear", "both");
      case null, default -> {}
    }
  }
}

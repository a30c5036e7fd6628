package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Tag;
import java.util.Locale;

/** What the parsing rules say of elements, as bits (HTML 13.2.4.2 and 3, 13.2.6). */
final class Traits {
  /** In the category "special". */
  static final int SPECIAL = 1;

  /** Ends the default scope. */
  static final int SCOPE = 2;

  /** Ends the table scope. */
  static final int TABLE_SCOPE = 4;

  /** Ends the list item scope, besides the default scope. */
  static final int LIST = 8;

  /** Its end tag may be implied. */
  static final int IMPLIED_END = 16;

  /** Its end tag may be implied where everything is closed. */
  static final int IMPLIED_END_THOROUGHLY = 32;

  /** A MathML text integration point. */
  static final int MATHML_TEXT = 64;

  /** An HTML integration point. */
  static final int HTML_INTEGRATION = 128;

  /** An HTML element. */
  static final int HTML = 256;

  /** A current node that a table's stray content leaves: table, tbody, tfoot, thead, tr. */
  static final int FOSTERS = 512;

  private static final int[] OF_HTML = ofHtml();

  private Traits() {}

  static int of(Element element) {
    return element.isHtml() ? OF_HTML[element.tag().ordinal()] : ofForeign(element);
  }

  private static int ofForeign(Element element) {
    String name = element.localName();
    if (element.namespace() == Namespace.SVG) {
      return switch (name) {
        case "foreignObject", "desc", "title" -> SPECIAL | SCOPE | HTML_INTEGRATION;
        default -> 0;
      };
    }
    if (element.namespace() != Namespace.MATHML) {
      return 0;
    }
    return switch (name) {
      case "mi", "mo", "mn", "ms", "mtext" -> SPECIAL | SCOPE | MATHML_TEXT;
      case "annotation-xml" -> SPECIAL | SCOPE | (annotatesHtml(element) ? HTML_INTEGRATION : 0);
      default -> 0;
    };
  }

  private static boolean annotatesHtml(Element element) {
    String encoding = element.attribute("encoding");
    if (encoding == null) {
      return false;
    }
    String lower = encoding.toLowerCase(Locale.ROOT);
    return lower.equals("text/html") || lower.equals("application/xhtml+xml");
  }

  private static int[] ofHtml() {
    int[] traits = new int[Tag.values().length];
    java.util.Arrays.fill(traits, HTML);
    set(
        traits,
        SPECIAL,
        "address applet area article aside base basefont bgsound blockquote body br button caption"
            + " center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer"
            + " form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input"
            + " keygen li link listing main marquee menu meta nav noembed noframes noscript object ol"
            + " p param plaintext pre script search section select source style summary table tbody"
            + " td template textarea tfoot th thead title tr track ul wbr xmp");
    set(traits, SCOPE, "applet caption html table td th marquee object select template");
    set(traits, TABLE_SCOPE, "html table template");
    set(traits, LIST, "ol ul");
    set(traits, IMPLIED_END | IMPLIED_END_THOROUGHLY, "dd dt li optgroup option p rb rp rt rtc");
    set(traits, IMPLIED_END_THOROUGHLY, "caption colgroup tbody td tfoot th thead tr");
    set(traits, FOSTERS, "table tbody tfoot thead tr");
    return traits;
  }

  private static void set(int[] traits, int bits, String names) {
    for (String name : names.split(" ")) {
      traits[Tag.of(name).ordinal()] |= bits;
    }
  }
}

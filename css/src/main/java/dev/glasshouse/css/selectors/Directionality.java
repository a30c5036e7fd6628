package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.Text;

/** Whether an element runs {@code ltr} or {@code rtl} by its markup (HTML 3.2.6.4). */
public final class Directionality {
  private Directionality() {}

  /** {@code ltr} or {@code rtl}. */
  public static String of(Element e) {
    for (Element up = e; up != null; up = up.parentElement()) {
      String dir = up.attribute("dir");
      String known = dir == null ? "" : Ascii.lower(dir);
      if (known.equals("ltr") || known.equals("rtl")) {
        return known;
      }
      if (known.equals("auto") || (up.is(Tag.BDI) && !known.equals("auto"))) {
        return auto(up);
      }
    }
    return "ltr";
  }

  /** By the first strong character inside; {@code ltr} where there is none. */
  public static String auto(Element e) {
    Node n = e.next(e);
    while (n != null) {
      boolean skipped = n instanceof Element inner && isSkipped(inner);
      if (n instanceof Text text) {
        String data = text.data();
        for (int i = 0; i < data.length(); i += Character.charCount(data.codePointAt(i))) {
          switch (Character.getDirectionality(data.codePointAt(i))) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
              return "ltr";
            }
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
              return "rtl";
            }
            default -> {}
          }
        }
      }
      n = skipped ? n.nextSkippingChildren(e) : n.next(e);
    }
    return "ltr";
  }

  private static boolean isSkipped(Element e) {
    return e.is(Tag.BDI)
        || e.is(Tag.SCRIPT)
        || e.is(Tag.STYLE)
        || e.is(Tag.TEXTAREA)
        || e.hasAttribute("dir");
  }
}

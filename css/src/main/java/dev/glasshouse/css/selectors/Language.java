package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import java.util.List;

/** The language of an element and its ranges (Selectors 4, 7.2; RFC 4647 3.3.2). */
public final class Language {
  private Language() {}

  /** The language in which the element is written, as its nearest attribute says; or empty. */
  public static String of(Element e) {
    for (Element up = e; up != null; up = up.parentElement()) {
      String lang = up.attribute(Namespace.XML, "lang");
      lang = lang == null ? up.attribute("lang") : lang;
      if (lang != null) {
        return lang;
      }
    }
    return "";
  }

  static boolean matches(List<String> ranges, Element e) {
    String tag = Ascii.lower(of(e));
    for (String range : ranges) {
      if (matches(range, tag)) {
        return true;
      }
    }
    return false;
  }

  /** Extended filtering: subtags of the range occur in the tag in the same order. */
  static boolean matches(String range, String tag) {
    if (tag.isEmpty() || range.isEmpty()) {
      return tag.isEmpty() && range.isEmpty();
    }
    String[] wanted = range.split("-", -1);
    String[] given = tag.split("-", -1);
    if (!wanted[0].equals("*") && !wanted[0].equals(given[0])) {
      return false;
    }
    int g = 1;
    for (int w = 1; w < wanted.length; w++) {
      if (wanted[w].equals("*")) {
        continue;
      }
      while (g < given.length && !given[g].equals(wanted[w])) {
        if (given[g].length() == 1) {
          return false;
        }
        g++;
      }
      if (g++ == given.length) {
        return false;
      }
    }
    return true;
  }
}

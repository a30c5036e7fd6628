package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.dom.Attribute;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attribute selectors (Selectors 4, 6). */
final class AttributeMatch {
  /** Whose values HTML compares without regard to case (HTML 4.16.2). */
  private static final Set<String> CASELESS =
      Set.of(
          ("accept accept-charset align alink axis bgcolor charset checked clear codetype color"
                  + " compact declare defer dir direction disabled enctype face frame hreflang"
                  + " http-equiv lang language link media method multiple nohref noresize noshade"
                  + " nowrap readonly rel rev rules scope scrolling selected shape target text type"
                  + " valign valuetype vlink")
              .split(" "));

  private AttributeMatch() {}

  static boolean matches(Simple.Attribute a, Element e) {
    boolean html = e.namespace() == Namespace.HTML;
    String name = html ? a.lower() : a.name();
    if (a.namespace().isPresent()) {
      String value = value(e, a.namespace().get(), name);
      return value != null && compare(a, value, html);
    }
    for (Attribute candidate : e.attributes()) {
      if (candidate.name().localName().equals(name) && compare(a, candidate.value(), html)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String value(Element e, String namespace, String name) {
    return namespace.isEmpty()
        ? e.attribute(Namespace.NONE, name)
        : e.attribute(Namespace.of(namespace), name);
  }

  private static boolean compare(Simple.Attribute a, String value, boolean html) {
    if (a.operator() == Simple.Operator.PRESENT) {
      return true;
    }
    boolean caseless =
        switch (a.letters()) {
          case INSENSITIVE -> true;
          case SENSITIVE -> false;
          case BY_LANGUAGE -> html && CASELESS.contains(a.lower());
        };
    String wanted = caseless ? Ascii.lower(a.value()) : a.value();
    String given = caseless ? Ascii.lower(value) : value;
    return switch (a.operator()) {
      case PRESENT -> true;
      case EQUALS -> given.equals(wanted);
      case INCLUDES -> includes(given, wanted);
      case DASH_MATCH -> given.equals(wanted) || given.startsWith(wanted + "-");
      case PREFIX -> !wanted.isEmpty() && given.startsWith(wanted);
      case SUFFIX -> !wanted.isEmpty() && given.endsWith(wanted);
      case SUBSTRING -> !wanted.isEmpty() && given.contains(wanted);
    };
  }

  private static boolean includes(String value, String word) {
    if (word.isEmpty() || word.chars().anyMatch(c -> " \t\n\r\f".indexOf(c) >= 0)) {
      return false;
    }
    for (int at = value.indexOf(word); at >= 0; at = value.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || " \t\n\r\f".indexOf(value.charAt(at - 1)) >= 0;
      boolean ends = end == value.length() || " \t\n\r\f".indexOf(value.charAt(end)) >= 0;
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }
}

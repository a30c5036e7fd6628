package dev.glasshouse.layout;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.Content;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.layout.box.Styles;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.StyleReader;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The styles of elements as layout reads them, with the language that the document says. */
final class ElementStyles implements Styles {
  private final Styling styling;
  private final StyleReader reader = new StyleReader();
  private final Map<Element, String> languages = new IdentityHashMap<>();

  ElementStyles(Styling styling) {
    this.styling = styling;
  }

  @Override
  public BoxStyle of(Element element) {
    return reader.read(styling.of(element), language(element));
  }

  @Override
  public Optional<BoxStyle> of(Element element, Pseudo pseudo) {
    Optional<ComputedStyle> style = styling.of(element, pseudo);
    if (style.isEmpty() || !shows(style.get(), pseudo)) {
      return Optional.empty();
    }
    return Optional.of(reader.read(style.get(), language(element)));
  }

  private static boolean shows(ComputedStyle style, Pseudo pseudo) {
    return pseudo == Pseudo.MARKER || style.content() instanceof Content.Items;
  }

  /** The language of the nearest element that says one (HTML 3.2.6.2). */
  private String language(Element element) {
    String known = languages.get(element);
    if (known != null) {
      return known;
    }
    String language = "";
    Element holder = element;
    while (holder != null) {
      String above = languages.get(holder);
      String own = above == null ? declared(holder) : above;
      if (own != null) {
        language = own;
        break;
      }
      holder = holder.parentElement();
    }
    languages.put(element, language);
    return language;
  }

  private static @Nullable String declared(Element element) {
    String xml = element.attribute(Namespace.XML, "lang");
    return xml != null ? xml.strip() : stripped(element.attribute("lang"));
  }

  private static @Nullable String stripped(@Nullable String value) {
    return value == null ? null : value.strip();
  }
}

package dev.glasshouse.browser;

import dev.glasshouse.css.cascade.StyleEngine;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.selectors.PseudoElement;
import dev.glasshouse.css.values.BackgroundLayer;
import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that the styles of a document name, where nothing is laid out: drawing would ask for
 * them. On the page's loop only.
 */
final class StyledPictures {
  private final StyleEngine styles;
  private final int most;
  private final Set<String> urls = new LinkedHashSet<>();

  private StyledPictures(StyleEngine styles, int most) {
    this.styles = styles;
    this.most = most;
  }

  /**
   * Their URLs, in the order of the tree, each once; those that carry their picture themselves are
   * left out.
   *
   * @param most how many are looked for
   */
  static Set<String> of(Document document, StyleEngine styles, int most) {
    var found = new StyledPictures(styles, most);
    Element root = document.documentElement();
    if (root != null) {
      found.visit(root);
    }
    return found.urls;
  }

  /**
   * What is not displayed shows no pictures, nor does anything in it; no recursion: trees are deep.
   */
  private void visit(Element root) {
    Element at = root;
    while (at != null && urls.size() < most) {
      boolean shown = styles.styleOf(at).display() != Display.NONE;
      if (shown) {
        add(styles.styleOf(at));
        for (PseudoElement part : List.of(PseudoElement.BEFORE, PseudoElement.AFTER)) {
          Optional<ComputedStyle> its = styles.styleOf(at, part);
          its.ifPresent(this::add);
        }
      }
      Element inside = shown ? at.firstElementChild() : null;
      at = inside != null ? inside : following(at, root);
    }
  }

  private static @Nullable Element following(Element element, Element root) {
    Element at = element;
    while (at != null && at != root) {
      Element next = at.nextElementSibling();
      if (next != null) {
        return next;
      }
      at = at.parentElement();
    }
    return null;
  }

  private void add(ComputedStyle style) {
    for (BackgroundLayer layer : style.backgroundLayers()) {
      add(layer.image());
    }
    add(style.borderImageSource());
    if (style.display() == Display.LIST_ITEM) {
      add(style.listStyleImage());
    }
    if (style.content() instanceof Content.Items items) {
      for (Content.Item item : items.items()) {
        if (item instanceof Content.Picture(Image image)) {
          add(image);
        }
      }
    }
  }

  private void add(Image image) {
    if (image instanceof Image.FromUrl(String url)
        && !url.startsWith("data:")
        && urls.size() < most) {
      urls.add(url);
    }
  }
}

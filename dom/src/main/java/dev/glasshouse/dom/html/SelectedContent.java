package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Copies a chosen option's content into its select's {@code selectedcontent} when the option is
 * closed (HTML 4.10.10.1, "maybe clone an option into selectedcontent").
 *
 * <p>Chosen is, as far as a parser can see, each option that says {@code selected}, and the first
 * that is not disabled.
 */
final class SelectedContent {
  private @Nullable Element target;
  private @Nullable Element select;
  private boolean chosen;

  /** Takes note of a {@code selectedcontent} that was inserted: the first of each select counts. */
  void inserted(Element selectedContent) {
    Element above = selectAbove(selectedContent);
    if (above == null || above.hasAttribute("multiple") || (above == select && target != null)) {
      return;
    }
    if (above != select) {
      chosen = false;
    }
    select = above;
    target = selectedContent;
  }

  /** An option was taken from the stack of open elements. */
  void closed(Element option) {
    if (target == null || selectAbove(option) != select) {
      return;
    }
    if (option.hasAttribute("selected") || (!chosen && !option.hasAttribute("disabled"))) {
      chosen = true;
      fill(target, option);
    }
  }

  private static void fill(Element target, Element option) {
    if (target.contains(option) || option.contains(target)) {
      return;
    }
    target.removeChildren();
    for (Node child : option.children()) {
      target.append(child.cloneDeep());
    }
  }

  private static @Nullable Element selectAbove(Element element) {
    for (Element above = element.parentElement(); above != null; above = above.parentElement()) {
      if (above.is(Tag.SELECT)) {
        return above;
      }
    }
    return null;
  }
}

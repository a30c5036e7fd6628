package dev.glasshouse.css.selectors;

import dev.glasshouse.css.Ascii;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.Text;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The states that follow from the document alone (HTML 4.16.3, Selectors 4). */
final class ElementState {
  private static final Set<String> NOT_EDITABLE =
      Set.of(
          "hidden",
          "range",
          "color",
          "checkbox",
          "radio",
          "file",
          "submit",
          "image",
          "reset",
          "button");

  private ElementState() {}

  static boolean holds(PseudoClass state, Element e) {
    return switch (state) {
      case EMPTY -> isEmpty(e);
      case DEFINED -> !e.isHtml() || e.localName().indexOf('-') < 0;
      default -> e.isHtml() && html(state, e);
    };
  }

  private static boolean html(PseudoClass state, Element e) {
    return switch (state) {
      case ANY_LINK, LINK -> (e.is(Tag.A) || e.is(Tag.AREA)) && e.hasAttribute("href");
      case CHECKED -> isChecked(e);
      case DISABLED -> isControl(e) && isDisabled(e);
      case ENABLED -> isControl(e) && !isDisabled(e);
      case REQUIRED -> takesRequired(e) && e.hasAttribute("required");
      case OPTIONAL -> takesRequired(e) && !e.hasAttribute("required");
      case READ_WRITE -> isEditable(e);
      case READ_ONLY -> !isEditable(e);
      case PLACEHOLDER_SHOWN -> showsPlaceholder(e);
      case DEFAULT -> isChecked(e) || isDefaultButton(e);
      case INDETERMINATE -> e.is(Tag.PROGRESS) && !e.hasAttribute("value");
      case OPEN -> (e.is(Tag.DETAILS) || e.is(Tag.DIALOG)) && e.hasAttribute("open");
      default -> false;
    };
  }

  private static boolean isEmpty(Element e) {
    for (Node n = e.firstChild(); n != null; n = n.nextSibling()) {
      if (n instanceof Element || (n instanceof Text t && t.length() > 0)) {
        return false;
      }
    }
    return true;
  }

  private static String inputType(Element e) {
    String type = e.attribute("type");
    return type == null ? "text" : Ascii.lower(type);
  }

  private static boolean isChecked(Element e) {
    if (e.is(Tag.OPTION)) {
      return e.hasAttribute("selected");
    }
    String type = e.is(Tag.INPUT) ? inputType(e) : "";
    return (type.equals("checkbox") || type.equals("radio")) && e.hasAttribute("checked");
  }

  private static boolean isControl(Element e) {
    return e.is(Tag.INPUT)
        || e.is(Tag.BUTTON)
        || e.is(Tag.SELECT)
        || e.is(Tag.TEXTAREA)
        || e.is(Tag.OPTGROUP)
        || e.is(Tag.OPTION)
        || e.is(Tag.FIELDSET);
  }

  private static boolean isDisabled(Element e) {
    if (e.hasAttribute("disabled")) {
      return true;
    }
    if (e.is(Tag.OPTION)) {
      Element parent = e.parentElement();
      return parent != null && parent.is(Tag.OPTGROUP) && parent.hasAttribute("disabled");
    }
    if (e.is(Tag.OPTGROUP)) {
      return false;
    }
    Element child = e;
    for (Element up = e.parentElement(); up != null; up = up.parentElement()) {
      if (up.is(Tag.FIELDSET) && up.hasAttribute("disabled") && child != firstLegend(up)) {
        return true;
      }
      child = up;
    }
    return false;
  }

  private static @Nullable Element firstLegend(Element fieldset) {
    for (Element child : fieldset.childElements()) {
      if (child.is(Tag.LEGEND)) {
        return child;
      }
    }
    return null;
  }

  private static boolean takesRequired(Element e) {
    if (!e.is(Tag.INPUT)) {
      return e.is(Tag.SELECT) || e.is(Tag.TEXTAREA);
    }
    return !Set.of("hidden", "range", "color", "submit", "image", "reset", "button")
        .contains(inputType(e));
  }

  private static boolean isEditable(Element e) {
    if (e.is(Tag.INPUT) || e.is(Tag.TEXTAREA)) {
      boolean text = e.is(Tag.TEXTAREA) || !NOT_EDITABLE.contains(inputType(e));
      return text && !e.hasAttribute("readonly") && !isDisabled(e);
    }
    for (Element up = e; up != null; up = up.parentElement()) {
      String editable = up.attribute("contenteditable");
      if (editable != null && up.namespace() == Namespace.HTML) {
        return !Ascii.equalsIgnoreCase(editable, "false");
      }
    }
    return false;
  }

  private static boolean showsPlaceholder(Element e) {
    String placeholder = e.attribute("placeholder");
    if (placeholder == null) {
      return false;
    }
    if (e.is(Tag.TEXTAREA)) {
      return e.textContent().isEmpty();
    }
    String value = e.attribute("value");
    return e.is(Tag.INPUT)
        && !NOT_EDITABLE.contains(inputType(e))
        && (value == null || value.isEmpty());
  }

  private static boolean isDefaultButton(Element e) {
    boolean submits =
        (e.is(Tag.BUTTON)
                && !"button".equals(e.attribute("type"))
                && !"reset".equals(e.attribute("type")))
            || (e.is(Tag.INPUT) && Set.of("submit", "image").contains(inputType(e)));
    if (!submits) {
      return false;
    }
    Element form = e.parentElement();
    while (form != null && !form.is(Tag.FORM)) {
      form = form.parentElement();
    }
    if (form == null) {
      return false;
    }
    for (Element other : form.descendantElements()) {
      boolean first =
          other.is(Tag.BUTTON)
              || (other.is(Tag.INPUT) && Set.of("submit", "image").contains(inputType(other)));
      if (first) {
        return other == e;
      }
    }
    return false;
  }
}

package dev.glasshouse.layout.box;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import java.util.Optional;

/**
 * Form controls that show text (HTML 15.5). They are drawn as plain boxes with that text: their
 * sizes are close to Chromium's, their looks are simple.
 */
final class FormControls {
  private FormControls() {}

  /** The type of an {@code input}, in lower case. */
  static String type(Element input) {
    String type = input.attribute("type");
    return type == null ? "text" : ReplacedElements.lower(type.strip());
  }

  /** The control that an element is; empty for every other element. */
  static Optional<BlockBox.Field> field(Element element) {
    if (!element.isHtml()) {
      return Optional.empty();
    }
    return switch (element.tag()) {
      case INPUT ->
          Optional.of(
              switch (type(element)) {
                case "submit", "reset", "button" -> new BlockBox.Field(0, 0, 0, true);
                case "file" -> new BlockBox.Field(0, 0, 1, true);
                default -> new BlockBox.Field(atLeastOne(element, "size", 20), 9, 1, true);
              });
      case BUTTON -> Optional.of(new BlockBox.Field(0, 0, 0, true));
      case TEXTAREA ->
          Optional.of(
              new BlockBox.Field(
                  atLeastOne(element, "cols", 20), 16, atLeastOne(element, "rows", 2), false));
      case SELECT -> Optional.of(new BlockBox.Field(longest(element) + 1, 4, rows(element), true));
      default -> Optional.empty();
    };
  }

  private static int longest(Element select) {
    int longest = 1;
    for (Element element : select.descendantElements()) {
      if (element.is(Tag.OPTION)) {
        int letters = element.textContent().strip().chars().map(c -> c < 0x2E80 ? 1 : 2).sum();
        longest = Math.max(longest, letters);
      }
    }
    return Math.min(longest, 1000);
  }

  private static int rows(Element select) {
    int shown = select.hasAttribute("multiple") ? 4 : 1;
    return atLeastOne(select, "size", shown);
  }

  private static int atLeastOne(Element element, String attribute, int otherwise) {
    int value = GeneratedContent.number(element, attribute).orElse(otherwise);
    return value < 1 ? otherwise : Math.min(value, 1000);
  }

  /** What a control shows in the place of its children; empty where its children are shown. */
  static Optional<String> text(Element element) {
    if (!element.isHtml()) {
      return Optional.empty();
    }
    return switch (element.tag()) {
      case INPUT -> Optional.of(inputText(element));
      case SELECT -> Optional.of(chosen(element));
      default -> Optional.empty();
    };
  }

  private static String inputText(Element input) {
    String value = input.attribute("value");
    String placeholder = input.attribute("placeholder");
    return switch (type(input)) {
      case "submit" -> value == null ? "Submit" : value;
      case "reset" -> value == null ? "Reset" : value;
      case "button" -> value == null ? "" : value;
      case "file" -> "Choose File  No file chosen";
      case "password" -> value == null ? "" : "\u2022".repeat(Math.min(value.length(), 1000));
      default ->
          value == null || value.isEmpty() ? (placeholder == null ? "" : placeholder) : value;
    };
  }

  /** The option that is selected, else the first; with the arrow of a closed list. */
  private static String chosen(Element select) {
    String first = "";
    for (Element element : select.descendantElements()) {
      if (element.is(Tag.OPTION)) {
        String text = element.textContent().strip();
        if (element.hasAttribute("selected")) {
          return text + " \u25BE";
        }
        first = first.isEmpty() ? text : first;
      }
    }
    return first + " \u25BE";
  }
}

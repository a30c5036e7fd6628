package dev.glasshouse.css.selectors;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pseudo-elements. The engine makes styles for {@link #BEFORE}, {@link #AFTER}, {@link
 * #MARKER}, {@link #FIRST_LINE}, {@link #FIRST_LETTER}, and in text controls for {@link
 * #PLACEHOLDER} and {@link #FILE_SELECTOR_BUTTON}; the others are parsed and have none.
 */
public enum PseudoElement {
  BEFORE,
  AFTER,
  MARKER,
  FIRST_LINE,
  FIRST_LETTER,
  PLACEHOLDER,
  /** Parsed; nothing is ever selected by a user here. */
  SELECTION,
  /** Parsed; there is no top layer yet. */
  BACKDROP,
  FILE_SELECTOR_BUTTON,
  /** Parsed; closed {@code details} hide their children by the browser's own sheet. */
  DETAILS_CONTENT,
  /** Parsed, and never there: {@code ::part()}, {@code ::slotted()}, {@code ::-webkit-...}. */
  OTHER;

  private static final Map<String, PseudoElement> OTHERS =
      Map.of(
          "target-text", OTHER,
          "spelling-error", OTHER,
          "grammar-error", OTHER,
          "cue", OTHER,
          "view-transition", OTHER,
          "scroll-marker", OTHER,
          "scroll-marker-group", OTHER,
          "checkmark", OTHER,
          "picker-icon", OTHER);

  /** The pseudo-element with that name, in lower case and without colons. */
  static Optional<PseudoElement> named(String name) {
    for (PseudoElement e : values()) {
      if (e != OTHER && e.cssName().equals(name)) {
        return Optional.of(e);
      }
    }
    return name.startsWith("-webkit-") ? Optional.of(OTHER) : Optional.ofNullable(OTHERS.get(name));
  }

  /** Whether CSS 2 wrote it with a single colon. */
  boolean hasOldSpelling() {
    return this == BEFORE || this == AFTER || this == FIRST_LINE || this == FIRST_LETTER;
  }

  /** The name as in CSS, without colons. */
  public String cssName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

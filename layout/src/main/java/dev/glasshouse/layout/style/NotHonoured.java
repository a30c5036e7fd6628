package dev.glasshouse.layout.style;

import java.util.Set;

/**
 * The properties that the style engine knows and that layout and painting do nothing with yet.
 * Those that ask for nothing in a still picture of a page on a screen ({@code cursor}, {@code
 * resize}, {@code will-change}, {@code break-before}, {@code orphans}, ...) are honoured by doing
 * nothing, and are not among them.
 */
public final class NotHonoured {
  private static final Set<String> NAMES =
      Set.of(
          "font-variant-numeric",
          "font-variant-east-asian",
          "font-variant-position",
          "font-variant-caps",
          "font-feature-settings",
          "font-variation-settings",
          "text-wrap-style",
          "hyphenate-character",
          "text-orientation",
          "text-underline-position",
          "writing-mode",
          "empty-cells",
          "accent-color",
          "color-scheme",
          "table-layout",
          "appearance",
          "flex",
          "flex-flow",
          "flex-direction",
          "flex-wrap",
          "flex-grow",
          "flex-shrink",
          "flex-basis",
          "order",
          "align-content",
          "align-items",
          "align-self",
          "justify-content",
          "justify-items",
          "justify-self",
          "place-content",
          "place-items",
          "place-self",
          "gap",
          "row-gap",
          "column-gap",
          "grid",
          "grid-area",
          "grid-template",
          "grid-template-columns",
          "grid-template-rows",
          "grid-template-areas",
          "grid-auto-columns",
          "grid-auto-rows",
          "grid-auto-flow",
          "grid-row",
          "grid-row-start",
          "grid-row-end",
          "grid-column",
          "grid-column-start",
          "grid-column-end",
          "columns",
          "column-count",
          "column-width",
          "column-fill",
          "column-span",
          "column-rule",
          "column-rule-width",
          "column-rule-style",
          "column-rule-color",
          "transform-style",
          "perspective",
          "perspective-origin",
          "backface-visibility",
          "clip-path",
          "clip",
          "filter",
          "backdrop-filter",
          "mix-blend-mode",
          "border-image",
          "border-image-source",
          "border-image-slice",
          "border-image-width",
          "border-image-outset",
          "border-image-repeat",
          "::first-line",
          "::first-letter");

  private NotHonoured() {}

  /** Whether it is a property or pseudo-element that is read and has no effect. */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }
}

package dev.glasshouse.layout.box;

import dev.glasshouse.layout.style.BoxStyle;

/** The marker of a list item (CSS Lists 3). */
public sealed interface Marker {
  /** The style that it is written in. */
  BoxStyle style();

  /** The text that stands for it where only text is wanted. */
  String text();

  /** A shape that is drawn. */
  record Bullet(BoxStyle style, Shape shape) implements Marker {
    @Override
    public String text() {
      return switch (shape) {
        case DISC -> "\u2022 ";
        case CIRCLE -> "\u25E6 ";
        case SQUARE -> "\u25AA ";
      };
    }
  }

  /** A text: a number, letters, a string. */
  record Words(BoxStyle style, String text) implements Marker {}

  /** A picture. */
  record Picture(BoxStyle style, ReplacedBox picture) implements Marker {
    @Override
    public String text() {
      return "";
    }
  }

  /** The shapes. */
  enum Shape {
    /** A filled circle. */
    DISC,
    /** An empty circle. */
    CIRCLE,
    /** A filled square. */
    SQUARE
  }
}

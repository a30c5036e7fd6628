package dev.glasshouse.css.values;

import java.util.List;

/** The computed value of {@code content} (CSS Generated Content 3). */
public sealed interface Content {

  /** The contents that are words. */
  enum Keyword implements Content {
    /** The children for an element; nothing for {@code ::before} and {@code ::after}. */
    NORMAL,
    /** No pseudo-element. */
    NONE
  }

  /** Pieces, one after the other; {@code alternative} is the text for speech. */
  record Items(List<Item> items, List<Item> alternative) implements Content {}

  /** A piece of generated content. */
  sealed interface Item {}

  /** A string. */
  record Text(String text) implements Item {}

  /** {@code attr(name)}: the element's attribute as text, else the fallback. */
  record Attr(String name, String fallback) implements Item {}

  /** An image. */
  record Picture(Image image) implements Item {}

  /** {@code counter(name, style)}. */
  record Counter(String name, ListStyle style) implements Item {}

  /** {@code counters(name, between, style)}. */
  record Counters(String name, String between, ListStyle style) implements Item {}

  /** A quotation mark by the depth of nesting. */
  enum Quote implements Item {
    OPEN_QUOTE,
    CLOSE_QUOTE,
    NO_OPEN_QUOTE,
    NO_CLOSE_QUOTE
  }
}

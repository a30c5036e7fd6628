package dev.glasshouse.dom.html;

import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.Tag;

/** The name of a tag as the tokenizer found it, in lower case, with what hangs on it. */
final class TagName {
  final String name;
  final Tag tag;

  /** The name of the HTML element that the tag makes. */
  final ElementName html;

  TagName(String name) {
    this.name = name;
    this.html = ElementName.html(name);
    this.tag = html.htmlTag();
  }

  @Override
  public String toString() {
    return name;
  }
}

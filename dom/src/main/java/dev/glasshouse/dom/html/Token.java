package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Attribute;
import java.util.List;
import java.util.Optional;

/** A token of an HTML document, as the tokenizer hands it on (HTML 13.2.5). */
public sealed interface Token {
  /**
   * A doctype; what is missing is not the same as what is empty.
   *
   * @param name in lower case
   * @param publicId public identifier
   * @param systemId system identifier
   * @param forceQuirks whether it was cut short or spoilt
   */
  record Doctype(
      Optional<String> name,
      Optional<String> publicId,
      Optional<String> systemId,
      boolean forceQuirks)
      implements Token {}

  /**
   * A start tag.
   *
   * @param name in lower case
   * @param attributes without repeats
   * @param selfClosing whether it ends with a slash
   */
  record StartTag(String name, List<Attribute> attributes, boolean selfClosing) implements Token {}

  /**
   * An end tag.
   *
   * @param name in lower case
   */
  record EndTag(String name) implements Token {}

  /**
   * A comment.
   *
   * @param data what stands in it
   */
  record Comment(String data) implements Token {}

  /**
   * A run of characters.
   *
   * @param data the characters, references decoded
   */
  record Characters(String data) implements Token {}
}

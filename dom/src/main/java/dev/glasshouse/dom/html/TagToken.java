package dev.glasshouse.dom.html;

import dev.glasshouse.dom.AttributeList;
import dev.glasshouse.dom.Tag;
import org.jspecify.annotations.Nullable;

/** A start or end tag (HTML 13.2.5). The tokenizer uses one object again and again. */
final class TagToken {
  private @Nullable TagName name;

  boolean selfClosing;

  /** Whether the tree builder has taken note of {@link #selfClosing}. */
  boolean acknowledged;

  /** Place of the tag's {@code <}: known for start tags only. */
  int line;

  int column;

  final AttributeList attributes = new AttributeList();

  void begin(int atLine, int atColumn) {
    selfClosing = false;
    acknowledged = false;
    line = atLine;
    column = atColumn;
    if (!attributes.isEmpty()) {
      attributes.clear();
    }
  }

  /** A tag without attributes that the tree builder acts on as if it had been there. */
  static TagToken of(TagName name) {
    TagToken token = new TagToken();
    token.name = name;
    return token;
  }

  void name(TagName found) {
    this.name = found;
  }

  TagName name() {
    if (name == null) {
      throw new IllegalStateException("a tag without a name");
    }
    return name;
  }

  Tag tag() {
    return name().tag;
  }
}

package dev.glasshouse.dom;

/** A comment (DOM Standard 4.14). */
public final class Comment extends CharacterData {
  Comment(Document document, String data) {
    super(document, data);
  }

  @Override
  public String nodeName() {
    return "#comment";
  }

  @Override
  public Node cloneShallow() {
    return new Comment(document, data());
  }
}

package dev.glasshouse.dom;

/** Text (DOM Standard 4.11). */
public final class Text extends CharacterData {
  Text(Document document, String data) {
    super(document, data);
  }

  @Override
  public String nodeName() {
    return "#text";
  }

  @Override
  public Node cloneShallow() {
    return new Text(document, data());
  }
}

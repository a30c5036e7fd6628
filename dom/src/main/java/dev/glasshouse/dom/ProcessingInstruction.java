package dev.glasshouse.dom;

/** A processing instruction (DOM Standard 4.13); the HTML parser makes none. */
public final class ProcessingInstruction extends CharacterData {
  private final String target;

  ProcessingInstruction(Document document, String target, String data) {
    super(document, data);
    this.target = target;
  }

  /** The name after {@code <?}. */
  public String target() {
    return target;
  }

  @Override
  public String nodeName() {
    return target;
  }

  @Override
  public Node cloneShallow() {
    return new ProcessingInstruction(document, target, data());
  }
}

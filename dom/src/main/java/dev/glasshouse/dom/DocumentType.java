package dev.glasshouse.dom;

/** A doctype: name, public and system identifier, each empty where missing (DOM Standard 4.6). */
public final class DocumentType extends Node {
  private final String name;
  private final String publicId;
  private final String systemId;

  DocumentType(Document document, String name, String publicId, String systemId) {
    super(document);
    this.name = name;
    this.publicId = publicId;
    this.systemId = systemId;
  }

  /** The name: {@code html} in most pages. */
  public String name() {
    return name;
  }

  /** The public identifier. */
  public String publicId() {
    return publicId;
  }

  /** The system identifier. */
  public String systemId() {
    return systemId;
  }

  @Override
  public String nodeName() {
    return name;
  }

  @Override
  public String textContent() {
    return "";
  }

  @Override
  public Node cloneShallow() {
    return new DocumentType(document, name, publicId, systemId);
  }

  @Override
  public String toString() {
    return "<!DOCTYPE " + name + ">";
  }
}

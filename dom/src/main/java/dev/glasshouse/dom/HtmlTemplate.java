package dev.glasshouse.dom;

/**
 * An HTML {@code template} element: what stands between its tags lies in a fragment beside it, not
 * among its children (HTML 4.12.3).
 */
public final class HtmlTemplate extends Element {
  private final DocumentFragment content;

  HtmlTemplate(Document document, ElementName name, Object[] attributes) {
    super(document, name, attributes);
    content = new DocumentFragment(document, this);
  }

  /** The template's contents. */
  public DocumentFragment content() {
    return content;
  }
}

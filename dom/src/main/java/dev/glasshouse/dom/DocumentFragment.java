package dev.glasshouse.dom;

import org.jspecify.annotations.Nullable;

/** A tree without a document: parsed fragments, template contents (DOM Standard 4.7). */
public final class DocumentFragment extends ParentNode {
  private final @Nullable Element host;

  DocumentFragment(Document document, @Nullable Element host) {
    super(document);
    this.host = host;
  }

  /** The template that these are the contents of, or null. */
  public @Nullable Element host() {
    return host;
  }

  @Override
  public String nodeName() {
    return "#document-fragment";
  }

  @Override
  public Node cloneShallow() {
    return new DocumentFragment(document, null);
  }
}

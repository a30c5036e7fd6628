package dev.glasshouse.dom;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document: the root of a tree, and the maker of its nodes (DOM Standard 4.5).
 *
 * <p>{@link #version()} goes up with each change of the tree, of an attribute or of a text, so that
 * style and layout can tell whether what they worked out still holds.
 */
public final class Document extends ParentNode {
  private final String url;
  private QuirksMode quirksMode = QuirksMode.NO_QUIRKS;
  private String encoding = "UTF-8";
  private long version;
  private long idsVersion = -1;
  private Map<String, Element> ids = Map.of();

  private Document(String url) {
    this.url = url;
  }

  /** An empty document at {@code about:blank}. */
  public static Document blank() {
    return new Document("about:blank");
  }

  /** An empty document at this URL, which is kept as it is given. */
  public static Document at(String url) {
    return new Document(url);
  }

  /** The document's URL, serialized. */
  public String url() {
    return url;
  }

  /** The standard's name of the encoding that the document was read in: {@code UTF-8}, ... */
  public String encoding() {
    return encoding;
  }

  /** Notes the encoding. */
  public void encoding(String name) {
    this.encoding = name;
  }

  /** Whether the document is in quirks mode. */
  public QuirksMode quirksMode() {
    return quirksMode;
  }

  /** Sets the mode. */
  public void quirksMode(QuirksMode mode) {
    this.quirksMode = mode;
    changed();
  }

  /** A number that goes up with each change of anything in the tree. */
  public long version() {
    return version;
  }

  void changed() {
    version++;
  }

  /** The one element at the top, {@code html} in an HTML document, or null. */
  public @Nullable Element documentElement() {
    return firstElementChild();
  }

  /** The doctype, or null. */
  public @Nullable DocumentType doctype() {
    for (Node node = first; node != null; node = node.next) {
      if (node instanceof DocumentType type) {
        return type;
      }
    }
    return null;
  }

  /** The first {@code head} child of the {@code html} element, or null (HTML 3.1.5). */
  public @Nullable Element head() {
    return childOfRoot(Tag.HEAD, Tag.HEAD);
  }

  /** The first {@code body} or {@code frameset} child of the {@code html} element, or null. */
  public @Nullable Element body() {
    return childOfRoot(Tag.BODY, Tag.FRAMESET);
  }

  private @Nullable Element childOfRoot(Tag one, Tag other) {
    Element root = documentElement();
    if (root == null || !root.is(Tag.HTML)) {
      return null;
    }
    for (Element child : root.childElements()) {
      if (child.is(one) || child.is(other)) {
        return child;
      }
    }
    return null;
  }

  /** The title, white space stripped and collapsed; empty where there is none (HTML 3.1.5). */
  public String title() {
    Element root = documentElement();
    if (root != null && root.namespace() == Namespace.SVG && root.localName().equals("svg")) {
      for (Element child : root.childElements()) {
        if (child.namespace() == Namespace.SVG && child.localName().equals("title")) {
          return collapse(child);
        }
      }
      return "";
    }
    for (Element element : descendantElements()) {
      if (element.is(Tag.TITLE)) {
        return collapse(element);
      }
    }
    return "";
  }

  private static String collapse(Element title) {
    StringBuilder text = new StringBuilder();
    for (Node node : title.children()) {
      if (node instanceof Text piece) {
        piece.appendTo(text);
      }
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r') {
        out.append(c);
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
    if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  /** The first element in tree order with this id, or null; the index is kept until a change. */
  public @Nullable Element getElementById(String id) {
    if (idsVersion != version) {
      Map<String, Element> fresh = new HashMap<>();
      for (Element element : descendantElements()) {
        String own = element.attribute("id");
        if (own != null && !own.isEmpty()) {
          fresh.putIfAbsent(own, element);
        }
      }
      ids = fresh;
      idsVersion = version;
    }
    return ids.get(id);
  }

  /** A new HTML element without attributes. */
  public Element createElement(String localName) {
    return createElement(ElementName.html(localName), new Object[0]);
  }

  /** A new element without attributes. */
  public Element createElement(ElementName name) {
    return createElement(name, new Object[0]);
  }

  /** A new element with these attributes, whose names must differ. */
  public Element createElement(ElementName name, List<Attribute> attributes) {
    return switch (attributes) {
      case AttributeList list -> createElement(name, list.pairs());
      case AttributeView view -> createElement(name, view.pairs());
      default -> {
        AttributeList list = new AttributeList();
        attributes.forEach(attribute -> list.add(attribute.name(), attribute.value()));
        yield createElement(name, list.pairs());
      }
    };
  }

  Element createElement(ElementName name, Object[] attributes) {
    return name.htmlTag() == Tag.TEMPLATE
        ? new HtmlTemplate(this, name, attributes)
        : new Element(this, name, attributes);
  }

  /** A new text. */
  public Text createText(String data) {
    return new Text(this, data);
  }

  /** A new comment. */
  public Comment createComment(String data) {
    return new Comment(this, data);
  }

  /** A new processing instruction. */
  public ProcessingInstruction createProcessingInstruction(String target, String data) {
    return new ProcessingInstruction(this, target, data);
  }

  /** A new doctype. */
  public DocumentType createDocumentType(String name, String publicId, String systemId) {
    return new DocumentType(this, name, publicId, systemId);
  }

  /** A new, empty fragment. */
  public DocumentFragment createFragment() {
    return new DocumentFragment(this, null);
  }

  @Override
  public String nodeName() {
    return "#document";
  }

  @Override
  public Node cloneShallow() {
    Document copy = new Document(url);
    copy.quirksMode = quirksMode;
    copy.encoding = encoding;
    return copy;
  }
}

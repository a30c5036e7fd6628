package dev.glasshouse.dom;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * An element (DOM Standard 4.9).
 *
 * <p>A shadow root has no place here yet. When one comes it is a {@link DocumentFragment} with this
 * element as its {@link DocumentFragment#host()}, as a template's contents are: the walk {@link
 * Node#next} goes through children only, so it will not enter one unasked.
 */
public sealed class Element extends ParentNode permits HtmlTemplate {
  private static final Object[] NOTHING = {};
  private static final String SPACES = " \t\n\f\r";

  private final ElementName name;

  /** {@link AttributeName}, value, {@link AttributeName}, value, ...: no room to spare. */
  private Object[] attributes;

  private @Nullable List<String> classes;
  private int line;
  private int column;

  Element(Document document, ElementName name, Object[] attributes) {
    super(document);
    this.name = name;
    this.attributes = attributes;
  }

  /** Namespace, prefix and local name. */
  public final ElementName name() {
    return name;
  }

  /** The local name: {@code p}, {@code linearGradient}. */
  public final String localName() {
    return name.localName();
  }

  /** The namespace: {@link Namespace#HTML}, {@link Namespace#SVG}, {@link Namespace#MATHML}, ... */
  public final Namespace namespace() {
    return name.namespace();
  }

  /** The prefix; empty where there is none. */
  public final String prefix() {
    return name.prefix();
  }

  /** Which HTML element this is; {@link Tag#UNKNOWN} if the standard has no such element. */
  public final Tag tag() {
    return name.htmlTag();
  }

  /** Whether this is the HTML element of that tag. */
  public final boolean is(Tag tag) {
    return name.htmlTag() == tag && tag != Tag.UNKNOWN;
  }

  /** Whether this is an HTML element. */
  public final boolean isHtml() {
    return name.namespace() == Namespace.HTML;
  }

  /** Whether this is the HTML element of that local name. */
  public final boolean isHtml(String localName) {
    return isHtml() && name.localName().equals(localName);
  }

  @Override
  public final String nodeName() {
    return name.qualifiedName();
  }

  /** The value of the attribute that is written so ({@code href}, {@code xlink:href}), or null. */
  public final @Nullable String attribute(String qualifiedName) {
    int at = find(qualifiedName);
    return at < 0 ? null : (String) attributes[at + 1];
  }

  /** The value of the attribute of that namespace and local name, or null. */
  public final @Nullable String attribute(Namespace namespace, String localName) {
    for (int i = 0; i < attributes.length; i += 2) {
      AttributeName candidate = (AttributeName) attributes[i];
      if (candidate.localName().equals(localName) && candidate.namespace().equals(namespace)) {
        return (String) attributes[i + 1];
      }
    }
    return null;
  }

  /** Whether there is an attribute that is written so. */
  public final boolean hasAttribute(String qualifiedName) {
    return find(qualifiedName) >= 0;
  }

  /** Whether there is any attribute. */
  public final boolean hasAttributes() {
    return attributes.length > 0;
  }

  /** The attributes in their order, as they are now: later changes do not show. */
  public final List<Attribute> attributes() {
    return new AttributeView(attributes);
  }

  /** Sets the attribute that is written so; where there is none, one in no namespace is added. */
  public final void setAttribute(String qualifiedName, String value) {
    int at = find(qualifiedName);
    if (at >= 0) {
      setAt(at, value);
    } else {
      add(AttributeName.of(qualifiedName), value);
    }
  }

  /** Sets the attribute of that namespace and local name; where there is none, it is added. */
  public final void setAttribute(AttributeName attribute, String value) {
    for (int i = 0; i < attributes.length; i += 2) {
      AttributeName candidate = (AttributeName) attributes[i];
      if (candidate.localName().equals(attribute.localName())
          && candidate.namespace().equals(attribute.namespace())) {
        setAt(i, value);
        return;
      }
    }
    add(attribute, value);
  }

  /** Takes the attribute that is written so away, if it is there. */
  public final void removeAttribute(String qualifiedName) {
    int at = find(qualifiedName);
    if (at < 0) {
      return;
    }
    Object[] fewer = new Object[attributes.length - 2];
    System.arraycopy(attributes, 0, fewer, 0, at);
    System.arraycopy(attributes, at + 2, fewer, at, fewer.length - at);
    attributes = fewer.length == 0 ? NOTHING : fewer;
    attributesChanged();
  }

  /** The value of {@code id}; empty where there is none. */
  public final String id() {
    return Objects.requireNonNullElse(attribute("id"), "");
  }

  /** The names in {@code class}, in order, without repeats being dropped. */
  public final List<String> classes() {
    List<String> known = classes;
    if (known == null) {
      String value = attribute("class");
      known = value == null ? List.of() : split(value);
      classes = known;
    }
    return known;
  }

  /** Whether that name is among {@link #classes()}; case matters. */
  public final boolean hasClass(String className) {
    List<String> names = classes();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(className)) {
        return true;
      }
    }
    return false;
  }

  /** Line of the start tag's {@code <} in its source, from 1; 0 if no tag made this element. */
  public final int line() {
    return line;
  }

  /** Column of the start tag's {@code <} in its line, from 1; 0 if no tag made this element. */
  public final int column() {
    return column;
  }

  /** Notes where the start tag stands; for the parser that makes the element. */
  public final void position(int atLine, int atColumn) {
    this.line = atLine;
    this.column = atColumn;
  }

  @Override
  public final Node cloneShallow() {
    Element copy = document.createElement(name, attributes);
    copy.position(line, column);
    return copy;
  }

  @Override
  public final String toString() {
    String id = id();
    return "<" + nodeName() + (id.isEmpty() ? "" : " id=" + id) + ">";
  }

  private int find(String qualifiedName) {
    Object[] pairs = attributes;
    for (int i = 0; i < pairs.length; i += 2) {
      if (((AttributeName) pairs[i]).isCalled(qualifiedName)) {
        return i;
      }
    }
    return -1;
  }

  /** Pairs are shared with copies and views: written once, replaced when they change. */
  private void setAt(int at, String value) {
    Object[] changed = attributes.clone();
    changed[at + 1] = value;
    attributes = changed;
    attributesChanged();
  }

  private void add(AttributeName attribute, String value) {
    int length = attributes.length;
    Object[] more = Arrays.copyOf(attributes, length + 2);
    more[length] = attribute;
    more[length + 1] = value;
    attributes = more;
    attributesChanged();
  }

  private void attributesChanged() {
    classes = null;
    document.changed();
  }

  private static List<String> split(String value) {
    StringTokenizer words = new StringTokenizer(value, SPACES);
    String[] names = new String[words.countTokens()];
    for (int i = 0; i < names.length; i++) {
      names[i] = words.nextToken();
    }
    return List.of(names);
  }
}

package dev.glasshouse.dom;

import java.util.Objects;

/**
 * The name of an element: namespace, prefix and local name (DOM Standard 4.9). Many elements share
 * one.
 */
public final class ElementName {
  private static final ElementName[] HTML = htmlNames();

  private final Namespace namespace;
  private final String prefix;
  private final String localName;
  private final Tag tag;

  private ElementName(Namespace namespace, String prefix, String localName, Tag tag) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.localName = localName;
    this.tag = tag;
  }

  /** The HTML element of this local name. */
  public static ElementName html(String localName) {
    Tag tag = Tag.of(localName);
    return tag == Tag.UNKNOWN
        ? new ElementName(Namespace.HTML, "", localName, Tag.UNKNOWN)
        : HTML[tag.ordinal()];
  }

  /**
   * The HTML element of this tag.
   *
   * @throws IllegalArgumentException for {@link Tag#UNKNOWN}, which names nothing
   */
  public static ElementName html(Tag tag) {
    if (tag == Tag.UNKNOWN) {
      throw new IllegalArgumentException("an unknown tag has no name");
    }
    return HTML[tag.ordinal()];
  }

  /** An element's name in any namespace; an empty prefix is none. */
  public static ElementName of(Namespace namespace, String prefix, String localName) {
    return namespace == Namespace.HTML && prefix.isEmpty()
        ? html(localName)
        : new ElementName(namespace, prefix, localName, Tag.UNKNOWN);
  }

  /** The namespace. */
  public Namespace namespace() {
    return namespace;
  }

  /** The prefix; empty where there is none. */
  public String prefix() {
    return prefix;
  }

  /** The local name. */
  public String localName() {
    return localName;
  }

  /** The HTML element that this names; {@link Tag#UNKNOWN} in every other namespace. */
  public Tag htmlTag() {
    return tag;
  }

  /** The name as it is written: with the prefix and a colon where there is a prefix. */
  public String qualifiedName() {
    return prefix.isEmpty() ? localName : prefix + ":" + localName;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ElementName that
            && localName.equals(that.localName)
            && prefix.equals(that.prefix)
            && namespace.equals(that.namespace));
  }

  @Override
  public int hashCode() {
    return Objects.hash(namespace, localName);
  }

  @Override
  public String toString() {
    return qualifiedName();
  }

  private static ElementName[] htmlNames() {
    Tag[] tags = Tag.values();
    ElementName[] names = new ElementName[tags.length];
    for (int i = 0; i < tags.length; i++) {
      names[i] = new ElementName(Namespace.HTML, "", tags[i].localName(), tags[i]);
    }
    return names;
  }
}

package dev.glasshouse.dom;

import java.util.Objects;

/**
 * The name of an attribute: namespace, prefix and local name (DOM Standard 4.9.2). Many attributes
 * share one.
 */
public final class AttributeName {
  private final Namespace namespace;
  private final String prefix;
  private final String localName;
  private final String qualifiedName;

  private AttributeName(Namespace namespace, String prefix, String localName) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.localName = localName;
    this.qualifiedName = prefix.isEmpty() ? localName : prefix + ":" + localName;
  }

  /** An attribute's name in no namespace: what every attribute of an HTML page has. */
  public static AttributeName of(String localName) {
    return new AttributeName(Namespace.NONE, "", localName);
  }

  /** An attribute's name in any namespace; an empty prefix is none. */
  public static AttributeName of(Namespace namespace, String prefix, String localName) {
    return new AttributeName(namespace, prefix, localName);
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

  /** The name as it is written: with the prefix and a colon where there is a prefix. */
  public String qualifiedName() {
    return qualifiedName;
  }

  boolean isCalled(String qualified) {
    return qualifiedName.equals(qualified);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof AttributeName that
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
    return qualifiedName;
  }
}

package dev.glasshouse.dom;

/**
 * An attribute of an element: a name and a value, as it stood when it was asked for (DOM Standard
 * 4.9.2). It is a fact, not a node: to change an attribute, tell its element.
 *
 * @param name namespace, prefix and local name
 * @param value the value, character references decoded
 */
public record Attribute(AttributeName name, String value) {
  /** The name as it is written, {@code xlink:href} for example. */
  public String qualifiedName() {
    return name.qualifiedName();
  }
}

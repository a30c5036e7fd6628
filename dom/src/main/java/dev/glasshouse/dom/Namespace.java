package dev.glasshouse.dom;

import java.util.Objects;

/**
 * The namespace of an element or an attribute (Infra Standard 8).
 *
 * <p>The namespaces that the web platform knows are constants and may be compared with {@code ==};
 * {@link #of} never makes a second object for one of them.
 */
public final class Namespace {
  /** No namespace: where nearly every attribute lives. */
  public static final Namespace NONE = new Namespace("");

  /** HTML elements. */
  public static final Namespace HTML = new Namespace("http://www.w3.org/1999/xhtml");

  /** SVG elements. */
  public static final Namespace SVG = new Namespace("http://www.w3.org/2000/svg");

  /** MathML elements. */
  public static final Namespace MATHML = new Namespace("http://www.w3.org/1998/Math/MathML");

  /** Attributes such as {@code xlink:href}. */
  public static final Namespace XLINK = new Namespace("http://www.w3.org/1999/xlink");

  /** Attributes such as {@code xml:lang}. */
  public static final Namespace XML = new Namespace("http://www.w3.org/XML/1998/namespace");

  /** Namespace declarations. */
  public static final Namespace XMLNS = new Namespace("http://www.w3.org/2000/xmlns/");

  private final String uri;

  private Namespace(String uri) {
    this.uri = uri;
  }

  /** The namespace of this URI; the empty string is {@link #NONE}. */
  public static Namespace of(String uri) {
    return switch (uri) {
      case "" -> NONE;
      case "http://www.w3.org/1999/xhtml" -> HTML;
      case "http://www.w3.org/2000/svg" -> SVG;
      case "http://www.w3.org/1998/Math/MathML" -> MATHML;
      case "http://www.w3.org/1999/xlink" -> XLINK;
      case "http://www.w3.org/XML/1998/namespace" -> XML;
      case "http://www.w3.org/2000/xmlns/" -> XMLNS;
      default -> new Namespace(uri);
    };
  }

  /** The namespace's URI; empty for {@link #NONE}. */
  public String uri() {
    return uri;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Namespace that && uri.equals(that.uri);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(uri);
  }

  @Override
  public String toString() {
    return uri;
  }
}

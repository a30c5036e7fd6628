package dev.glasshouse.http;

/**
 * A request's method (RFC 9110 9).
 *
 * @param name a token; case matters
 */
public record Method(String name) {
  public static final Method GET = new Method("GET");
  public static final Method HEAD = new Method("HEAD");
  public static final Method POST = new Method("POST");
  public static final Method PUT = new Method("PUT");
  public static final Method DELETE = new Method("DELETE");
  public static final Method CONNECT = new Method("CONNECT");
  public static final Method OPTIONS = new Method("OPTIONS");
  public static final Method TRACE = new Method("TRACE");
  public static final Method PATCH = new Method("PATCH");

  /** A method that is no token is our caller's fault. */
  public Method {
    if (!FieldSyntax.isToken(name)) {
      throw new IllegalArgumentException("not a method: " + name);
    }
  }

  /**
   * The method of that name; {@code get}, {@code head}, {@code post}, {@code put}, {@code delete}
   * and {@code options} are written in capitals first, as Fetch normalizes them.
   *
   * @throws IllegalArgumentException when it is no token
   */
  public static Method of(String name) {
    return switch (name.toUpperCase(java.util.Locale.ROOT)) {
      case "GET" -> GET;
      case "HEAD" -> HEAD;
      case "POST" -> POST;
      case "PUT" -> PUT;
      case "DELETE" -> DELETE;
      case "OPTIONS" -> OPTIONS;
      default -> new Method(name);
    };
  }

  /** Whether it asks for nothing to change (RFC 9110 9.2.1). */
  public boolean isSafe() {
    return switch (name) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }

  /** Whether sending it twice does what sending it once does (RFC 9110 9.2.2). */
  public boolean isIdempotent() {
    return isSafe() || name.equals("PUT") || name.equals("DELETE");
  }

  // Said here because each message is asked: what records have by themselves is bound at run time.

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Method its && name.equals(its.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}

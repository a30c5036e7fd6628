package dev.glasshouse.http;

/** A version of HTTP. */
public enum HttpVersion {
  /** RFC 1945, as RFC 9112 has it today. */
  HTTP_1_0("HTTP/1.0"),
  /** RFC 9112. */
  HTTP_1_1("HTTP/1.1"),
  /** HTTP/2's forerunner. */
  SPDY_3_1("SPDY/3.1"),
  /** RFC 9113. */
  HTTP_2("HTTP/2"),
  /** RFC 9114. */
  HTTP_3("HTTP/3");

  private final String text;

  HttpVersion(String text) {
    this.text = text;
  }

  /** As it stands in a start line or in a log. */
  @Override
  public String toString() {
    return text;
  }
}

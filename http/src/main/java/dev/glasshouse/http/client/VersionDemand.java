package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;

/** A version of HTTP that is asked for, and no other. */
public enum VersionDemand {
  /** HTTP/1.0. */
  HTTP_1_0("HTTP/1.0"),
  /** HTTP/1.1. */
  HTTP_1_1("HTTP/1.1"),
  /** HTTP/2; without TLS with prior knowledge (RFC 9113 3.3). */
  HTTP_2("HTTP/2"),
  /** HTTP/3. */
  HTTP_3("HTTP/3"),
  /** SPDY/3.1, HTTP/2's forerunner. */
  SPDY_3_1("SPDY/3.1");

  private final String text;

  VersionDemand(String text) {
    this.text = text;
  }

  /** The version that requests are to be written in. */
  HttpVersion version() {
    return this == HTTP_1_0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.glasshouse.http;

import dev.glasshouse.url.Url;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A request, in the form that all versions of HTTP share (RFC 9110 6.2, 9113 8.3.1).
 *
 * @param method the method
 * @param scheme {@code http} or {@code https}
 * @param authority host and port, the port left out where it is the scheme's own; empty for an
 *     HTTP/1.0 request without Host
 * @param target path and query; {@code *} for the whole server; for CONNECT the authority, unless
 *     it asks for another protocol ({@link #upgrade})
 * @param version the version that it came in, or is to be sent in
 * @param fields the header fields; Host, Content-Length and Transfer-Encoding of a request that is
 *     to be sent are made from the other parts
 * @param body the content
 * @param peer who sent it; {@link #NOBODY} for a request of our own
 */
public record Request(
    Method method,
    String scheme,
    String authority,
    String target,
    HttpVersion version,
    Fields fields,
    Body body,
    SocketAddress peer) {

  /** The peer of a request that did not come from a network. */
  public static final SocketAddress NOBODY = InetSocketAddress.createUnresolved("nobody", 0);

  /**
   * A request of our own, in HTTP/1.1, with no fields and no content.
   *
   * @throws IllegalArgumentException when the URL is not of http or https
   */
  public static Request to(Method method, Url url) {
    if (!url.isHttp()) {
      throw new IllegalArgumentException("not an http or https URL: " + url.display());
    }
    return new Request(
        method,
        url.scheme(),
        url.hostAndPort(),
        url.requestTarget(),
        HttpVersion.HTTP_1_1,
        Fields.EMPTY,
        Body.NONE,
        NOBODY);
  }

  /** A GET of our own. */
  public static Request get(Url url) {
    return to(Method.GET, url);
  }

  /** The same request with other fields. */
  public Request with(Fields newFields) {
    return new Request(method, scheme, authority, target, version, newFields, body, peer);
  }

  /** The same request with one field in the place of all of its name. */
  public Request with(String name, String value) {
    return with(fields.with(name, value));
  }

  /** The same request with other content. */
  public Request with(Body newBody) {
    return new Request(method, scheme, authority, target, version, fields, newBody, peer);
  }

  /** The same request for another target. */
  public Request to(String newTarget) {
    return new Request(method, scheme, authority, newTarget, version, fields, body, peer);
  }

  /**
   * The same request, whose own field Host, where it has one, is what the server is told that it is
   * asked as.
   *
   * @throws IllegalArgumentException when that field is no host
   */
  public Request asNamed() {
    Optional<String> host = fields.first("Host");
    if (host.isEmpty()) {
      return this;
    }
    if (!AuthorityText.isHost(host.get())) {
      throw new IllegalArgumentException("not a host, and perhaps a port: " + host.get());
    }
    Fields others = fields.without("Host");
    return new Request(method, scheme, host.get(), target, version, others, body, peer);
  }

  /** The same request in another version. */
  public Request in(HttpVersion newVersion) {
    return new Request(method, scheme, authority, target, newVersion, fields, body, peer);
  }

  /**
   * The protocol that is asked for in the place of HTTP (RFC 9110 7.8): that of {@code Upgrade} in
   * HTTP/1.1, that of {@code :protocol} in HTTP/2 and 3 (RFC 8441 4, RFC 9220 3), where the method
   * is CONNECT and {@code Upgrade} stands among the fields in its place. Empty where none is.
   */
  public Optional<String> upgrade() {
    if (!fields.has("Upgrade")) {
      return Optional.empty();
    }
    boolean asks =
        switch (version) {
          case HTTP_2, HTTP_3 -> method.equals(Method.CONNECT);
          case HTTP_1_1 ->
              !method.equals(Method.CONNECT) && fields.hasElement("Connection", "upgrade");
          case HTTP_1_0, SPDY_3_1 -> false;
        };
    return asks ? fields.elements("Upgrade").stream().findFirst() : Optional.empty();
  }

  /**
   * A request for another protocol in the form of HTTP/1.1, whatever version it came in: as a
   * client sends it. What that protocol needs of its own in HTTP/1.1 is added by who knows it.
   */
  public Request asUpgrade() {
    Optional<String> protocol = upgrade();
    if (protocol.isEmpty() || version == HttpVersion.HTTP_1_1) {
      return this;
    }
    Fields its = fields.with("Connection", "Upgrade").with("Upgrade", protocol.get());
    return new Request(
        Method.GET, scheme, authority, target, HttpVersion.HTTP_1_1, its, Body.NONE, peer);
  }

  /** The target without its query. */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The query without its question mark; empty when there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /** Scheme, authority and target as a URL's text. */
  public String url() {
    return scheme + "://" + authority + (target.startsWith("/") ? target : "");
  }
}

package dev.glasshouse.http.client;

import dev.glasshouse.http.Request;

/**
 * What connections are kept by: an origin, and who may share them.
 *
 * @param scheme http or https
 * @param host the host; an IPv6 address in brackets
 * @param port the port
 * @param partition who may share
 */
record PoolKey(String scheme, String host, int port, Partition partition) {

  /**
   * The key of a request.
   *
   * @throws IllegalArgumentException when it is not one of http or https
   */
  static PoolKey of(Request request, Partition partition) {
    String authority = request.authority();
    boolean secure = request.scheme().equals("https");
    if (!secure && !request.scheme().equals("http")) {
      throw new IllegalArgumentException("not http or https: " + request.scheme());
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : secure ? 443 : 80;
    return new PoolKey(request.scheme(), host, port, partition);
  }

  // Said here because each request is looked up by it: what records have by themselves is bound at
  // run time.

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof PoolKey its
            && port == its.port
            && host.equals(its.host)
            && scheme.equals(its.scheme)
            && partition.credentials() == its.partition.credentials()
            && partition.key().equals(its.partition.key()));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * host.hashCode() + port) + partition.key().hashCode();
  }

  /** Whether TLS is spoken. */
  boolean secure() {
    return scheme.equals("https");
  }

  /** The origin as text, the port left out where it is the scheme's own. */
  String origin() {
    return port == (secure() ? 443 : 80)
        ? scheme + "://" + host
        : scheme + "://" + host + ":" + port;
  }

  /** A host without the brackets of an IPv6 address. */
  static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}

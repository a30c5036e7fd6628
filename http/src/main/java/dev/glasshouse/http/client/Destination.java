package dev.glasshouse.http.client;

import dev.glasshouse.url.Url;

/**
 * A server that requests are sent to whatever they say themselves; connections to it are shared
 * with nobody who did not name the same. Made once, used for every request.
 */
public final class Destination {
  private final PoolKey key;

  private Destination(PoolKey key) {
    this.key = key;
  }

  /**
   * The server of a URL, which for https shows a certificate for the URL's host.
   *
   * @throws IllegalArgumentException when the URL is not of http or https
   */
  public static Destination of(Url url) {
    PoolKey plain = PoolKey.of(dev.glasshouse.http.Request.get(url), Partition.NONE);
    var alone = new Partition("to " + plain.origin(), true);
    return new Destination(new PoolKey(plain.scheme(), plain.host(), plain.port(), alone));
  }

  PoolKey key() {
    return key;
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return key.scheme();
  }

  /** Host and port, the port left out where it is the scheme's own. */
  public String authority() {
    return key.origin().substring(key.scheme().length() + 3);
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return key.origin();
  }
}

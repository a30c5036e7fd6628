package dev.glasshouse.edge.balance;

import dev.glasshouse.url.Url;

/**
 * A server of a pool, as it is configured.
 *
 * @param url its scheme, host and port
 * @param weight its share of the requests: 1 to 1,000
 * @param role whether it is for when no other is to be had
 */
public record ServerSpec(Url url, int weight, Role role) {
  /** What a server is for. */
  public enum Role {
    /** It gets its share always. */
    REGULAR,
    /** It gets requests when no regular one is to be had. */
    BACKUP
  }

  /** A weight that cannot be, or a URL of another scheme, is our caller's fault. */
  public ServerSpec {
    if (weight < 1 || weight > 1000) {
      throw new IllegalArgumentException("not a weight from 1 to 1000: " + weight);
    }
    if (!url.isHttp()) {
      throw new IllegalArgumentException("not an http or https URL: " + url.display());
    }
  }

  /** A regular server of weight 1. */
  public static ServerSpec of(Url url) {
    return new ServerSpec(url, 1, Role.REGULAR);
  }

  /** Its name in the pool: scheme, host and port. */
  public String name() {
    return url.scheme() + "://" + url.hostAndPort();
  }
}

package dev.glasshouse.url;

import java.util.Optional;

/**
 * The site that an origin is part of: scheme and registrable domain ("schemeful same site").
 *
 * <p>Source: <a href="https://html.spec.whatwg.org/multipage/browsers.html#sites">HTML standard,
 * 7.1.1.1</a>.
 */
public sealed interface Site {

  /** The site of an origin. */
  static Site of(Origin origin) {
    return switch (origin) {
      case Origin.Opaque opaque -> new OpaqueSite(opaque);
      case Origin.Tuple(String scheme, Host host, var _) ->
          new SchemeAndHost(
              scheme, PublicSuffix.registrableDomain(host).<Host>map(d -> d).orElse(host));
    };
  }

  /** The site of a URL's origin. */
  static Site of(Url url) {
    return of(url.origin());
  }

  /** Whether the two are the same site, schemes included. */
  default boolean isSameSite(Site other) {
    return equals(other);
  }

  /**
   * A scheme and a host.
   *
   * @param scheme without colon
   * @param host a registrable domain; the whole host where there is none (addresses, {@code
   *     localhost}, public suffixes)
   */
  record SchemeAndHost(String scheme, Host host) implements Site {
    /** The registrable domain where the host is one. */
    public Optional<Host.Domain> registrableDomain() {
      return PublicSuffix.registrableDomain(host);
    }

    @Override
    public String toString() {
      return scheme + "://" + host;
    }
  }

  /**
   * The site of an opaque origin.
   *
   * @param origin the only one in it
   */
  record OpaqueSite(Origin.Opaque origin) implements Site {
    @Override
    public String toString() {
      return "null";
    }
  }
}

package dev.glasshouse.url;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who a page or resource belongs to, for the browser's security.
 *
 * <p>{@link #toString} is the serialization that {@code Origin:} carries: {@code null} for an
 * opaque one. Source: <a href="https://html.spec.whatwg.org/multipage/browsers.html#origin">HTML
 * standard, 7.1.1</a>; for URLs <a href="https://url.spec.whatwg.org/#origin">URL standard,
 * 4.7</a>.
 */
public sealed interface Origin {

  /** A new opaque origin, the same only as itself. */
  static Origin opaque() {
    return new Opaque();
  }

  /** Whether the two are the same origin: the same tuple, or the same opaque one. */
  default boolean isSameOrigin(Origin other) {
    return equals(other);
  }

  /** The site that the origin is part of. */
  default Site site() {
    return Site.of(this);
  }

  /**
   * Scheme, host and port.
   *
   * @param scheme without colon
   * @param host never empty
   * @param port empty where it is the default of the scheme
   */
  record Tuple(String scheme, Host host, OptionalInt port) implements Origin {
    @Override
    public String toString() {
      return scheme + "://" + host + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
  }

  /** An origin that nothing else shares; it equals only itself. */
  final class Opaque implements Origin {
    private Opaque() {}

    @Override
    public String toString() {
      return "null";
    }
  }

  /**
   * The origin of a URL.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-url-origin">origin</a>
   */
  static Origin of(Url url) {
    return switch (url.scheme()) {
      case "http", "https", "ws", "wss", "ftp" ->
          url.host()
              .<Origin>map(h -> new Tuple(url.scheme(), h, url.port()))
              .orElseGet(Opaque::new);
      case "blob" -> ofBlob(url);
      // file: is left to the browser; none of them lets two files share an origin any more.
      default -> opaque();
    };
  }

  /** The origin of a blob: URL whose store is not asked: that of the URL in its path. */
  private static Origin ofBlob(Url url) {
    Optional<Url> inner = Url.tryParse(url.path());
    return inner.filter(u -> u.knownScheme().filter(Scheme::isHttp).isPresent()).isPresent()
        ? of(inner.get())
        : opaque();
  }
}

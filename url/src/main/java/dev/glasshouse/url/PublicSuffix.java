package dev.glasshouse.url;

import com.google.common.net.InternetDomainName;
import java.util.Optional;

/**
 * Where the part of a domain begins that its owner registered.
 *
 * <p>The list is the one inside of Guava, private section included, as browsers take it; Guava, and
 * its list, are loaded on the first use. Source: <a
 * href="https://url.spec.whatwg.org/#host-public-suffix">URL standard, 3.2</a>, <a
 * href="https://github.com/publicsuffix/list/wiki/Format#formal-algorithm">publicsuffix.org</a>.
 */
public final class PublicSuffix {
  /** No rule of the list has more labels than this less one. */
  private static final int LABELS_LOOKED_AT = 8;

  private PublicSuffix() {}

  /** The public suffix of a host: {@code co.uk}; empty where the host is no domain. */
  public static Optional<Host.Domain> of(Host host) {
    return host instanceof Host.Domain(String name)
        ? suffixLength(name).map(l -> new Host.Domain(name.substring(name.length() - l)))
        : Optional.empty();
  }

  /**
   * The public suffix and one label more: {@code example.co.uk}; empty where the host is no domain,
   * or is a public suffix itself.
   *
   * @see <a href="https://url.spec.whatwg.org/#host-registrable-domain">registrable domain</a>
   */
  public static Optional<Host.Domain> registrableDomain(Host host) {
    if (!(host instanceof Host.Domain(String name))) {
      return Optional.empty();
    }
    return suffixLength(name)
        .filter(l -> l < name.length())
        .map(l -> name.lastIndexOf('.', name.length() - l - 2) + 1)
        .map(start -> new Host.Domain(name.substring(start)));
  }

  /** Whether the host is a public suffix: nobody may set cookies for it. */
  public static boolean is(Host host) {
    return of(host).filter(host::equals).isPresent();
  }

  /** How many characters of the name are its public suffix, a dot at the end included. */
  private static Optional<Integer> suffixLength(String name) {
    int dot = name.endsWith(".") ? 1 : 0;
    String bare = name.substring(0, name.length() - dot);
    if (bare.isEmpty() || bare.startsWith(".") || bare.contains("..")) {
      return Optional.empty();
    }
    int start = bare.length();
    for (int labels = 0; start > 0 && labels < LABELS_LOOKED_AT; labels++) {
      start = bare.lastIndexOf('.', start - 2) + 1;
    }
    // Guava takes only names that DNS would; a label that it refuses is in no rule.
    while (true) {
      String tail = bare.substring(start);
      if (InternetDomainName.isValid(tail)) {
        InternetDomainName suffix = InternetDomainName.from(tail).publicSuffix();
        if (suffix != null) {
          return Optional.of(suffix.toString().length() + dot);
        }
        break;
      }
      int next = bare.indexOf('.', start);
      if (next < 0) {
        break;
      }
      start = next + 1;
    }
    // The rule that holds where no other does: "*".
    return Optional.of(bare.length() - (bare.lastIndexOf('.') + 1) + dot);
  }
}

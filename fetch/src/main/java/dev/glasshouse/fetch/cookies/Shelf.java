package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.PublicSuffix;
import dev.glasshouse.url.UrlException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The cookies of one site, or those of a site that are partitioned under one page's.
 *
 * <p>Where there are too many, one has to go. A group are the cookies that the same hosts may set:
 * those of a domain, or those of a host alone. The one that goes is of the group that grew, when
 * that has more than its share; else of the fullest group, when that has; else of all. So a flood
 * from one host of a site takes the place of its own cookies, not of those that only another host
 * can set. Of those, what is not Secure goes first, and then what was not used for longest (RFC
 * 6265bis 5.7).
 */
final class Shelf {
  /** Those that go first, first. */
  static final Comparator<Stored> FIRST_TO_GO =
      Comparator.comparing((Stored stored) -> stored.cookie().secure())
          .thenComparing(Stored::used)
          .thenComparing(stored -> stored.cookie().created());

  final Map<Cookie.Key, Stored> cookies = new LinkedHashMap<>();

  /**
   * Which site's, under which page's.
   *
   * @param site a registrable domain, or a host that has none
   * @param partition the site of the top page; empty when everywhere
   */
  record Name(String site, String partition) {
    static Name of(Cookie cookie) {
      return new Name(siteOf(cookie.domain()), cookie.scope().partition());
    }
  }

  private record Group(String domain, boolean hostOnly) {
    static Group of(Stored stored) {
      Cookie.Scope scope = stored.cookie().scope();
      return new Group(scope.domain(), scope.hostOnly());
    }
  }

  /** The site of a host or of a cookie's domain: schemes do not matter to cookies. */
  static String siteOf(String host) {
    try {
      return siteOf(Host.parse(host));
    } catch (UrlException _) {
      return host;
    }
  }

  /** The site of a host. */
  static String siteOf(Host host) {
    return PublicSuffix.registrableDomain(host).map(Host.Domain::name).orElseGet(host::toString);
  }

  /** The bytes of all names and values. */
  int size() {
    return cookies.values().stream().mapToInt(stored -> stored.cookie().size()).sum();
  }

  /** The one that goes where one has to, other than the one that has just come. */
  Optional<Stored> leastUsed(Cookie.Key justCame, int share) {
    Map<Group, Long> sizes =
        cookies.values().stream().collect(Collectors.groupingBy(Group::of, Collectors.counting()));
    var grown = new Group(justCame.scope().domain(), justCame.scope().hostOnly());
    Optional<Group> over =
        sizes.getOrDefault(grown, 0L) > share
            ? Optional.of(grown)
            : sizes.entrySet().stream()
                .filter(entry -> entry.getValue() > share)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    return first(
        cookies.values(),
        s -> !key(s).equals(justCame) && over.map(Group.of(s)::equals).orElse(true));
  }

  private static Cookie.Key key(Stored stored) {
    return stored.cookie().key();
  }

  /** Of those that fit, the one that goes first. */
  static Optional<Stored> first(Collection<Stored> of, Predicate<Stored> which) {
    return of.stream().filter(which).min(FIRST_TO_GO);
  }
}

package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.CookieMatch;
import dev.glasshouse.http.cookies.CookieVerdict;
import dev.glasshouse.http.cookies.SendVerdict;
import dev.glasshouse.http.cookies.StorageRules;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.CookieReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The cookies of one browser, in memory (RFC 6265bis 5.7, 5.8). Its answers depend on nothing but
 * what was put in and the {@code now} that is passed. Safe for use by many threads.
 *
 * <p>It stands the tossing of cookies and floods of them: see {@link Shelf} for who has to go, and
 * {@link JarLimits} for when.
 */
public final class CookieJar {
  private static final Clause STORAGE = Clause.of("RFC 6265bis", "5.7");
  private static final Clause CHIPS = Clause.of("draft-cutler-httpbis-partitioned-cookies", "4.1");

  /** RFC 6265bis 5.8.3, step 2: longer paths first, then older ones. */
  private static final Comparator<Stored> ORDER =
      Comparator.comparingInt((Stored s) -> -s.cookie().path().length())
          .thenComparing(s -> s.cookie().created());

  private final JarLimits limits;
  private final Map<Shelf.Name, Shelf> shelves = new HashMap<>();
  private final Map<Cookie.Key, Optional<Stored>> changes = new LinkedHashMap<>();
  private final Map<Cookie.Key, Stored> used = new LinkedHashMap<>();
  private final Set<Cookie.Key> inFile = new HashSet<>();
  private int count;

  /** An empty one with the usual limits. */
  public CookieJar() {
    this(JarLimits.DEFAULT);
  }

  /** An empty one. */
  public CookieJar(JarLimits limits) {
    this.limits = limits;
  }

  /**
   * What came of a Set-Cookie.
   *
   * @param verdict whether it was kept
   * @param evicted those that had to go for it, each with its reason
   */
  public record Received(CookieVerdict verdict, List<Evicted> evicted) {}

  /** A cookie that had to go, and why. */
  public record Evicted(Cookie cookie, Because because) {}

  /** What it holds by now, the oldest first. */
  public synchronized List<Cookie> cookies(Instant now) {
    return stored(now).stream().map(Stored::cookie).toList();
  }

  /** What it holds by now, with when it was used, the oldest first. */
  public synchronized List<Stored> stored(Instant now) {
    return shelves.values().stream()
        .flatMap(shelf -> shelf.cookies.values().stream())
        .filter(stored -> !stored.cookie().isOver(now))
        .sorted(Comparator.comparing(stored -> stored.cookie().created()))
        .toList();
  }

  /**
   * Takes in one Set-Cookie, or refuses it.
   *
   * @param text the field's value, a character a byte
   * @param navigates whether the response answers a navigation of the top page
   */
  public synchronized Received receive(
      String text, CookieContext where, boolean navigates, Instant now) {
    CookieVerdict verdict = StorageRules.decide(text, where, navigates, now, limits.cookie());
    return verdict instanceof CookieVerdict.Kept kept
        ? keep(kept, where, now)
        : new Received(verdict, List.of());
  }

  private Received keep(CookieVerdict.Kept kept, CookieContext where, Instant now) {
    Cookie cookie = kept.cookie();
    Optional<Because> refused = hidden(cookie, where, now);
    if (refused.isPresent()) {
      return refuse(cookie, refused.get());
    }
    Optional<Stored> old = find(cookie.key()).filter(stored -> !stored.cookie().isOver(now));
    // Step 23.2: what scripts may not see they may not replace.
    if (where.api() == CookieContext.Api.SCRIPT
        && old.filter(stored -> stored.cookie().httpOnly()).isPresent()) {
      return refuse(cookie, Because.of(CookieReason.HTTP_ONLY, STORAGE));
    }
    if (cookie.isOver(now)) {
      remove(cookie.key());
      return new Received(
          old.isPresent()
              ? kept
              : new CookieVerdict.Kept(cookie, Because.of(CookieReason.NOTHING_TO_DELETE, STORAGE)),
          List.of());
    }
    Cookie made = old.map(stored -> cookie.madeWhen(stored.cookie().created())).orElse(cookie);
    put(new Stored(made, now));
    return new Received(
        new CookieVerdict.Kept(
            made, old.isPresent() ? Because.of(CookieReason.REPLACED, STORAGE) : kept.because()),
        evict(made.key(), now));
  }

  private static Received refuse(Cookie cookie, Because because) {
    return new Received(new CookieVerdict.Refused(cookie.shownName(), because), List.of());
  }

  /** Step 16: what is not secure may not take the place of what is, nor stand before it. */
  private Optional<Because> hidden(Cookie cookie, CookieContext where, Instant now) {
    if (cookie.secure() || CookieMatch.isSecure(where.url())) {
      return Optional.empty();
    }
    return shelf(Shelf.Name.of(cookie)).stream()
        .map(Stored::cookie)
        .filter(old -> old.secure() && !old.isOver(now))
        .filter(old -> old.name().equals(cookie.name()))
        .filter(old ->
            CookieMatch.domain(old.domain(), cookie.domain())
                || CookieMatch.domain(cookie.domain(), old.domain()))
        .filter(old -> CookieMatch.path(cookie.path(), old.path()))
        .findFirst()
        .map(_ -> Because.of(CookieReason.OVER_SECURE, STORAGE, where.url().scheme() + ":"));
  }

  /** The end of 5.7: first what is over, then a site's excess, then the excess of all. */
  private List<Evicted> evict(Cookie.Key justCame, Instant now) {
    Shelf.Name name =
        new Shelf.Name(Shelf.siteOf(justCame.scope().domain()), justCame.scope().partition());
    Shelf shelf = shelves.get(name);
    if (shelf == null) {
      return List.of();
    }
    boolean partitioned = !name.partition().isEmpty();
    if (shelf.cookies.size() > limits.perSite() || count > limits.total()) {
      removeIf(stored -> stored.cookie().isOver(now));
    }
    var gone = new ArrayList<Evicted>();
    while (shelf.cookies.size() > limits.perSite()) {
      go(
          shelf.leastUsed(justCame, limits.share()),
          CookieReason.SITE_FULL,
          limits.perSite(),
          name.site(),
          gone);
    }
    while (partitioned && shelf.cookies.size() > 1 && shelf.size() > limits.partitionBytes()) {
      go(
          shelf.leastUsed(justCame, limits.share()),
          CookieReason.PARTITION_FULL,
          limits.partitionBytes(),
          name.site(),
          gone);
    }
    while (count > limits.total()) {
      go(leastUsedOfAll(justCame), CookieReason.JAR_FULL, limits.total(), name.site(), gone);
    }
    return gone;
  }

  /** A plain loop: a flood comes here with each of its cookies. */
  private Optional<Stored> leastUsedOfAll(Cookie.Key justCame) {
    Optional<Stored> least = Optional.empty();
    for (Shelf shelf : shelves.values()) {
      for (Stored stored : shelf.cookies.values()) {
        boolean earlier = least.isEmpty() || Shelf.FIRST_TO_GO.compare(stored, least.get()) < 0;
        if (earlier && !stored.cookie().key().equals(justCame)) {
          least = Optional.of(stored);
        }
      }
    }
    return least;
  }

  private void go(
      Optional<Stored> which, CookieReason reason, int limit, String site, List<Evicted> gone) {
    Cookie cookie = which.orElseThrow().cookie();
    remove(cookie.key());
    Clause clause = reason == CookieReason.PARTITION_FULL ? CHIPS : STORAGE;
    gone.add(new Evicted(cookie, Because.of(reason, clause, limit, site)));
  }

  /**
   * The cookies that go with a request, in their order; they count as used now.
   *
   * @param where the request
   */
  public synchronized List<Cookie> matching(CookieContext where, Instant now) {
    List<Stored> matching = new ArrayList<>();
    for (Shelf shelf : near(where)) {
      for (Map.Entry<Cookie.Key, Stored> entry : shelf.cookies.entrySet()) {
        Cookie cookie = entry.getValue().cookie();
        if (SendVerdict.decide(cookie, where, now).sent()) {
          var sent = new Stored(cookie, now);
          entry.setValue(sent);
          used.put(entry.getKey(), sent);
          matching.add(sent);
        }
      }
    }
    matching.sort(ORDER);
    return matching.stream().map(Stored::cookie).toList();
  }

  /** For every cookie of the request's site, whether it goes and why; nothing counts as used. */
  public synchronized List<SendVerdict> verdicts(CookieContext where, Instant now) {
    return near(where).stream()
        .flatMap(shelf -> shelf.cookies.values().stream())
        .sorted(ORDER)
        .map(stored -> SendVerdict.decide(stored.cookie(), where, now))
        .toList();
  }

  /** The shelves of a request's site. */
  private List<Shelf> near(CookieContext where) {
    if (count == 0 || where.url().host().isEmpty()) {
      return List.of();
    }
    String site = Shelf.siteOf(where.url().host().get());
    return Stream.of("", where.partition())
        .distinct()
        .map(partition -> shelves.get(new Shelf.Name(site, partition)))
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Deletes the cookies that fit.
   *
   * @return them
   */
  public synchronized List<Cookie> delete(Predicate<Cookie> which) {
    return removeIf(stored -> which.test(stored.cookie())).stream().map(Stored::cookie).toList();
  }

  /** Ends the session: the cookies that end with the browser are deleted. */
  public synchronized void endSession() {
    removeIf(stored -> stored.cookie().expires().isEmpty());
  }

  /** Puts in what a file holds: nothing that is over, and no more than the limits allow. */
  synchronized void load(Collection<Stored> from, Instant now) {
    for (Stored stored : from) {
      if (!stored.cookie().isOver(now)) {
        put(stored);
        evict(stored.cookie().key(), now);
      }
    }
    changes.clear();
    from.forEach(stored -> inFile.add(stored.cookie().key()));
  }

  /**
   * What happened since a file was written.
   *
   * @param set each cookie that came, changed or went, with what it is now, or empty
   * @param used the others that were sent, which a file has no more where somebody deleted them
   */
  record Changes(Map<Cookie.Key, Optional<Stored>> set, Map<Cookie.Key, Stored> used) {}

  /** Whether there is anything to write. */
  public synchronized boolean hasChanges() {
    return !changes.isEmpty() || !used.isEmpty();
  }

  /** What has changed since the last call. */
  synchronized Changes takeChanges() {
    var taken = new Changes(new LinkedHashMap<>(changes), new LinkedHashMap<>(used));
    changes.clear();
    used.clear();
    taken
        .set()
        .forEach((key, stored) -> {
          if (stored.filter(its -> its.cookie().expires().isPresent()).isPresent()) {
            inFile.add(key);
          } else {
            inFile.remove(key);
          }
        });
    return taken;
  }

  /** Puts back changes that could not be written; later ones of the same cookie stay. */
  synchronized void putBack(Changes taken) {
    taken.set().forEach(changes::putIfAbsent);
    taken.used().forEach(used::putIfAbsent);
    inFile.addAll(taken.set().keySet());
  }

  JarLimits limits() {
    return limits;
  }

  private Collection<Stored> shelf(Shelf.Name name) {
    Shelf shelf = shelves.get(name);
    return shelf == null ? List.of() : shelf.cookies.values();
  }

  private Optional<Stored> find(Cookie.Key key) {
    Shelf shelf = shelves.get(nameOf(key));
    return shelf == null ? Optional.empty() : Optional.ofNullable(shelf.cookies.get(key));
  }

  private static Shelf.Name nameOf(Cookie.Key key) {
    return new Shelf.Name(Shelf.siteOf(key.scope().domain()), key.scope().partition());
  }

  private void put(Stored stored) {
    Cookie.Key key = stored.cookie().key();
    Shelf shelf = shelves.computeIfAbsent(nameOf(key), _ -> new Shelf());
    if (shelf.cookies.put(key, stored) == null) {
      count++;
    }
    changes.put(key, Optional.of(stored));
    used.remove(key);
  }

  private void remove(Cookie.Key key) {
    Shelf.Name name = nameOf(key);
    Shelf shelf = shelves.get(name);
    if (shelf != null && shelf.cookies.remove(key) != null) {
      count--;
      used.remove(key);
      // What no file holds need not be deleted from it: so a flood leaves nothing behind here.
      if (inFile.contains(key)) {
        changes.put(key, Optional.empty());
      } else {
        changes.remove(key);
      }
      if (shelf.cookies.isEmpty()) {
        shelves.remove(name);
      }
    }
  }

  private List<Stored> removeIf(Predicate<Stored> which) {
    var gone = new ArrayList<Stored>();
    for (Shelf shelf : shelves.values()) {
      for (Stored stored : shelf.cookies.values()) {
        if (which.test(stored)) {
          gone.add(stored);
        }
      }
    }
    gone.forEach(stored -> remove(stored.cookie().key()));
    return gone;
  }
}

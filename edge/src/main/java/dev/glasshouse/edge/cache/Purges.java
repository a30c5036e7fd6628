package dev.glasshouse.edge.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.cache.Upkeep;
import dev.glasshouse.http.caching.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was purged and when. Nothing is looked for at that moment: each entry is asked, when it
 * could be used, whether it was asked for before its URL, a beginning of that, or one of its tags
 * was purged. So a purge takes the same short time however much is stored, and an answer that was
 * on its way is caught too.
 *
 * <p>Kept in a file where the cache is: an order is written before it is confirmed. When there are
 * too many orders, the older half becomes one order for everything: more is forgotten than was
 * asked for, never less.
 */
public final class Purges implements Upkeep, AutoCloseable {
  /** Orders of a kind that are kept apart: some ten megabytes. */
  static final int MOST = 50_000;

  /** Beginnings that are kept apart: each costs a comparison for each use of an entry. */
  static final int MOST_PREFIXES = 500;

  /** When something was purged: what was asked for until then is gone, or stale. */
  private record Moments(Instant hard, Instant soft) {
    static final Moments NEVER = new Moments(Instant.MIN, Instant.MIN);

    Moments with(Instant when, boolean softly) {
      return new Moments(softly ? hard : later(hard, when), softly ? later(soft, when) : soft);
    }

    Instant latest() {
      return later(hard, soft);
    }

    Standing of(Instant asked) {
      if (!asked.isAfter(hard)) {
        return Standing.GONE;
      }
      return asked.isAfter(soft) ? Standing.GOOD : Standing.STALE;
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }
  }

  private final InstantSource clock;
  private final Map<String, Moments> urls = new ConcurrentHashMap<>();
  private final Map<String, Moments> tags = new ConcurrentHashMap<>();
  private final Map<String, Moments> prefixes = new ConcurrentHashMap<>();
  private volatile Moments all = Moments.NEVER;
  private volatile Instant unconfirmed = Instant.MIN;
  private Optional<PurgeFile> file = Optional.empty();
  private Instant last = Instant.MIN;
  private volatile boolean any;

  private Purges(InstantSource clock) {
    this.clock = clock;
  }

  /** None yet, and none kept. */
  public static Purges inMemory(InstantSource clock) {
    return new Purges(clock);
  }

  /**
   * Those that a folder's file tells of; new ones go there. A file that is damaged means that
   * everything is purged: what it said is not known.
   *
   * @throws IOException when it can neither be read nor written
   */
  public static Purges in(Path folder, InstantSource clock) throws IOException {
    Purges purges = inMemory(clock);
    purges.keepIn(folder);
    return purges;
  }

  /**
   * Takes those that a folder's file tells of too, and keeps new ones there. The folder is this
   * program's alone from then on.
   *
   * @throws IOException when it can neither be read nor written
   */
  synchronized void keepIn(Path folder) throws IOException {
    Path path = folder.resolve("purges");
    PurgeFile.Contents contents = PurgeFile.read(path);
    Instant now = clock.instant();
    file = Optional.of(PurgeFile.open(path, contents, now));
    contents.orders().forEach(order -> note(order.purge(), order.when()));
    if (contents.damaged()) {
      note(Purge.all(), now);
    }
  }

  /**
   * Takes an order: it holds when this returns, and after a crash.
   *
   * @throws IOException when it could not be written; it holds nonetheless, until the next start
   */
  public void take(Purge purge) throws IOException {
    take(purge, Instant.MAX);
  }

  /**
   * Takes an order that was given at another place, at a moment at the latest: what was asked for
   * after that is left alone.
   *
   * @throws IOException when it could not be written; it holds nonetheless, until the next start
   */
  public synchronized void take(Purge purge, Instant latest) throws IOException {
    // Orders never lie before each other, even where the clock does.
    Instant now = clock.instant();
    Instant here = now.isBefore(last) ? last : now;
    Instant when = here.isAfter(latest) ? latest : here;
    note(purge, when);
    if (file.isPresent()) {
      file.get().append(new PurgeFile.Order(purge, when));
    }
  }

  private synchronized void note(Purge purge, Instant when) {
    last = when.isAfter(last) ? when : last;
    switch (purge.kind()) {
      case URL -> note(urls, MOST, purge, when);
      case TAG -> note(tags, MOST, purge, when);
      case PREFIX -> note(prefixes, MOST_PREFIXES, purge, when);
      case ALL -> all = all.with(when, purge.soft());
      case UNCONFIRMED -> unconfirmed = Moments.later(unconfirmed, when);
    }
    any = true;
  }

  private void note(Map<String, Moments> of, int most, Purge purge, Instant when) {
    of.merge(
        purge.what(),
        Moments.NEVER.with(when, purge.soft()),
        (before, _) -> before.with(when, purge.soft()));
    if (of.size() > most) {
      List<Instant> moments = new ArrayList<>();
      of.values().forEach(m -> moments.add(m.latest()));
      moments.sort(null);
      Instant middle = moments.get(moments.size() / 2);
      all = all.with(middle, false);
      of.values().removeIf(m -> !m.latest().isAfter(middle));
    }
  }

  @Override
  public Standing of(String url, Stored stored) {
    if (!any) {
      return Standing.GOOD;
    }
    Instant asked = asked(stored);
    Standing standing = all.of(asked);
    if (!asked.isAfter(unconfirmed)) {
      standing = worse(standing, Standing.UNCONFIRMED);
    }
    standing = worse(standing, urls.getOrDefault(url, Moments.NEVER).of(asked));
    if (!tags.isEmpty()) {
      for (String tag : tagsOf(stored.fields())) {
        standing = worse(standing, tags.getOrDefault(tag, Moments.NEVER).of(asked));
      }
    }
    if (!prefixes.isEmpty()) {
      for (Map.Entry<String, Moments> each : prefixes.entrySet()) {
        if (url.startsWith(each.getKey())) {
          standing = worse(standing, each.getValue().of(asked));
        }
      }
    }
    return standing;
  }

  @Override
  public Optional<Instant> staleSince(String url, Stored stored) {
    if (!any) {
      return Optional.empty();
    }
    Instant asked = asked(stored);
    Instant since = first(asked, Instant.MAX, all.soft());
    since = first(asked, since, unconfirmed);
    since = first(asked, since, urls.getOrDefault(url, Moments.NEVER).soft());
    for (String tag : tags.isEmpty() ? List.<String>of() : tagsOf(stored.fields())) {
      since = first(asked, since, tags.getOrDefault(tag, Moments.NEVER).soft());
    }
    for (Map.Entry<String, Moments> each : prefixes.entrySet()) {
      if (url.startsWith(each.getKey())) {
        since = first(asked, since, each.getValue().soft());
      }
    }
    return since.equals(Instant.MAX) ? Optional.empty() : Optional.of(since);
  }

  /** The first of two moments of purges; one from before an answer was asked for does not count. */
  private static Instant first(Instant asked, Instant since, Instant purged) {
    return !asked.isAfter(purged) && purged.isBefore(since) ? purged : since;
  }

  /**
   * When an answer was asked for at its origin: where it came out of another cache, which may hear
   * of a purge later, as much earlier as its Age says, which is in whole seconds.
   */
  private static Instant asked(Stored stored) {
    Optional<String> age = stored.fields().first("Age");
    if (age.isEmpty()) {
      return stored.requestTime();
    }
    boolean number =
        !age.get().isEmpty()
            && age.get().length() < 10
            && age.get().chars().allMatch(Character::isDigit);
    return stored.requestTime().minusSeconds(number ? Long.parseLong(age.get()) + 1 : 1);
  }

  private static Standing worse(Standing one, Standing other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** The tags of an answer: Cache-Tag is separated by commas, Surrogate-Key by spaces. */
  static List<String> tagsOf(Fields fields) {
    var found = new ArrayList<String>();
    for (Field field : fields) {
      if (field.is("Cache-Tag") || field.is("Surrogate-Key")) {
        for (String tag : field.value().split("[ ,]+")) {
          if (!tag.isEmpty()) {
            found.add(tag);
          }
        }
      }
    }
    return found;
  }

  /** How many orders are known apart, as {@code urls 3, tags 1, prefixes 0}. */
  public String shown() {
    return String.format(
        Locale.ROOT, "urls %d, tags %d, prefixes %d", urls.size(), tags.size(), prefixes.size());
  }

  @Override
  public synchronized void close() {
    file.ifPresent(PurgeFile::close);
  }
}

package dev.glasshouse.http.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.http.caching.Policy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An HTTP cache: a browser's, or one that many share. It stands before the network: a request goes
 * through {@link #send}, which answers from what is stored, asks the network, or asks it whether
 * what is stored still holds.
 *
 * <p>Requests for the same thing at the same time become one, where its answer may be used for all.
 * Calls block, and are made for virtual threads. Safe for use by many threads.
 */
public final class HttpCache implements AutoCloseable {
  /** Sends a request over the network. */
  public interface Network {
    /**
     * Sends.
     *
     * @param trail the steps of the exchange are put under this
     * @return the response; its body must be read to the end or closed
     */
    Response send(Request request, Trail trail) throws IOException;
  }

  /** Where the bytes of an answer come from. */
  public enum Source {
    /** The network; perhaps shared with another request. */
    NETWORK,
    /** What is stored in memory. */
    MEMORY,
    /** What is stored on disk. */
    DISK
  }

  /**
   * An answer.
   *
   * @param response the response; its body must be read to the end or closed, and is stored while
   *     it is read
   * @param source where its bytes come from
   * @param outcome what was done with the request
   */
  public record Answer(Response response, Source source, Outcome outcome) {
    /** The same with another response that was made of it. */
    public Answer with(Response made) {
      return new Answer(made, source, outcome);
    }
  }

  /** Something that was found wrong; it is told with the next request. */
  private record Trouble(String where, String what, Because because) {}

  private static final int UNSHARED = 1000;

  /** For those who ask nobody. */
  private static final Network NOBODY =
      (_, _) -> {
        throw new IllegalStateException("nobody is asked");
      };

  private final Policy policy;
  private final Upkeep upkeep;
  private final CacheLimits limits;
  private final InstantSource clock;
  private final Stores stores;
  private final SearchIndex searches;
  private final Queue<Trouble> troubles;
  private final Optional<Because> withoutDisk;
  private final Map<Flight.Course, Flight> flights = new ConcurrentHashMap<>();
  private final Cache<CacheKey, Boolean> unshared =
      Caffeine.newBuilder().maximumSize(UNSHARED).executor(Runnable::run).build();
  private final Behind behind;

  private HttpCache(
      Policy policy,
      Upkeep upkeep,
      CacheLimits limits,
      InstantSource clock,
      Stores stores,
      Queue<Trouble> troubles,
      Optional<Because> withoutDisk) {
    this.policy = policy;
    this.upkeep = upkeep;
    this.limits = limits;
    this.clock = clock;
    this.stores = stores;
    this.searches = new SearchIndex(stores, limits.variants());
    this.troubles = troubles;
    this.withoutDisk = withoutDisk;
    this.behind = new Behind(limits);
  }

  /** A browser's cache that forgets everything when it is closed. */
  public static HttpCache inMemory(CacheLimits limits, InstantSource clock) {
    return open(Policy.PRIVATE, Upkeep.NONE, Optional.empty(), limits, clock, _ -> {});
  }

  /**
   * A browser's cache that is kept in a folder. Where the folder cannot be used, because another
   * program has it open or it cannot be written, the cache is in memory only: {@link #withoutDisk}
   * says why, and so does the journey of the next request.
   */
  public static HttpCache in(Path folder, CacheLimits limits, InstantSource clock) {
    return open(Policy.PRIVATE, Upkeep.NONE, Optional.of(folder), limits, clock, _ -> {});
  }

  /**
   * A cache that many share (RFC 9111 1).
   *
   * @param folder where it is kept; empty for memory only
   * @param upkeep what is decided about entries from outside
   * @param unwritten is told each time that the disk did not take what was to be kept
   */
  public static HttpCache shared(
      Optional<Path> folder,
      CacheLimits limits,
      InstantSource clock,
      Upkeep upkeep,
      Consumer<IOException> unwritten) {
    return open(Policy.SHARED, upkeep, folder, limits, clock, unwritten);
  }

  private static HttpCache open(
      Policy policy,
      Upkeep upkeep,
      Optional<Path> where,
      CacheLimits limits,
      InstantSource clock,
      Consumer<IOException> unwritten) {
    var troubles = new ConcurrentLinkedQueue<Trouble>();
    Optional<DiskStore> disk = Optional.empty();
    Optional<Because> without = Optional.empty();
    if (where.isPresent()) {
      Path folder = where.get();
      try {
        disk =
            Optional.of(
                DiskStore.open(folder, limits.disk(), (key, _) -> troubles.add(damaged(key))));
        if (disk.get().startedAnew()) {
          troubles.add(
              new Trouble(
                  folder.toString(),
                  "the disk cache starts anew",
                  Because.of(CacheReason.DAMAGED)));
        }
      } catch (FolderLock.LockedException e) {
        without = Optional.of(e.because());
      } catch (IOException e) {
        without = Optional.of(FolderLock.unusable(e));
      }
      without.ifPresent(because ->
          troubles.add(new Trouble(folder.toString(), "the disk cache is not used", because)));
    }
    var stores = new Stores(limits, disk, unwritten);
    return new HttpCache(policy, upkeep, limits, clock, stores, troubles, without);
  }

  private static Trouble damaged(CacheKey key) {
    return new Trouble(key.url(), "the entry is dropped", Because.of(CacheReason.DAMAGED));
  }

  /** Why a cache that was to be kept in a folder is not; empty when all is well. */
  public Optional<Because> withoutDisk() {
    return withoutDisk;
  }

  /**
   * Answers a request, from what is stored or over the network.
   *
   * @param asking who asks, and how
   * @param network what sends; it may be used after this call too, to check a stale answer that is
   *     used already
   * @throws IOException what {@code network} throws, where nothing that is stored may stand in
   */
  public Answer send(Request request, Asking asking, Network network, Trail trail)
      throws IOException {
    tellTroubles(trail);
    var fetch = new CacheFetch(this, request, asking, network, trail);
    Response response = fetch.run();
    return new Answer(response, fetch.source(), fetch.outcome());
  }

  /** Tells what was found wrong since the last request; the next one tells it no more. */
  public void tellTroubles(Trail trail) {
    for (Trouble trouble = troubles.poll(); trouble != null; trouble = troubles.poll()) {
      trail.mark(new CacheStep.CacheTrouble(trouble.where(), trouble.what()), trouble.because());
    }
  }

  /**
   * Answers a request if that can be done here and now: a fresh answer is in memory. Nothing is
   * waited for, so that an event loop may ask; where it cannot be done, nothing was done.
   */
  public Optional<Answer> atOnce(Request request, Asking asking, Trail trail) {
    var fetch = new CacheFetch(this, request, asking, NOBODY, trail);
    return fetch.atOnce().map(response -> new Answer(response, fetch.source(), fetch.outcome()));
  }

  /** What would become of a request for a page now, and why; nothing is asked. */
  public Outlook outlook(Request request, Asking asking) {
    return new Planning(this, request, asking).outlook();
  }

  /** All entries, by URL. */
  public List<Listed> list() {
    Instant now = clock.instant();
    return entries()
        .map(entry -> Listed.of(policy, entry, now))
        .sorted(Comparator.comparing(Listed::url).thenComparing(Listed::partition))
        .toList();
  }

  /** Deletes what is stored for a URL, for all partitions; how many entries there were. */
  public int delete(String url) {
    return (int)
        entries().filter(entry -> entry.key().url().equals(url)).peek(stores::remove).count();
  }

  /** Deletes everything; how many entries there were. */
  public int deleteAll() {
    int count = (int) entries().count();
    stores.clear();
    return count;
  }

  private Stream<Entry> entries() {
    return stores.all().stream().filter(entry -> !SearchIndex.isList(entry));
  }

  /** For whom it stores. */
  Policy policy() {
    return policy;
  }

  /** What is decided about entries from outside. */
  Upkeep upkeep() {
    return upkeep;
  }

  /** How fresh an entry is now, by its fields and by what was decided about it. */
  Freshness freshness(Entry entry) {
    Instant now = now();
    Freshness own = Freshness.of(policy, entry.stored(), now);
    return upkeep
        .staleSince(entry.key().url(), entry.stored())
        .map(moment -> own.staleSince(moment, now))
        .orElse(own);
  }

  /** Whether an entry may be used only once its server has confirmed it. */
  boolean isUnconfirmed(Entry entry) {
    return upkeep.of(entry.key().url(), entry.stored()) == Upkeep.Standing.UNCONFIRMED;
  }

  CacheLimits limits() {
    return limits;
  }

  Instant now() {
    return clock.instant();
  }

  Stores stores() {
    return stores;
  }

  /** Which URLs are the same by No-Vary-Search. */
  SearchIndex searches() {
    return searches;
  }

  /** The requests that are under way. */
  Map<Flight.Course, Flight> flights() {
    return flights;
  }

  /**
   * Whether answers to such requests could not be stored lately, so that nothing is gained here.
   */
  public boolean isPassed(Asking asking) {
    return isUnshared(asking.key());
  }

  /**
   * What is stored.
   *
   * @param memory bytes in memory, about
   * @param disk bytes of the files
   * @param keys URLs that memory knows
   * @param evicted how many of them memory has dropped for want of room
   */
  public record Sizes(long memory, long disk, long keys, long evicted) {}

  /** What is stored now. */
  public Sizes sizes() {
    return stores.sizes();
  }

  /** Whether answers for a key could not be shared lately: nobody waits for them. */
  boolean isUnshared(CacheKey key) {
    return unshared.getIfPresent(key) != null;
  }

  void unshare(CacheKey key) {
    unshared.put(key, true);
  }

  void share(CacheKey key) {
    unshared.invalidate(key);
  }

  /** An entry's bytes are not what was written. */
  void drop(Entry entry) {
    stores.remove(entry);
    troubles.add(damaged(entry.key()));
  }

  /** What is under way that nobody waits for. */
  Behind behind() {
    return behind;
  }

  /**
   * Finishes what is under way in the background, where that takes no longer than {@link
   * CacheLimits#ending}, and closes the folder.
   */
  @Override
  public void close() {
    behind.end();
    stores.close();
  }
}

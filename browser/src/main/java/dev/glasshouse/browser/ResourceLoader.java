package dev.glasshouse.browser;

import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fetches what a page is made of: each URL once, all at the same time, the results handed to the
 * page's loop. Used on the page's loop only; the fetching itself runs on virtual threads.
 */
final class ResourceLoader implements AutoCloseable {

  /**
   * A resource that is wanted.
   *
   * @param url where it is
   * @param destination what it is for
   * @param initiator what asked for it, in words
   * @param loading when it is needed
   * @param sharing whether and how it is asked for with CORS
   * @param terms what an element's attributes say of the fetch
   */
  record Wanted(
      Url url,
      Destination destination,
      String initiator,
      Loading loading,
      CrossOrigin sharing,
      Terms terms) {
    /** A resource that is asked for as is usual for what it is for. */
    Wanted(Url url, Destination destination, String initiator, Loading loading) {
      this(url, destination, initiator, loading, CrossOrigin.usual(destination), Terms.NONE);
    }

    /** What must be the same for two to share an answer. */
    String key() {
      return destination
          + " "
          + sharing
          + " "
          + terms.integrity()
          + " "
          + url.hrefWithoutFragment();
    }
  }

  /** How a resource of another origin is asked for (HTML, 2.5.4 "CORS settings attribute"). */
  enum CrossOrigin {
    /** Without CORS: it may be shown, not read. */
    NO_CORS,
    /** With CORS, and without cookies. */
    ANONYMOUS,
    /** With CORS, and with cookies. */
    USE_CREDENTIALS;

    /** What an attribute says; without one it is as usual. */
    static CrossOrigin of(Optional<String> attribute, Destination destination) {
      if (attribute.isEmpty()) {
        return usual(destination);
      }
      return attribute.get().strip().equalsIgnoreCase("use-credentials")
          ? USE_CREDENTIALS
          : ANONYMOUS;
    }

    static CrossOrigin usual(Destination destination) {
      return destination == Destination.FONT ? ANONYMOUS : NO_CORS;
    }

    /** Asks so. */
    FetchRequest.Builder of(FetchRequest.Builder builder) {
      return switch (this) {
        case NO_CORS -> builder.mode(FetchRequest.Mode.NO_CORS);
        case ANONYMOUS ->
            builder.mode(FetchRequest.Mode.CORS).credentials(FetchRequest.Credentials.SAME_ORIGIN);
        case USE_CREDENTIALS ->
            builder.mode(FetchRequest.Mode.CORS).credentials(FetchRequest.Credentials.INCLUDE);
      };
    }
  }

  private final ResourceFetch fetches;
  private final PageLoop loop;
  private final Limits limits;
  private final PagePolicies policies;
  private final PageProblems problems;
  private final EarlyFetches early;
  private final Prefetches prefetches;
  private final Map<String, Loaded> there = new HashMap<>();
  private final Map<String, List<Consumer<Loaded>>> awaited = new LinkedHashMap<>();
  private final Map<String, Thread> threads = new HashMap<>();
  private final Map<String, Thread> timers = new HashMap<>();
  private boolean closed;

  ResourceLoader(
      ResourceFetch fetches,
      PageLoop loop,
      Limits limits,
      PagePolicies policies,
      PageProblems problems,
      EarlyFetches early,
      Prefetches prefetches) {
    this.fetches = fetches;
    this.loop = loop;
    this.limits = limits;
    this.policies = policies;
    this.problems = problems;
    this.early = early;
    this.prefetches = prefetches;
  }

  /**
   * Loads a resource, unless it is there or on its way, and tells when it is. One that the page
   * needs and that cannot be had is one of its problems.
   */
  void load(Wanted wanted, Trail trail, Consumer<Loaded> then) {
    begin(
        wanted,
        trail,
        loaded -> {
          if (loaded instanceof Loaded.Failed(String why, var absence)
              && absence == Loaded.Absence.MISSING) {
            problems.add(wanted.url().display(), why);
          }
          then.accept(loaded);
        });
  }

  /** Loads what the page may need soon. */
  void foresee(Wanted wanted, Trail trail) {
    begin(wanted, trail, _ -> {});
  }

  /** Does what the page's server or the page itself asks for ahead of its need. */
  void ahead(AheadVerdict verdict, Because because, Trail trail) {
    switch (verdict) {
      case AheadVerdict.Fetch(Wanted wanted) -> {
        if (!knows(wanted)) {
          if (trail.on()) {
            String what = wanted.destination().toString();
            trail.mark(new PageStep.AskedAhead(wanted.url().display(), what), because);
          }
          foresee(wanted, trail);
        }
      }
      case AheadVerdict.Connect connect -> early.connect(connect, policies.client(), because);
      case AheadVerdict.Resolve(Url url) -> early.resolve(url, because);
      case AheadVerdict.Prefetch(Wanted wanted) -> prefetches.add(wanted, because);
      case AheadVerdict.LeftOut leftOut -> early.leaveOut(leftOut);
      case AheadVerdict.Nothing _ -> {}
    }
  }

  private void begin(Wanted wanted, Trail trail, Consumer<Loaded> then) {
    String key = wanted.key();
    Loaded known = there.get(key);
    if (known != null) {
      then.accept(known);
      return;
    }
    List<Consumer<Loaded>> waiting = awaited.get(key);
    if (waiting != null) {
      waiting.add(then);
      return;
    }
    if (closed) {
      then.accept(new Loaded.Failed("the page is closed", Loaded.Absence.UNWANTED));
      return;
    }
    if (there.size() + awaited.size() >= limits.resources()) {
      problems.limit("resources", limits.resources(), "resources", wanted.url().display(), trail);
      then.accept(
          new Loaded.Failed("the page asks for too many resources", Loaded.Absence.UNWANTED));
      return;
    }
    awaited.put(key, new ArrayList<>(List.of(then)));
    Client page = policies.client();
    Optional<EarlyFetches.Early> its = early.take(wanted, trail);
    threads.put(key, Thread.ofVirtual().start(() -> fetch(wanted, its, trail, page)));
  }

  /** The same, but who waits is told that it failed when it is not there by then. */
  void load(Wanted wanted, Duration atMost, Trail trail, Consumer<Loaded> then) {
    load(wanted, trail, then);
    String key = wanted.key();
    if (awaited.containsKey(key) && !timers.containsKey(key)) {
      timers.put(key, Thread.ofVirtual().start(() -> timer(wanted, atMost, trail)));
    }
  }

  private void timer(Wanted wanted, Duration atMost, Trail trail) {
    try {
      Thread.sleep(atMost);
      loop.post(() -> late(wanted, atMost, trail));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void late(Wanted wanted, Duration atMost, Trail trail) {
    Thread thread = threads.get(wanted.key());
    if (thread == null) {
      return;
    }
    problems.limit(
        wanted.destination() + "Wait", atMost.toMillis(), "ms", wanted.url().display(), trail);
    thread.interrupt();
    arrived(
        wanted.key(),
        new Loaded.Failed(
            "it was not there within " + atMost.toMillis() + " ms", Loaded.Absence.UNWANTED));
  }

  /** Whether this was asked for before, by the page or ahead of it. */
  boolean knows(Wanted wanted) {
    return there.containsKey(wanted.key())
        || awaited.containsKey(wanted.key())
        || early.has(wanted);
  }

  /** The page has all that it asks for: what came ahead and was not asked for is dropped. */
  void settled() {
    early.drop(PageReason.AHEAD_UNUSED);
  }

  /** What is fetched for pages that may come next. */
  Prefetches prefetches() {
    return prefetches;
  }

  /** Takes a picture that came in another way, so that it is not fetched. */
  void provide(Loaded.Content picture) {
    var shown = new Wanted(picture.url(), Destination.IMAGE, "", Loading.NORMAL);
    there.put(shown.key(), picture);
  }

  /** Whether anything is on its way. */
  boolean isBusy() {
    return !awaited.isEmpty();
  }

  /** The URLs that are on their way, the longest awaited first. */
  List<String> outstanding() {
    return awaited.keySet().stream().map(key -> key.substring(key.lastIndexOf(' ') + 1)).toList();
  }

  private void fetch(Wanted wanted, Optional<EarlyFetches.Early> early, Trail trail, Client page) {
    FetchRequest request = fetches.request(wanted, page);
    Loaded result =
        early
            .flatMap(its -> its.admitted(fetches, request, trail))
            .orElseGet(() -> fetches.get(wanted, request, trail));
    loop.post(() -> arrived(wanted.key(), result));
  }

  private void arrived(String key, Loaded result) {
    threads.remove(key);
    Thread timer = timers.remove(key);
    if (timer != null) {
      timer.interrupt();
    }
    List<Consumer<Loaded>> waiting = awaited.remove(key);
    if (waiting == null) {
      return;
    }
    there.put(key, result);
    waiting.forEach(then -> then.accept(result));
  }

  /** Gives up what is on its way: those who wait are told so. */
  void giveUp(String why, Loaded.Absence absence) {
    for (Thread thread : threads.values()) {
      thread.interrupt();
    }
    timers.values().forEach(Thread::interrupt);
    threads.clear();
    timers.clear();
    var waiting = new ArrayList<>(awaited.values());
    awaited.clear();
    waiting.forEach(list -> list.forEach(then -> then.accept(new Loaded.Failed(why, absence))));
  }

  @Override
  public void close() {
    closed = true;
    giveUp("the page is closed", Loaded.Absence.UNWANTED);
    early.drop(PageReason.AHEAD_UNUSED);
    prefetches.close();
    there.clear();
  }
}

package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.Wanted;
import dev.glasshouse.css.media.Viewport;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.EarlyHints;
import dev.glasshouse.fetch.FetchException;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a server names ahead of its page (103, RFC 8297) and is fetched while the server still
 * thinks, until the page asks for it itself (HTML, 7.4.2.4 "process early hint headers"). Unlike
 * there, all early hints count and not the first alone: RFC 8297 lets a server send several.
 */
final class EarlyFetches implements EarlyHints {
  private final ResourceFetch fetches;
  private final Viewport viewport;
  private final Trail trail;

  /** By what must be the same for two to share an answer; under the lock, as all below. */
  private final Map<String, Early> waiting = new LinkedHashMap<>();

  private final List<Thread> connecting = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  /** Whether the page itself is there, or nobody waits for it any more. */
  private boolean over;

  EarlyFetches(ResourceFetch fetches, Viewport viewport, Trail trail) {
    this.fetches = fetches;
    this.viewport = viewport;
    this.trail = trail;
  }

  /**
   * One of them.
   *
   * @param begun when it was begun, on the trail's clock
   * @param page on whose behalf, by what the early hints said
   */
  record Early(
      Wanted wanted, Client page, long begun, CompletableFuture<Loaded> result, Thread thread) {

    /**
     * What came of it, where the page may have that: empty where it has to ask itself, since no
     * answer came, or a rule of the early hints' withheld it. An answer that is a failure is the
     * answer (HTML, "consume a preloaded resource"). Blocks; interrupting gives the fetch up.
     *
     * @param own as the page asks
     */
    Optional<Loaded> admitted(ResourceFetch fetches, FetchRequest own, Trail trail) {
      try {
        Loaded came = result.get();
        List<Url> through =
            switch (came) {
              case Loaded.Content content -> content.urls();
              case Loaded.Failed failed when failed.absence() == Loaded.Absence.ANSWERED ->
                  List.of(wanted.url());
              case Loaded.Failed _ -> List.of();
            };
        if (through.isEmpty()) {
          return Optional.empty();
        }
        fetches.fetcher().admit(own, through, trail);
        return Optional.of(came);
      } catch (FetchException e) {
        return Optional.of(
            new Loaded.Failed(String.valueOf(e.getMessage()), ResourceFetch.absence(e)));
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        return Optional.of(new Loaded.Failed("given up", Loaded.Absence.UNWANTED));
      } catch (ExecutionException e) {
        return Optional.empty();
      }
    }
  }

  @Override
  public synchronized void came(Url url, Fields fields) {
    if (over) {
      return;
    }
    Client page = Client.of(url, fields);
    int most = fetches.limits().hints();
    for (AheadVerdict verdict : LinkHints.of(url, fields, "early hint", viewport, most)) {
      switch (verdict) {
        case AheadVerdict.Fetch(Wanted wanted) -> fetch(wanted, page);
        case AheadVerdict.Connect connect -> connect(connect, page, early());
        case AheadVerdict.Resolve(Url its) -> resolve(its, early());
        case AheadVerdict.Prefetch(Wanted wanted) ->
            leaveOut(
                new AheadVerdict.LeftOut(
                    "prefetch",
                    wanted.url().display(),
                    Because.of(PageReason.PREFETCH_TOO_EARLY, Clause.of("HTML", "7.4.2.4"))));
        case AheadVerdict.LeftOut leftOut -> leaveOut(leftOut);
        case AheadVerdict.Nothing _ -> {}
      }
    }
  }

  private static Because early() {
    return Because.of(PageReason.EARLY_HINT, Clause.rfc(8297, "2"));
  }

  private void fetch(Wanted wanted, Client page) {
    if (waiting.containsKey(wanted.key()) || waiting.size() >= fetches.limits().hints()) {
      return;
    }
    long begun = trail.now();
    if (trail.on()) {
      trail.mark(
          new PageStep.AskedAhead(wanted.url().display(), wanted.destination().toString()),
          early());
    }
    FetchRequest request = fetches.request(wanted, page);
    var result = new CompletableFuture<Loaded>();
    Thread thread =
        Thread.ofVirtual()
            .name("early")
            .start(() -> result.complete(fetches.get(wanted, request, trail)));
    waiting.put(wanted.key(), new Early(wanted, page, begun, result, thread));
  }

  /**
   * Has a connection made, once for each place.
   *
   * @param page on whose behalf
   */
  synchronized void connect(AheadVerdict.Connect to, Client page, Because because) {
    String key = "connection " + to.sharing() + " " + to.url().origin();
    if (told.size() >= fetches.limits().hints() || !told.add(key)) {
      return;
    }
    if (trail.on()) {
      trail.mark(new PageStep.AskedAhead(to.url().origin().toString(), "connection"), because);
    }
    FetchRequest.Builder builder = FetchRequest.of(to.url()).initiator(to.initiator()).client(page);
    FetchRequest request = to.sharing().of(builder).build();
    connecting.add(Thread.ofVirtual().name("preconnect").start(() -> connect(request)));
  }

  private void connect(FetchRequest request) {
    try {
      fetches.fetcher().connect(request, trail);
    } catch (FetchException _) {
      // Told by who dialed; whoever needs the connection will be told, too.
    }
  }

  /** Has a name looked up, once. */
  synchronized void resolve(Url url, Because because) {
    String name = url.host().map(Host::toString).orElse("");
    if (told.size() >= fetches.limits().hints() || !told.add("name " + name)) {
      return;
    }
    if (trail.on()) {
      trail.mark(new PageStep.AskedAhead(name, "name"), because);
    }
    connecting.add(Thread.ofVirtual().name("dns-prefetch").start(() -> lookUp(url)));
  }

  private void lookUp(Url url) {
    try {
      fetches.fetcher().resolve(url, trail);
    } catch (FetchException _) {
      // Told by who asked; whoever needs the name will be told, too.
    }
  }

  /** Tells, once, what is asked for and not done. */
  synchronized void leaveOut(AheadVerdict.LeftOut leftOut) {
    String key = leftOut.feature() + " " + leftOut.where();
    if (trail.on() && told.size() < fetches.limits().hints() && told.add(key)) {
      trail.mark(
          new JourneyStep.NotSupported(leftOut.feature(), leftOut.where(), ""), leftOut.because());
    }
  }

  /**
   * The page is there: what was fetched on behalf of another origin, or of a page that demands
   * something else of what it embeds, is not for it. No more is fetched ahead.
   */
  synchronized void begin(Client page) {
    over = true;
    for (Early early : List.copyOf(waiting.values())) {
      if (!early.page().origin().isSameOrigin(page.origin())) {
        drop(early, PageReason.AHEAD_MOVED);
      } else if (early.page().embedding().policy() != page.embedding().policy()) {
        drop(early, PageReason.AHEAD_DIFFERS);
      }
    }
  }

  synchronized boolean has(Wanted wanted) {
    return waiting.containsKey(wanted.key());
  }

  /** The page asks for it by itself. */
  synchronized Optional<Early> take(Wanted wanted, Trail asking) {
    Optional<Early> early = Optional.ofNullable(waiting.remove(wanted.key()));
    if (early.isPresent() && asking.on()) {
      asking.mark(
          new PageStep.AheadTaken(
              wanted.url().display(),
              wanted.destination().toString(),
              Duration.ofNanos(asking.now() - early.get().begun())),
          Because.HAPPENED);
    }
    return early;
  }

  /** Nobody takes what is left. */
  synchronized void drop(PageReason why) {
    over = true;
    List.copyOf(waiting.values()).forEach(early -> drop(early, why));
    connecting.forEach(Thread::interrupt);
    connecting.clear();
  }

  private void drop(Early early, PageReason why) {
    waiting.remove(early.wanted().key());
    early.thread().interrupt();
    if (trail.on()) {
      trail.mark(
          new PageStep.AheadDropped(
              early.wanted().url().display(), early.wanted().destination().toString()),
          Because.of(why));
    }
  }
}

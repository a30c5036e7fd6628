package dev.glasshouse.browser;

import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.FetchException;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.FetchResponse.Disposition;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The way of one document from its URL into a page: fetched on a virtual thread, handed to the
 * page's loop piece by piece; the peer is held back while the loop is busy.
 */
final class Navigation {
  private static final int PIECE = 16 * 1024;
  private static final int NAMES_TRIED = 1000;

  /** How long a page waits for the bytes in which its encoding is looked for (HTML 13.2.3.2). */
  private static final Duration ENCODING_PATIENCE = Duration.ofMillis(500);

  private final Fetcher fetcher;
  private final Browser.Settings settings;
  private final PageLoop loop;
  private final Renderer renderer;
  private final Visit visit;
  private final Trail trail;
  private final Consumer<Load> begun;
  private final CompletableFuture<Outcome> done = new CompletableFuture<>();
  private final Semaphore ahead;
  private final ResourceFetch fetches;
  private final EarlyFetches early;
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile Url asked = Url.parse("about:blank");

  /** Why it was given up; empty while it is not. */
  private volatile String givenUp = "";

  /** The document that is being loaded; on the page's loop only. */
  private Optional<Load> load = Optional.empty();

  /**
   * A navigation.
   *
   * @param begun told on the page's loop when a new document takes the place of the old one
   */
  Navigation(
      Fetcher fetcher,
      Browser.Settings settings,
      PageLoop loop,
      Renderer renderer,
      Visit visit,
      Trail trail,
      Consumer<Load> begun) {
    this.fetcher = fetcher;
    this.settings = settings;
    this.loop = loop;
    this.renderer = renderer;
    this.visit = visit;
    this.trail = trail;
    this.begun = begun;
    this.ahead = new Semaphore(settings.limits().chunksAhead());
    this.fetches = new ResourceFetch(fetcher, settings.limits(), visit.parts());
    this.early = new EarlyFetches(fetches, renderer.viewport(), trail);
  }

  /**
   * Begins; the result is completed when the page is loaded, saved or failed.
   *
   * @param from the page that leads there; empty where a person does
   */
  CompletableFuture<Outcome> start(Url url, Optional<Client> from) {
    asked = url;
    thread = Optional.of(Thread.ofVirtual().name("document").start(() -> fetch(url, from)));
    return done;
  }

  /** The time is up: the page shows what is there. */
  void giveUp(String why) {
    givenUp = why;
    post(its -> its.giveUp(why));
    thread.ifPresent(Thread::interrupt);
  }

  /** Nobody wants the document any more. */
  void cancel(String why) {
    done.complete(new Outcome.Failed(asked, why));
    thread.ifPresent(Thread::interrupt);
  }

  /** Our own work on the document failed. */
  void fail(Throwable cause) {
    thread.ifPresent(Thread::interrupt);
    String what = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    done.complete(new Outcome.Failed(asked, "Glasshouse itself failed (" + what + ")"));
  }

  private void fetch(Url url, Optional<Client> from) {
    FetchRequest.Builder builder =
        FetchRequest.of(url)
            .destination(Destination.DOCUMENT)
            .initiator(from.isPresent() ? "the page before" : "person")
            .terms(Terms.NONE.with(visit.document()));
    from.ifPresent(builder::client);
    FetchRequest request = builder.build();
    boolean shown = false;
    try (FetchResponse response = fetcher.fetch(request, early, trail)) {
      switch (response.disposition()) {
        case Disposition.Saved(String name) -> done.complete(save(response, name));
        case Disposition.Shown _ -> {
          shown = true;
          show(response);
        }
        case Disposition.Dropped _ ->
            done.complete(
                new Outcome.Failed(
                    url,
                    response.status().code() + " came: there is no content, and nothing to show"));
      }
    } catch (FetchException e) {
      failed(url, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      failed(url, "it could not be saved: " + e.getMessage());
    } catch (InterruptedException e) {
      failed(url, "given up");
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      fail(e);
    } finally {
      if (!shown) {
        early.drop(PageReason.AHEAD_NO_PAGE);
      }
    }
  }

  /** The document does not come. What an interrupted reader reports is only that it was. */
  private void failed(Url url, String why) {
    if (givenUp.isEmpty()) {
      done.complete(new Outcome.Failed(url, why));
      return;
    }
    loop.post(() ->
        load.ifPresentOrElse(
            its -> its.giveUp(givenUp), () -> done.complete(new Outcome.Failed(url, givenUp))));
  }

  private void show(FetchResponse response) throws InterruptedException {
    loop.post(() -> begin(response));
    Thread.ofVirtual().start(this::stopWaiting);
    boolean isParsed = Load.isParsed(response.type().essence());
    try {
      if (isParsed) {
        stream(response);
        post(Load::finish);
      } else {
        Loaded.Content whole = Loaded.Content.of(response, whole(response.body()));
        post(its -> its.showPicture(whole));
      }
    } catch (IOException e) {
      String why = "the document broke off: " + e.getMessage();
      post(its -> its.brokeOff(why));
    }
  }

  private void stopWaiting() {
    try {
      Thread.sleep(ENCODING_PATIENCE);
      post(Load::stopWaiting);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] whole(InputStream in) throws IOException {
    long most = settings.limits().documentBytes();
    byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
    if (bytes.length > most) {
      throw tooLong();
    }
    return bytes;
  }

  private void stream(FetchResponse response) throws IOException, InterruptedException {
    long left = settings.limits().documentBytes();
    InputStream in = response.body();
    Optional<LookAhead> lookAhead = lookAhead(response);
    while (true) {
      byte[] piece = new byte[PIECE];
      int n = in.read(piece, 0, piece.length);
      if (n < 0) {
        return;
      }
      left -= n;
      if (left < 0) {
        throw tooLong();
      }
      List<LookAhead.Found> found = lookAhead.map(its -> its.look(piece, n)).orElse(List.of());
      if (!found.isEmpty()) {
        post(its -> its.foresee(found));
      }
      ahead.acquire();
      loop.post(() -> {
        load.ifPresent(its -> its.feed(piece, n));
        ahead.release();
      });
    }
  }

  /** Only of a page in which a base element counts as it stands there: a guess asks elsewhere. */
  private Optional<LookAhead> lookAhead(FetchResponse response) {
    boolean looks =
        response.type().essence().equals("text/html")
            && !Client.of(response.url(), response.fields()).policies().limitBase();
    return looks
        ? LookAhead.into(response.url(), response.type().charset(), renderer.viewport())
        : Optional.empty();
  }

  private IOException tooLong() {
    long most = settings.limits().documentBytes();
    if (trail.on()) {
      trail.mark(
          new JourneyStep.LimitReached("documentBytes", most, "bytes", "the document"),
          Because.HAPPENED);
    }
    return new IOException("it is longer than the limit of " + most + " bytes");
  }

  private void begin(FetchResponse response) {
    if (done.isDone()) {
      early.drop(PageReason.AHEAD_NO_PAGE);
      return;
    }
    var policies = new PagePolicies(response, fetcher, trail);
    Limits limits = settings.limits();
    var problems = new PageProblems(trail);
    var prefetches = new Prefetches(fetches, problems, trail);
    var loader = new ResourceLoader(fetches, loop, limits, policies, problems, early, prefetches);
    var next =
        new Load(
            renderer, loader, policies, limits, problems, trail, response, System::nanoTime, done);
    load = Optional.of(next);
    begun.accept(next);
    early.begin(policies.client());
    next.linked(
        LinkHints.of(
            response.url(), response.fields(), "Link field", renderer.viewport(), limits.hints()));
  }

  private void post(Consumer<Load> task) {
    loop.post(() -> load.ifPresent(task));
  }

  /** Saves a download beside others; a file that is there keeps its name and its content. */
  private Outcome save(FetchResponse response, String name) throws IOException {
    Path folder = settings.downloads();
    Files.createDirectories(folder);
    Path file = free(folder, name);
    long bytes = 0;
    boolean whole = false;
    try (var out = Files.newOutputStream(file)) {
      bytes = response.body().transferTo(out);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new Outcome.Saved(response.url(), file, bytes);
  }

  private static Path free(Path folder, String name) throws IOException {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    for (int i = 0; i < NAMES_TRIED; i++) {
      Path file = folder.resolve(i == 0 ? name : stem + " (" + i + ")" + extension);
      try {
        return Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // The next name, then.
      }
    }
    throw new IOException("there are too many files called " + name);
  }
}

package dev.glasshouse.browser;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.html.HtmlSerializer;
import dev.glasshouse.dom.html.Scripting;
import dev.glasshouse.dom.html.TreeDump;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PageReason;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.UrlStep;
import dev.glasshouse.layout.paint.PictureTooLarge;
import dev.glasshouse.layout.paint.View;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Surroundings;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A page: what a tab of a browser shows, with its history. Every navigation has a {@link Journey}
 * of its own.
 *
 * <p>Calls block until they are done, and may come from any thread; a page does one thing at a
 * time. A page whose work takes longer than its limits allow gives up with a {@link PageException}
 * that says so.
 */
public final class Page implements AutoCloseable {
  /** How long a call may wait for the page's own thread: for a layout of a very large page. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How much of a page a picture shows. */
  public enum Area {
    /** What is seen without scrolling. */
    VIEWPORT,
    /** All of it. */
    FULL_PAGE
  }

  private final Fetcher fetcher;
  private final Browser.Settings settings;
  private final PageLoop loop;
  private final Renderer renderer;
  private final long number;
  private final Consumer<Page> closed;
  private final SessionHistory history;
  private Recorder recorder;
  private Visit visit = Visit.NORMAL;
  private Trail trail = Trail.OFF;
  private volatile Optional<Navigation> underWay = Optional.empty();
  private Optional<Load> current = Optional.empty();

  /**
   * An empty page.
   *
   * @param closed told when it was closed
   */
  Page(long number, Fetcher fetcher, Browser.Settings settings, Consumer<Page> closed) {
    this.number = number;
    this.fetcher = fetcher;
    this.settings = settings;
    this.closed = closed;
    this.recorder = newRecorder(settings);
    this.history = new SessionHistory(settings.limits().history());
    Viewport size = settings.viewport();
    this.renderer =
        new Renderer(
            dev.glasshouse.css.media.Viewport.screen(size.width(), size.height()),
            settings.rendering());
    this.loop =
        new PageLoop(
            "page-" + number,
            settings.limits().threadStack(),
            () -> current.ifPresent(Load::render),
            this::failed,
            this::free);
    loop.start();
  }

  private static Recorder newRecorder(Browser.Settings settings) {
    return settings.bodies().map(Recorder::start).orElseGet(Recorder::start);
  }

  /**
   * Opens what a person typed: a URL, a host, a file's path.
   *
   * @return what came of it; {@link Outcome.Failed} too is told in the journey
   * @throws PageException when the text means no place, or the page is closed; the message says why
   */
  public synchronized Outcome open(String typed) {
    return open(typed, Visit.NORMAL);
  }

  /**
   * Opens what a person typed, as {@link #open(String)} does, in a certain way.
   *
   * @throws PageException when the text means no place; the message says why
   */
  public synchronized Outcome open(String typed, Visit how) {
    visit = how;
    begin(typed);
    long begin = trail.now();
    Surroundings surroundings =
        new Surroundings(
            dev.glasshouse.url.Scheme.HTTP,
            Optional.of(Path.of("").toAbsolutePath().toString()),
            path -> Files.isRegularFile(Path.of(path)));
    return switch (AddressBar.in(surroundings).understand(typed)) {
      case Typed.Location location -> {
        Url url = location.url();
        trail.add(
            begin,
            new UrlStep.UrlParsed(typed, url.display(), location.validationErrors()),
            location.because());
        yield navigate(url, "typed", true);
      }
      case Typed.NotAUrl(String text, String message) -> {
        trail.add(begin, new UrlStep.UrlRefused(text, message), Because.HAPPENED);
        throw new PageException(text + " is not a URL: " + message);
      }
    };
  }

  /**
   * Opens a URL.
   *
   * @throws PageException when the page is closed
   */
  public synchronized Outcome open(Url url) {
    visit = Visit.NORMAL;
    begin(url.display());
    return navigate(url, "typed", true);
  }

  /**
   * Goes one entry back in the history.
   *
   * @throws PageException when there is none before
   */
  public synchronized Outcome back() {
    return travel(-1, "back");
  }

  /**
   * Goes one entry forward in the history.
   *
   * @throws PageException when there is none after
   */
  public synchronized Outcome forward() {
    return travel(1, "forward");
  }

  /**
   * Opens the present URL once more.
   *
   * @throws PageException when nothing was opened yet
   */
  public synchronized Outcome reload() {
    return travel(0, "reload");
  }

  private Outcome travel(int by, String how) {
    Url url =
        history
            .entry(by)
            .orElseThrow(() -> new PageException("the history has no entry to go " + how + " to"));
    visit = by == 0 ? Visit.RELOAD : Visit.HISTORY;
    begin(url.display());
    Outcome outcome = navigate(url, how, false);
    if (outcome instanceof Outcome.Shown) {
      history.go(by);
    }
    return outcome;
  }

  private void begin(String what) {
    if (loop.isClosed()) {
      throw new PageException("the page is closed");
    }
    recorder = newRecorder(settings);
    Trail root = recorder.trail();
    long id = root.open();
    root.close(
        id, 0, new JourneyStep.Began(what, Browser.PROGRAM, Instant.now()), Because.HAPPENED);
    trail = root.after(id);
  }

  /** Opens a URL, and goes on where the pages say so. */
  private Outcome navigate(Url url, String how, boolean isNew) {
    Outcome outcome = navigateOnce(url, how, isNew, Optional.empty());
    for (int followed = 0; outcome instanceof Outcome.Shown; followed++) {
      Optional<MetaRefresh> next = loop.call(() -> current.flatMap(Load::refresh), PATIENCE);
      if (next.isEmpty() || !follows(next.get(), followed)) {
        break;
      }
      long id = trail.open();
      trail.close(
          id,
          trail.now(),
          new PageStep.Refreshed(next.get().url().display(), next.get().seconds()),
          Because.of(PageReason.PAGE_REFRESHES, Clause.of("HTML", "4.2.5.3"), next.get().place()));
      // The page that only passed by leaves no entry of its own.
      boolean replaces = isNew && history.isSomewhere();
      if (replaces) {
        history.go(-1);
      }
      trail = trail.after(id);
      // The page asks, not the person: files are closed to it, and cookies know where it comes
      // from.
      Optional<Client> from = loop.call(() -> current.map(Load::client), PATIENCE);
      outcome = navigateOnce(next.get().url(), "refresh", isNew, from);
      if (replaces && outcome instanceof Outcome.Shown) {
        history.cut();
      } else if (replaces) {
        history.go(1);
      }
    }
    return outcome;
  }

  /** A picture is taken at once: only a page that goes on without waiting is followed. */
  private boolean follows(MetaRefresh refresh, int followed) {
    Limits limits = settings.limits();
    if (!ask(load -> load.policies().allowsRefresh())) {
      trail.mark(
          new PolicyStep.RequestBlocked(refresh.url().display(), "sandbox"),
          Because.of(PolicyReason.SANDBOX_REFRESH, Clause.of("HTML", "7.1.5")));
      return false;
    }
    if (refresh.seconds() > limits.refreshSeconds()) {
      trail.mark(
          new JourneyStep.NotSupported(
              "meta refresh",
              refresh.place() + ": " + refresh.url().display(),
              "the page stays, it would go on after " + refresh.seconds() + " s"),
          Because.HAPPENED);
      return false;
    }
    if (followed >= limits.refreshes()) {
      trail.mark(
          new JourneyStep.LimitReached(
              "refreshes", limits.refreshes(), "refreshes", refresh.url().display()),
          Because.HAPPENED);
      return false;
    }
    return true;
  }

  private Outcome navigateOnce(Url url, String how, boolean isNew, Optional<Client> from) {
    long id = trail.open();
    long begin = trail.now();
    Trail below = trail.after(id);
    var navigation =
        new Navigation(fetcher, settings, loop, renderer, visit, below, load -> replace(load));
    underWay = Optional.of(navigation);
    Outcome outcome = await(navigation.start(url, from), navigation, url);
    underWay = Optional.empty();
    String word =
        switch (outcome) {
          case Outcome.Shown shown -> shown.isWhole() ? "loaded" : "incomplete";
          case Outcome.Saved _ -> "saved";
          case Outcome.Failed _ -> "failed";
        };
    if (isNew && outcome instanceof Outcome.Shown shown) {
      history.add(url, shown.url());
    }
    trail.close(
        id, begin, new PageStep.Navigated(number, url.display(), how, word), Because.HAPPENED);
    return outcome;
  }

  /** The page's own work failed: what is under way ends with that, and nobody waits for ever. */
  private void failed(Throwable cause) {
    if (System.getenv("GLASS_DEBUG") != null) {
      cause.printStackTrace();
    }
    underWay.ifPresent(navigation -> navigation.fail(cause));
  }

  private Outcome await(CompletableFuture<Outcome> done, Navigation navigation, Url url) {
    Duration patience = settings.limits().load();
    try {
      return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      navigation.giveUp("no answer within " + patience.toSeconds() + " s");
      return last(done, url);
    } catch (InterruptedException e) {
      navigation.giveUp("interrupted");
      Thread.currentThread().interrupt();
      return new Outcome.Failed(url, "interrupted");
    } catch (ExecutionException e) {
      return new Outcome.Failed(url, String.valueOf(e.getCause()));
    }
  }

  /** After giving up: what the page's thread still makes of what is there. */
  private static Outcome last(CompletableFuture<Outcome> done, Url url) {
    try {
      return done.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new Outcome.Failed(url, "the page's own work did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed(url, "interrupted");
    }
  }

  /** The next document takes the place of the last one; on the page's loop. */
  private void replace(Load next) {
    next.policies().tellOpener(current.map(Load::client));
    current.ifPresent(Load::close);
    current = Optional.of(next);
  }

  /** Where the document came from; empty when there is none. */
  public Optional<Url> url() {
    return loop.call(() -> current.map(Load::url), PATIENCE);
  }

  /** The document's title; empty text where it has none. */
  public String title() {
    return ask(load -> load.document().title());
  }

  /** The text of the page as it is read. */
  public String text() {
    return ask(Load::text);
  }

  /** The document as HTML (HTML 13.3). */
  public String html() {
    return ask(load -> HtmlSerializer.inner(load.document(), Scripting.OFF));
  }

  /** The tree, a node on a line. */
  public String dumpDom() {
    return ask(load -> TreeDump.of(load.document()));
  }

  /**
   * Every box with its place and size, a box on a line.
   *
   * @throws PageException where nothing can be laid out on this machine; the message says why
   */
  public String dumpLayout() {
    return ask(load -> frameOf(load).layout().dump());
  }

  /**
   * Asks something of the document, on the page's own thread; what is returned must not be of the
   * tree.
   */
  public <T> T inspect(Function<Document, T> question) {
    return ask(load -> question.apply(load.document()));
  }

  private <T> T ask(Function<Load, T> question) {
    return loop.call(
        () ->
            question.apply(
                current.orElseThrow(() -> new PageException("the page shows no document"))),
        PATIENCE);
  }

  private Renderer.Frame frameOf(Load load) {
    return load.frame()
        .orElseThrow(() ->
            new PageException(
                renderer.isOff()
                    ? "this page is not rendered"
                    : load.rendition().givenUp().isEmpty()
                        ? renderer.unavailable()
                        : load.rendition().givenUp()));
  }

  /**
   * What the viewport shows, as a PNG.
   *
   * @throws PageException where nothing can be painted on this machine; the message says why
   */
  public byte[] screenshot() {
    var out = new ByteArrayOutputStream();
    write(Area.VIEWPORT, out);
    return out.toByteArray();
  }

  /**
   * Writes a picture of the page as a PNG file; a file that was there is replaced once the new one
   * is whole.
   *
   * @return the picture's size in bytes
   * @throws IOException when the file cannot be written
   * @throws PageException where nothing can be painted on this machine, or the page is too large
   */
  public long screenshot(Path file, Area area) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Path beside = Files.createTempFile(folder == null ? target : folder, ".glass-", ".png");
    try {
      View view;
      long bytes;
      try (var out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
        view = write(area, out);
      }
      bytes = Files.size(beside);
      beside.toFile().setReadable(true, false);
      Files.move(beside, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      trail.mark(
          new PageStep.PictureWritten(
              file.toString(), view.pixelWidth(), view.pixelHeight(), bytes),
          Because.HAPPENED);
      return bytes;
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private View write(Area area, OutputStream out) {
    return ask(load -> {
      Renderer.Frame frame = frameOf(load);
      int width = settings.viewport().width();
      int height = settings.viewport().height();
      View view =
          View.of(
              width,
              area == Area.FULL_PAGE ? Math.max(height, frame.layout().report().height()) : height);
      try {
        renderer.writePng(frame, view, out, load.trail());
        load.painted();
        return view;
      } catch (IOException e) {
        throw new PageException("the picture cannot be written: " + e.getMessage(), e);
      } catch (PictureTooLarge e) {
        throw new PageException(String.valueOf(e.getMessage()), e);
      }
    });
  }

  /**
   * Waits until what was asked for pages that may come next ({@code rel=prefetch}) is there, and
   * gives up what is not after {@link Limits#prefetch}.
   */
  public void endPrefetching() {
    loop.call(() -> current.map(Load::prefetches), PATIENCE)
        .ifPresent(its -> its.await(settings.limits().prefetch()));
  }

  /** What happened since the last navigation began, as far as it has ended. */
  public Journey journey() {
    return recorder.journey();
  }

  /** Where in that journey this page is: for a caller who adds steps of its own. */
  public Trail trail() {
    return trail;
  }

  /**
   * Gives up what is under way and frees everything. After that the page opens nothing any more.
   */
  @Override
  public void close() {
    underWay.ifPresent(navigation -> navigation.cancel("the page was closed"));
    loop.close();
    closed.accept(this);
  }

  /** What only the page's own thread may free; its last task. */
  private void free() {
    current.ifPresent(Load::close);
    current = Optional.empty();
    renderer.close();
  }
}

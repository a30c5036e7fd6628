package dev.glasshouse.server.files;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.FileTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves the files of a tree: finds what stands at a path, sends browsers to a folder's slash,
 * answers with the default document, a listing or the file, and lets files be written where that is
 * on. Each of these decisions is a step.
 */
public final class FileHandler implements Handler {
  private static final String WELL_KNOWN = ".well-known";

  private final ContentTree tree;
  private final FileOptions options;
  private final FileAnswer answer;
  private final PageHints hints;
  private final Optional<FileWriting> writing;
  private final ReadyFiles ready;
  private final InstantSource clock;

  /** A handler for a tree, with the usual options. */
  public FileHandler(ContentTree tree) {
    this(tree, FileOptions.USUAL, InstantSource.system());
  }

  /**
   * A handler for a tree.
   *
   * @throws IllegalArgumentException when writing is on, and the tree cannot be written
   */
  public FileHandler(ContentTree tree, FileOptions options, InstantSource clock) {
    this.tree = tree;
    this.options = options;
    this.answer = new FileAnswer(tree, options, clock);
    this.hints = new PageHints(options.limits());
    this.ready = new ReadyFiles(options.limits());
    this.clock = clock;
    if (!options.writing().isOn()) {
      this.writing = Optional.empty();
    } else if (tree instanceof WritableTree writable) {
      this.writing = Optional.of(new FileWriting(writable, options.limits(), clock));
    } else {
      throw new IllegalArgumentException("this tree cannot be written");
    }
  }

  @Override
  public Response handle(Request request) {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) {
    Method method = request.method();
    boolean reads = method.equals(Method.GET) || method.equals(Method.HEAD);
    boolean writes = method.equals(Method.PUT) || method.equals(Method.DELETE);
    if (method.equals(Method.OPTIONS)) {
      return Response.of(Status.NO_CONTENT).with("Allow", allowed());
    }
    if (!reads && !(writes && writing.isPresent())) {
      Because because =
          Because.of(ServerReason.METHOD_OFF, Clause.rfc(9110, "15.5.6"), method.name());
      return refused(
              Status.METHOD_NOT_ALLOWED,
              "Only " + allowed() + " work here",
              request,
              because,
              aside)
          .with("Allow", allowed());
    }
    return switch (RequestPath.parse(request.path())) {
      case RequestPath.Refused(String why) ->
          refused(
              Status.BAD_REQUEST, why, request, Because.of(ServerReason.PATH_REFUSED, why), aside);
      case RequestPath.Way way when isHidden(way) -> nothing(request, ServerReason.HIDDEN, aside);
      case RequestPath.Way way -> at(way, request, aside);
    };
  }

  /** What is in memory, and lies as it is on the disk; the rest takes its time elsewhere. */
  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    boolean get = request.method().equals(Method.GET);
    if (!get && !request.method().equals(Method.HEAD)) {
      return Optional.empty();
    }
    Optional<ReadyFiles.Ready> found =
        ready.find(request.path()).filter(its -> !isHinted(its.file(), request));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ReadyFiles.Ready its = found.get();
    try {
      return answer.atOnce(
          its, request, trail, () -> tellAtOnce(trail, request, its.found(), its.because()));
    } catch (IOException e) {
      throw new UncheckedIOException("what is in memory can be read", e);
    }
  }

  private String allowed() {
    return writing.isPresent() ? "GET, HEAD, OPTIONS, PUT, DELETE" : "GET, HEAD, OPTIONS";
  }

  private boolean isHidden(RequestPath.Way way) {
    return !options.hidden().isOn()
        && way.segments().stream()
            .anyMatch(name -> name.startsWith(".") && !name.equals(WELL_KNOWN));
  }

  private Response at(RequestPath.Way way, Request request, Aside aside) {
    boolean reads = request.method().equals(Method.GET) || request.method().equals(Method.HEAD);
    try {
      return reads
          ? read(way, request, aside)
          : writing.orElseThrow().handle(way, request, aside.trail());
    } catch (AccessDeniedException e) {
      return refused(
          Status.FORBIDDEN,
          "this may not be " + (reads ? "read" : "written"),
          request,
          Because.of(reads ? ServerReason.UNREADABLE : ServerReason.UNWRITABLE, "access denied"),
          aside);
    } catch (HttpException e) {
      // The client broke its own request off.
      return Refusal.of(Status.BAD_REQUEST, "the request did not come whole");
    } catch (IOException e) {
      return refused(
          Status.INTERNAL_SERVER_ERROR,
          "this could not be " + (reads ? "read" : "written"),
          request,
          Because.of(
              reads ? ServerReason.UNREADABLE : ServerReason.UNWRITABLE,
              e.getClass().getSimpleName()),
          aside);
    }
  }

  private Response read(RequestPath.Way way, Request request, Aside aside) throws IOException {
    return switch (tree.find(way.segments())) {
      case Content.File _ when way.endsWithSlash() ->
          nothing(request, ServerReason.SLASH_TOO_MANY, aside);
      case Content.File file ->
          file(way.segments(), file, "a file", Because.of(ServerReason.IS_FILE), request, aside);
      case Content.Folder _ when !way.endsWithSlash() -> slash(request, aside.trail());
      case Content.Folder _ -> folder(way, request, aside);
      case Content.Nothing(ServerReason why) -> nothing(request, why, aside);
    };
  }

  /** Relative links in a folder's page mean the folder only when its URL ends with a slash. */
  private static Response slash(Request request, Trail trail) {
    tell(
        trail,
        request,
        "a folder without its slash",
        Because.of(ServerReason.SLASH_MISSING, Clause.rfc(3986, "5.2.3")));
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    // Two slashes at the start would be the name of another host.
    String path = request.path().replaceFirst("^/+", "/");
    return Response.of(Status.MOVED_PERMANENTLY).with("Location", path + "/" + query);
  }

  private Response folder(RequestPath.Way way, Request request, Aside aside) throws IOException {
    for (String name : options.documents()) {
      var inside = new ArrayList<>(way.segments());
      inside.add(name);
      if (tree.find(inside) instanceof Content.File file) {
        Because because = Because.of(ServerReason.DEFAULT_DOCUMENT, name);
        return file(inside, file, "the default document", because, request, aside);
      }
    }
    Optional<ContentTree.Names> names =
        options.listings().isOn()
            ? tree.list(way.segments(), options.limits().listed())
            : Optional.empty();
    if (names.isEmpty()) {
      return refused(
          Status.NOT_FOUND,
          "nothing stands at " + request.path(),
          request,
          Because.of(ServerReason.NOT_LISTED, String.join(", ", options.documents())),
          aside);
    }
    tell(aside.trail(), request, "a listing", Because.of(ServerReason.LISTED));
    String path = way.segments().isEmpty() ? "/" : "/" + String.join("/", way.segments()) + "/";
    List<Listed> shown =
        names.get().names().stream()
            .filter(each -> options.hidden().isOn() || !each.name().startsWith("."))
            .toList();
    return Listing.of(request, path, shown, names.get().left());
  }

  private Response file(
      List<String> way,
      Content.File file,
      String found,
      Because because,
      Request request,
      Aside aside)
      throws IOException {
    tell(aside.trail(), request, found, because);
    Optional<ReadyFiles.Ready> kept = keep(way, file, found, because, request.path());
    if (kept.isEmpty()) {
      hint(file, request, aside);
      return answer.of(way, file, request, aside.trail());
    }
    ReadyFiles.Ready its = kept.get();
    hint(its.file(), request, aside);
    return answer.of(
        way, its, request, aside.trail(), forms -> ready.keep(request.path(), its.with(forms)));
  }

  /** The file in memory, where it is kept there; kept by the one path that spells it plainly. */
  private Optional<ReadyFiles.Ready> keep(
      List<String> way, Content.File file, String found, Because because, String path)
      throws IOException {
    if (!isPlain(path, way)
        || file.body().length().orElse(Long.MAX_VALUE) > options.limits().keptFile()) {
      return Optional.empty();
    }
    Optional<ReadyFiles.Ready> known = ready.find(path);
    if (known.isPresent()) {
      return known;
    }
    Optional<Kept> kept;
    try {
      kept = tree.keep(way, options.limits().keptFile(), clock.instant());
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      // It was moved or replaced meanwhile.
      kept = Optional.empty();
    }
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Content.File its = kept.get().file();
    boolean codable = answer.mayCode(FileTypes.served(its.name()));
    var fresh = ReadyFiles.Ready.of(kept.get(), found, because, codable, answer.whole(its));
    ready.keep(path, fresh);
    return Optional.of(fresh);
  }

  /** Whether a path spells a way, or the way to its folder, in the one form without a choice. */
  private static boolean isPlain(String path, List<String> way) {
    String whole = "/" + String.join("/", way);
    return path.equals(whole) || path.equals(whole.substring(0, whole.lastIndexOf('/') + 1));
  }

  /** Browsers act on 103 for navigations over HTTP/2 and 3; older clients may stumble over it. */
  private boolean isHinted(Content.File file, Request request) {
    return options.hints().isOn()
        && request.method().equals(Method.GET)
        && (request.version() == HttpVersion.HTTP_2 || request.version() == HttpVersion.HTTP_3)
        && request.fields().first("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
        && FileTypes.served(file.name()).startsWith("text/html");
  }

  private void hint(Content.File file, Request request, Aside aside) throws IOException {
    if (!isHinted(file, request)) {
      return;
    }
    List<PageHints.Hint> needed = hints.of(request.url(), file);
    if (needed.isEmpty()) {
      return;
    }
    push(needed, request, aside);
    List<String> links = needed.stream().map(PageHints.Hint::link).toList();
    Fields fields = Fields.EMPTY;
    for (String link : links) {
      fields = fields.plus("Link", link);
    }
    aside.interim(Status.EARLY_HINTS, fields);
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.HintsGiven(request.path(), links),
              Because.of(ServerReason.PAGE_NEEDS_THEM, Clause.rfc(8297, "2")));
    }
  }

  /**
   * Pushes what the page needs before any byte names it (RFC 9113 8.4.1), where the listener and
   * the client have that on. What is pushed is what anybody would get.
   */
  private static void push(List<PageHints.Hint> needed, Request page, Aside aside) {
    if (page.fields().has("Authorization") || page.fields().has("Cookie")) {
      return;
    }
    Fields fields = Fields.EMPTY;
    for (String name : List.of("User-Agent", "Accept-Encoding", "Accept-Language")) {
      for (String value : page.fields().all(name)) {
        fields = fields.plus(name, value);
      }
    }
    var pushed = new ArrayList<String>();
    for (PageHints.Hint hint : needed) {
      if (hint.pushable().isEmpty()) {
        continue;
      }
      String target = hint.pushable().get();
      if (!aside.push(page.to(target).with(fields))) {
        break;
      }
      pushed.add(target);
    }
    if (!pushed.isEmpty() && aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.NeededPushed(page.path(), pushed),
              Because.of(ServerReason.PAGE_NEEDS_THEM, Clause.rfc(9113, "8.4")));
    }
  }

  private static Response nothing(Request request, ServerReason why, Aside aside) {
    return refused(
        Status.NOT_FOUND, "nothing stands at " + request.path(), request, Because.of(why), aside);
  }

  private static Response refused(
      Status status, String why, Request request, Because because, Aside aside) {
    String found = status.equals(Status.FORBIDDEN) ? "not readable" : "nothing there";
    boolean writing = because.reason() == ServerReason.UNWRITABLE;
    tell(aside.trail(), request, writing ? "not writable" : found, because);
    return Refusal.of(status, why);
  }

  /**
   * What is found at once is told of the time at which its route was chosen, but behind that: to
   * read the clock again would take as long.
   */
  private static void tellAtOnce(Trail trail, Request request, String found, Because because) {
    if (trail.on()) {
      long when = trail.lately() + 2;
      trail.add(
          when, when, new ServerStep.PathResolved(request.path(), found), because, Source.MEASURED);
    }
  }

  private static void tell(Trail trail, Request request, String found, Because because) {
    if (trail.on()) {
      trail.mark(new ServerStep.PathResolved(request.path(), found), because);
    }
  }
}

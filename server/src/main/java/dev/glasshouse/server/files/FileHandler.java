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
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.FileTypes;
import java.io.IOException;
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
          Because.of(ServerReason.UNREADABLE, "access denied"),
          aside);
    } catch (HttpException e) {
      // The client broke its own request off.
      return Refusal.of(Status.BAD_REQUEST, "the request did not come whole");
    } catch (IOException e) {
      return refused(
          Status.INTERNAL_SERVER_ERROR,
          "this could not be " + (reads ? "read" : "written"),
          request,
          Because.of(ServerReason.UNREADABLE, e.getClass().getSimpleName()),
          aside);
    }
  }

  private Response read(RequestPath.Way way, Request request, Aside aside) throws IOException {
    return switch (tree.find(way.segments())) {
      case Content.File _ when way.endsWithSlash() ->
          nothing(request, ServerReason.SLASH_TOO_MANY, aside);
      case Content.File file -> {
        tell(aside.trail(), request, "a file", Because.of(ServerReason.IS_FILE));
        yield file(way.segments(), file, request, aside);
      }
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
        tell(
            aside.trail(),
            request,
            "the default document",
            Because.of(ServerReason.DEFAULT_DOCUMENT, name));
        return file(inside, file, request, aside);
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

  private Response file(List<String> way, Content.File file, Request request, Aside aside)
      throws IOException {
    hint(file, request, aside);
    return answer.of(way, file, request, aside.trail());
  }

  /** Browsers act on 103 for navigations over HTTP/2 and 3; older clients may stumble over it. */
  private void hint(Content.File file, Request request, Aside aside) throws IOException {
    boolean useful =
        options.hints().isOn()
            && request.method().equals(Method.GET)
            && (request.version() == HttpVersion.HTTP_2 || request.version() == HttpVersion.HTTP_3)
            && request.fields().first("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
            && FileTypes.served(file.name()).startsWith("text/html");
    if (!useful) {
      return;
    }
    List<String> links = hints.of(request.url(), file);
    if (links.isEmpty()) {
      return;
    }
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

  private static Response nothing(Request request, ServerReason why, Aside aside) {
    return refused(
        Status.NOT_FOUND, "nothing stands at " + request.path(), request, Because.of(why), aside);
  }

  private static Response refused(
      Status status, String why, Request request, Because because, Aside aside) {
    tell(
        aside.trail(),
        request,
        status.equals(Status.FORBIDDEN) ? "not readable" : "nothing there",
        because);
    return Refusal.of(status, why);
  }

  private static void tell(Trail trail, Request request, String found, Because because) {
    if (trail.on()) {
      trail.mark(new ServerStep.PathResolved(request.path(), found), because);
    }
  }
}

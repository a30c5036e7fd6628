package dev.glasshouse.server.sites;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.access.KnownClient;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.rules.PathParameters;
import dev.glasshouse.server.rules.PlainPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One site, in the order in which a request passes: who is let in, what is too large or too much,
 * the routes, the page for an error, the fields of the answer.
 */
final class Site implements Handler {
  private final SiteSettings settings;
  private final Told told;
  private final Overdue overdue;
  private final Guard guard;
  private final HeaderRules headers;
  private final Set<String> parameters;
  private final ErrorPages errors;
  private final Handler routes;
  private final Crowd crowd;
  private final Semaphore turns;
  private final long bodySize;
  private final long fieldSize;
  private final Duration timeout;

  private Site(
      SiteSettings settings,
      Set<String> parameters,
      Guard guard,
      Handler routes,
      Overdue overdue,
      Told told) {
    Values values = settings.values();
    this.settings = settings;
    this.told = told;
    this.overdue = overdue;
    this.parameters = parameters;
    this.guard = guard;
    this.headers = HeaderRules.of(values);
    this.routes = routes;
    this.errors = new ErrorPages(values.pairs("errors"), values.flag("errors-replace"), routes);
    this.crowd = new Crowd(values.number("requests"), values.number("connections"));
    this.turns = new Semaphore(values.number("at-once"));
    this.bodySize = values.size("body-size");
    this.fieldSize = values.size("field-size");
    this.timeout = values.duration("answer-timeout");
  }

  /**
   * A site.
   *
   * @throws ConfigException with everything that cannot be opened
   */
  static Site of(SiteSettings settings, Ground ground, Overdue overdue, Told told)
      throws ConfigException {
    var faults = new ArrayList<Fault>();
    Optional<Guard> guard = Optional.empty();
    try {
      guard = Optional.of(Guard.of(settings.values(), ground));
    } catch (ConfigException e) {
      faults.addAll(e.faults());
    }
    int count = settings.routes().size();
    Handler chain = Handler.talkative((request, aside) -> nothing(request, aside, count));
    for (int i = count - 1; i >= 0; i--) {
      List<RouteSettings> after = settings.routes().subList(i + 1, count);
      try {
        chain = Route.of(settings.routes().get(i), after, chain, ground);
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Set<String> parameters =
        settings.routes().stream()
            .flatMap(route -> route.kind().pathParameters(route.values(), ground).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new Site(settings, parameters, guard.orElseThrow(), chain, overdue, told);
  }

  private static Response nothing(Request request, Aside aside, int count) {
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.SiteRouteChosen(request.path(), "", ""),
              Because.of(ServerReason.ROUTE_NONE, count));
    }
    if (request.method().equals(Method.CONNECT)) {
      return Refusals.of(Status.METHOD_NOT_ALLOWED, "this is no proxy").with("Allow", "");
    }
    if (request.target().equals("*")) {
      // RFC 9110 9.3.7: about the server itself; it is there, and that is all.
      return Response.of(Status.NO_CONTENT);
    }
    return Refusals.of(Status.NOT_FOUND, "nothing of this site is at this path");
  }

  SiteSettings settings() {
    return settings;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    PathParameters its = PathParameters.of(request, parameters);
    Aside known = its.taken().isEmpty() ? aside : KnownClient.withParameters(aside, its.taken());
    Response response;
    try {
      response = let(its.request(), known);
    } catch (IOException | RuntimeException | Error e) {
      response = failed(request, aside, e);
    }
    return headers.apply(errors.apply(response, its.request(), aside));
  }

  /** A handler that throws has said nothing: what the site shows for 500 stands in. */
  private Response failed(Request request, Aside aside, Throwable why) {
    told.problem(
        settings.title() + ": " + request.method().name() + " " + request.target() + ": " + why);
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new HttpStep.ExchangeFailed(0, Texts.of(why)),
              Because.of(HttpReason.HANDLER_FAILED, Texts.of(why)));
    }
    return Refusals.of(Status.INTERNAL_SERVER_ERROR, "what answers here has failed");
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    return (!crowd.isLimited() || crowd.hasRoom()) && isPlain(request)
        ? routes.atOnce(request, trail).map(headers::apply)
        : Optional.empty();
  }

  /** Whether nothing of the site can stand between a request without content and its route. */
  private boolean isPlain(Request request) {
    return guard.isOpen()
        && errors.paths().isEmpty()
        && request.fields().bytes() <= fieldSize
        && (parameters.isEmpty() || request.path().indexOf(';') < 0)
        && PlainPath.fault(request.path()).isEmpty();
  }

  /** Where requests are counted or too many, that is done where things may take their time. */
  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    if (crowd.isLimited() || !isPlain(request) || !turns.tryAcquire()) {
      return false;
    }
    var stoppable = new StoppableAside(aside);
    Overdue.Making making = overdue.begin(timeout, stoppable::stop);
    boolean begun = false;
    try {
      begun =
          routes.begin(
              request, stoppable, loop, response -> then.accept(ended(making, response, aside)));
    } finally {
      if (!begun) {
        boolean _ = overdue.end(making);
        turns.release();
      }
    }
    return begun;
  }

  private Response ended(Overdue.Making making, Response response, Aside aside) {
    turns.release();
    if (overdue.end(making)) {
      response.close();
      return headers.apply(slow(aside));
    }
    return headers.apply(response);
  }

  private Response let(Request request, Aside aside) throws IOException {
    Optional<Response> malformed = malformed(request, aside);
    if (malformed.isPresent()) {
      return malformed.get();
    }
    Guard.Verdict verdict = guard.verdict(request, aside.trail());
    Optional<Response> refused = verdict.refusal().or(() -> large(request, aside));
    if (refused.isPresent()) {
      return refused.get();
    }
    Aside known = verdict.known(aside);
    return crowd.isLimited() ? counted(request, known) : inTurn(request, known);
  }

  /** It is under way until its answer is out; where nobody knows when that is, until it is made. */
  private Response counted(Request request, Aside aside) throws IOException {
    // Where nobody tells connections apart, the client's address and port have to do.
    Object connection = aside.connection().orElse(request.peer());
    Optional<Crowd.Full> full = crowd.enter(connection);
    if (full.isPresent()) {
      return crowded(aside, full.get().limit(), full.get().most());
    }
    boolean told = aside.whenOver(() -> crowd.leave(connection));
    try {
      return inTurn(request, aside);
    } finally {
      if (!told) {
        crowd.leave(connection);
      }
    }
  }

  private Response inTurn(Request request, Aside aside) throws IOException {
    if (!turns.tryAcquire()) {
      return crowded(aside, "at-once", settings.values().number("at-once"));
    }
    try {
      return timed(request, aside);
    } finally {
      turns.release();
    }
  }

  private Response crowded(Aside aside, String limit, int most) {
    return limited(aside, limit, most, Status.SERVICE_UNAVAILABLE).with("Retry-After", "1");
  }

  /** What could mean one path here, and another to whoever it is handed on to. */
  private static Optional<Response> malformed(Request request, Aside aside) {
    Optional<String> fault = PlainPath.fault(request.path());
    if (fault.isPresent() && aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.PathResolved(request.path(), "nothing there"),
              Because.of(ServerReason.PATH_REFUSED, fault.get()));
    }
    return fault.map(why -> Refusals.of(Status.BAD_REQUEST, why));
  }

  private Optional<Response> large(Request request, Aside aside) {
    if (request.fields().bytes() > fieldSize) {
      return Optional.of(limited(aside, "field-size", fieldSize, Status.FIELDS_TOO_LARGE));
    }
    return request.body().length().orElse(0) > bodySize
        ? Optional.of(limited(aside, "body-size", bodySize, Status.CONTENT_TOO_LARGE))
        : Optional.empty();
  }

  private Response timed(Request request, Aside aside) throws IOException {
    Overdue.Making making = overdue.begin(timeout);
    boolean ended = false;
    try {
      Response response = measured(request, aside);
      ended = true;
      if (overdue.endHere(making)) {
        response.close();
        return slow(aside);
      }
      return response;
    } catch (IOException | RuntimeException e) {
      ended = true;
      if (overdue.endHere(making)) {
        return slow(aside);
      }
      throw e;
    } finally {
      if (!ended) {
        boolean _ = overdue.endHere(making);
      }
    }
  }

  private Response slow(Aside aside) {
    told.problem(settings.title() + ": an answer took longer than " + timeout);
    return limited(aside, "answer-timeout", timeout, Status.SERVICE_UNAVAILABLE);
  }

  private Response measured(Request request, Aside aside) throws IOException {
    if (request.body().length().isPresent()) {
      return routes.handle(request, aside);
    }
    var measured = new MeasuredBody(request.body(), bodySize);
    Request bounded = request.with(Body.streaming(measured, OptionalLong.empty()));
    try {
      Response response = routes.handle(bounded, aside);
      if (!measured.exceeded()) {
        return response;
      }
      response.close();
    } catch (IOException e) {
      if (!measured.exceeded()) {
        throw e;
      }
    }
    return limited(aside, "body-size", bodySize, Status.CONTENT_TOO_LARGE);
  }

  private Response limited(Aside aside, String limit, Object value, Status status) {
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.SiteLimitMet(settings.title(), limit, "" + value),
              Because.of(ServerReason.LIMIT_OF_SITE, limit, value));
    }
    return Refusals.of(status, "the limit " + limit + " of this site is " + value);
  }

  /** What stood in its settings that a problem can be told with. */
  @Override
  public String toString() {
    return settings.title() + " (" + List.of(settings.names()) + ")";
  }
}

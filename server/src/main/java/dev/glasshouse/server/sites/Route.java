package dev.glasshouse.server.sites;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.rules.PathPattern;
import dev.glasshouse.server.rules.PlainPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A route, and behind it those that are tried when it is not for a request. */
final class Route implements Handler {
  private final RouteSettings settings;
  private final PathPattern pattern;

  /** The pattern as it is told: put together once. */
  private final String text;

  private final Guard guard;
  private final HeaderRules headers;
  private final Optional<String> strip;
  private final Handler answers;
  private final Handler next;

  /** Why it is this route, where it is. */
  private final Because fits;

  private Route(
      RouteSettings settings, PathPattern pattern, Guard guard, Handler answers, Handler next) {
    this.settings = settings;
    this.pattern = pattern;
    this.text = pattern.toString();
    this.guard = guard;
    this.headers = HeaderRules.of(settings.values());
    this.strip = settings.values().value("strip", String.class);
    this.answers = answers;
    this.next = next;
    this.fits = Because.of(ServerReason.ROUTE_FITS, settings.values().place());
  }

  /**
   * A route.
   *
   * @param after the routes behind it, whose scripts it may shut off
   * @param next what answers for those
   */
  static Route of(RouteSettings settings, List<RouteSettings> after, Handler next, Ground ground)
      throws ConfigException {
    Guard guard = Guard.of(settings.values(), ground);
    boolean strips = settings.values().has("strip");
    // What comes after a route sees the path as it came, but for what the route itself rewrote.
    Handler rest = strips ? restoring(settings.values().text("strip"), next) : next;
    Handler answers = settings.kind().open(settings.values(), rest, ground);
    return new Route(settings, pattern(settings, after), guard, answers, next);
  }

  /** Behind the name of a script everything is the script's. */
  private static PathPattern pattern(RouteSettings settings, List<RouteSettings> after) {
    PathPattern pattern = settings.pattern();
    if (settings.kind().scripts(settings.values()).isPresent()) {
      return pattern.withRest();
    }
    for (RouteSettings each : after) {
      Optional<String> ending = each.kind().scripts(each.values());
      if (ending.isPresent()) {
        pattern = pattern.withRestOf(each.pattern(), ending.get());
      }
    }
    return pattern;
  }

  private static Handler restoring(String strip, Handler next) {
    return Handler.talkative(
        (request, aside) -> next.handle(request.to(strip + request.target()), aside));
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    if (!isFor(request)) {
      return next.handle(request, aside);
    }
    tell(request, aside.trail(), aside.trail().now());
    Guard.Verdict verdict = guard.verdict(request, aside.trail());
    if (verdict.refusal().isPresent()) {
      return headers.apply(verdict.refusal().get());
    }
    Aside known = verdict.known(aside);
    return headers.apply(
        strip.isPresent() ? stripped(request, known, strip.get()) : answers.handle(request, known));
  }

  /** Only where nobody is turned away: who is, is told so where things may take their time. */
  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    if (!isFor(request)) {
      return next.atOnce(request, trail);
    }
    if (!guard.isOpen() || strip.isPresent()) {
      return Optional.empty();
    }
    long now = afterSite(trail);
    Optional<Response> ready = answers.atOnce(request, trail).map(headers::apply);
    if (ready.isPresent()) {
      tell(request, trail, now);
    }
    return ready;
  }

  /** As {@link #atOnce}. */
  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    if (!isFor(request)) {
      return next.begin(request, aside, loop, then);
    }
    if (!guard.isOpen()) {
      return false;
    }
    Trail trail = aside.trail();
    long now = afterSite(trail);
    Optional<Request> below = strip.flatMap(prefix -> below(request, prefix));
    boolean begun =
        answers.begin(
            below.orElse(request),
            aside,
            loop,
            response ->
                then.accept(
                    headers.apply(
                        below.isPresent() ? located(response, strip.orElseThrow()) : response)));
    if (begun) {
      tell(request, trail, now);
    }
    return begun;
  }

  /** What is chosen at once is told of the time at which the site was, but behind that. */
  private static long afterSite(Trail trail) {
    return trail.lately() + 1;
  }

  private void tell(Request request, Trail trail, long when) {
    if (trail.on()) {
      trail.add(
          when,
          when,
          new ServerStep.SiteRouteChosen(request.path(), text, settings.kind().name()),
          fits,
          Source.MEASURED);
    }
  }

  /** A tunnel has no path: only who names CONNECT is asked for one. */
  private boolean isFor(Request request) {
    if (request.method().equals(Method.CONNECT) && request.upgrade().isEmpty()) {
      return settings.methods().contains(Method.CONNECT.name());
    }
    return (settings.methods().isEmpty() || settings.methods().contains(request.method().name()))
        && pattern.find(request.path()).isPresent();
  }

  /** A prefix that is spelled in another way is taken off all the same. */
  private static Request plain(Request request) {
    return request.to(
        PlainPath.of(request.path()) + request.target().substring(request.path().length()));
  }

  private static boolean isBelow(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  private Response stripped(Request came, Aside aside, String prefix) throws IOException {
    Optional<Request> below = below(came, prefix);
    return below.isPresent()
        ? located(answers.handle(below.get(), aside), prefix)
        : answers.handle(came, aside);
  }

  /** A request without the prefix; empty where its path does not begin with that. */
  private static Optional<Request> below(Request came, String prefix) {
    Request request = isBelow(came.path(), prefix) ? came : plain(came);
    if (!isBelow(request.path(), prefix)) {
      return Optional.empty();
    }
    String rest = request.target().substring(prefix.length());
    return Optional.of(request.to(rest.startsWith("/") ? rest : "/" + rest));
  }

  /** What answers knows nothing of the prefix that the client sees. */
  private static Response located(Response response, String prefix) {
    return response
        .fields()
        .first("Location")
        .filter(location -> location.startsWith("/") && !location.startsWith("//"))
        .map(location -> response.with("Location", prefix + location))
        .orElse(response);
  }
}

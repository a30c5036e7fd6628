package dev.glasshouse.server.routes;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.server.json.Problem;
import dev.glasshouse.server.json.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program as a table: each method and pattern with the {@link Endpoint} that answers it. What the
 * patterns mean, and which goes first, stands at the {@linkplain dev.glasshouse.server.routes
 * package}.
 *
 * <p>HEAD is answered by what answers GET, OPTIONS by the methods that are there, each unless it
 * has a route of its own. Where no pattern fits, the answer is 404; where patterns fit, but none
 * takes the method, 405 with Allow. Problems are told as {@code application/problem+json}.
 */
public final class Routes implements Handler {
  private final RouteTree tree;
  private final Optional<Handler> others;
  private final String ignored;

  private Routes(RouteTree tree, Optional<Handler> others, String ignored) {
    this.tree = tree;
    this.others = others;
    this.ignored = ignored;
  }

  /** No routes yet. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    boolean asterisk = request.target().equals("*") && request.method().equals(Method.OPTIONS);
    if (asterisk) {
      return Response.of(Status.NO_CONTENT);
    }
    try {
      return switch (RouteVerdict.of(tree, request.method(), request.path(), ignored)) {
        case RouteVerdict.Found found -> answer(found, request, aside);
        case RouteVerdict.NotFound none -> answer(none, request, aside);
      };
    } catch (ProblemException e) {
      return e.problem().response();
    }
  }

  private static Response answer(RouteVerdict.Found found, Request request, Aside aside)
      throws IOException {
    String pattern = found.route().pattern().text();
    var call = new Call(request, aside, pattern, found.places());
    if (aside.trail().on()) {
      List<String> parameters =
          call.places().entrySet().stream()
              .map(place -> place.getKey() + "=" + place.getValue())
              .toList();
      aside
          .trail()
          .mark(
              new RouteStep.EndpointChosen(
                  request.method().name(), Secrets.target(request.path()), pattern, parameters),
              found.because());
    }
    return found.route().endpoint().answer(call);
  }

  private Response answer(RouteVerdict.NotFound none, Request request, Aside aside)
      throws IOException {
    boolean left = none.status().equals(Status.NOT_FOUND) && others.isPresent();
    if (aside.trail().on() && !left) {
      aside
          .trail()
          .mark(
              new RouteStep.EndpointRefused(
                  request.method().name(),
                  Secrets.target(request.path()),
                  none.status().code(),
                  none.allowed()),
              none.because());
    }
    if (left) {
      if (aside.trail().on()) {
        aside
            .trail()
            .mark(
                new RouteStep.EndpointChosen(
                    request.method().name(), Secrets.target(request.path()), "others", List.of()),
                Because.of(RouteReason.LEFT_TO_OTHERS));
      }
      return others.get().handle(request, aside);
    }
    Fields allow =
        none.allowed().isEmpty()
            ? Fields.EMPTY
            : Fields.of("Allow", String.join(", ", none.allowed()));
    if (none.status().isOk()) {
      return Response.of(none.status()).with(allow);
    }
    Problem problem =
        Problem.of(
            none.status(),
            switch (none.status().code()) {
              case 404 -> "nothing answers at this path";
              case 405 -> request.method() + " is not allowed at this path";
              default -> "the path cannot be read";
            });
    Response response = problem.response();
    return response.with(response.fields().plus(allow));
  }

  /** Routes that are being gathered. */
  public static final class Builder {
    private record Route(Optional<Method> method, Pattern pattern, Endpoint endpoint) {
      String shown() {
        return method.map(Method::name).orElse("any method") + " " + pattern.text();
      }
    }

    private final List<Route> routes = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Optional<Handler> others = Optional.empty();
    private String ignored = "";

    private Builder() {}

    /** GET, and HEAD with it. */
    public Builder get(String pattern, Endpoint endpoint) {
      return on(Method.GET, pattern, endpoint);
    }

    /** POST. */
    public Builder post(String pattern, Endpoint endpoint) {
      return on(Method.POST, pattern, endpoint);
    }

    /** PUT. */
    public Builder put(String pattern, Endpoint endpoint) {
      return on(Method.PUT, pattern, endpoint);
    }

    /** PATCH. */
    public Builder patch(String pattern, Endpoint endpoint) {
      return on(Method.PATCH, pattern, endpoint);
    }

    /** DELETE. */
    public Builder delete(String pattern, Endpoint endpoint) {
      return on(Method.DELETE, pattern, endpoint);
    }

    /** Any method. */
    public Builder on(Method method, String pattern, Endpoint endpoint) {
      return add(Optional.of(method), pattern, endpoint);
    }

    /** All methods that have no route of their own with this pattern. */
    public Builder any(String pattern, Endpoint endpoint) {
      return add(Optional.empty(), pattern, endpoint);
    }

    private Builder add(Optional<Method> method, String pattern, Endpoint endpoint) {
      try {
        routes.add(new Route(method, Pattern.parse(pattern), endpoint));
      } catch (IllegalArgumentException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
      return this;
    }

    /** What answers where no pattern fits, in the place of 404: files, for example. */
    public Builder otherwise(Handler handler) {
      others = Optional.of(handler);
      return this;
    }

    /**
     * What the last segment of a path may carry behind a semicolon without being another path, such
     * as {@code jsessionid}; nothing otherwise, since two spellings of one path are an attack on
     * whoever guards it.
     */
    public Builder ignoring(String parameter) {
      ignored = parameter;
      return this;
    }

    /**
     * The routes.
     *
     * @throws IllegalArgumentException when patterns are wrong or ambiguous; names all of them
     */
    public Routes build() {
      var all = new ArrayList<>(wrong);
      for (int i = 0; i < routes.size(); i++) {
        for (int j = i + 1; j < routes.size(); j++) {
          Route one = routes.get(i);
          Route other = routes.get(j);
          if (one.method().equals(other.method())
              && one.pattern().isAmbiguousWith(other.pattern())) {
            all.add(one.shown() + " and " + other.shown() + " fit the same paths");
          }
        }
      }
      if (!all.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", all));
      }
      var tree = new RouteTree();
      for (Route route : routes) {
        RouteTree.Leaf leaf = tree.leaf(route.pattern());
        var its = new RouteTree.Route(route.pattern(), route.endpoint());
        route
            .method()
            .ifPresentOrElse(method -> leaf.routes.put(method, its), () -> leaf.any = its);
      }
      tree.complete(routes.stream().map(Route::pattern).toList());
      return new Routes(tree, others, ignored);
    }
  }
}

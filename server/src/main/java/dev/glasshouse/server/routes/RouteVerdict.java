package dev.glasshouse.server.routes;

import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which route answers a request, or why none does. Pure. */
sealed interface RouteVerdict {
  /** Why. */
  Because because();

  /** A route answers it, with this in the places of its pattern. */
  record Found(RouteTree.Route route, Map<String, Object> places, Because because)
      implements RouteVerdict {}

  /** None does; for OPTIONS, the methods are the answer (RFC 9110 9.3.7). */
  record NotFound(Status status, List<String> allowed, Because because) implements RouteVerdict {}

  /** Judges a request. */
  static RouteVerdict of(RouteTree tree, Method method, String path, String ignored) {
    Optional<RouteTree.Leaf> sure = tree.sure(path);
    if (sure.isPresent()) {
      Optional<RouteTree.Route> route = sure.get().route(method);
      if (route.isPresent()) {
        return new Found(route.get(), Map.of(), alone(sure.get(), method));
      }
    }
    return switch (PathSegments.of(path, ignored)) {
      case PathSegments.Refused(String why) ->
          new NotFound(Status.BAD_REQUEST, List.of(), Because.of(RouteReason.PATH_UNREADABLE, why));
      case PathSegments.Read(List<String> segments) -> of(tree.find(segments), method, segments);
    };
  }

  private static RouteVerdict of(List<RouteTree.Leaf> fitting, Method method, List<String> path) {
    if (fitting.isEmpty()) {
      return new NotFound(
          Status.NOT_FOUND, List.of(), Because.of(RouteReason.NO_PATTERN, rfc("15.5.5")));
    }
    for (RouteTree.Leaf leaf : fitting) {
      Optional<RouteTree.Route> route = leaf.route(method);
      if (route.isPresent()) {
        return new Found(route.get(), route.get().places(path), why(leaf, fitting, method));
      }
    }
    var allowed = new TreeSet<String>();
    fitting.forEach(leaf -> allowed.addAll(leaf.methods()));
    allowed.add("OPTIONS");
    return method.equals(Method.OPTIONS)
        ? new NotFound(
            Status.NO_CONTENT,
            List.copyOf(allowed),
            Because.of(RouteReason.OPTIONS_DERIVED, rfc("9.3.7")))
        : new NotFound(
            Status.METHOD_NOT_ALLOWED,
            List.copyOf(allowed),
            Because.of(RouteReason.METHOD_MISSING, rfc("15.5.6"), method.name()));
  }

  private static Because why(RouteTree.Leaf chosen, List<RouteTree.Leaf> fitting, Method method) {
    if (fitting.size() == 1) {
      return alone(chosen, method);
    }
    Because because = Because.of(RouteReason.MOST_PARTICULAR);
    for (RouteTree.Leaf other : fitting) {
      if (other == chosen) {
        continue;
      }
      because =
          other.route(method).isPresent()
              ? because.butNot(other.shown(), RouteReason.LESS_PARTICULAR, chosen.shown())
              : because.butNot(
                  other.shown(), RouteReason.OTHER_METHODS, String.join(", ", other.methods()));
    }
    return because;
  }

  private static Because alone(RouteTree.Leaf chosen, Method method) {
    return method.equals(Method.HEAD)
            && !chosen.routes.containsKey(Method.HEAD)
            && chosen.any == null
        ? AS_GET
        : ALONE;
  }

  private static Clause rfc(String section) {
    return Clause.rfc(9110, section);
  }

  /** Said of most requests, and therefore once. */
  Because ALONE = Because.of(RouteReason.ONLY_ONE);

  /** HEAD, answered by what answers GET. */
  Because AS_GET = Because.of(RouteReason.HEAD_AS_GET, Clause.rfc(9110, "9.3.2"));
}

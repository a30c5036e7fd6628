package dev.glasshouse.server.routes;

import dev.glasshouse.http.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All patterns as one tree, a segment deep each: it is walked in the order in which patterns go
 * before one another, and no node of it is come to twice.
 */
final class RouteTree {
  /** A route: its pattern, and what answers it. */
  record Route(Pattern pattern, Endpoint endpoint) {

    /** What the segments of a path mean in the pattern's places. */
    Map<String, Object> places(List<String> path) {
      var places = new LinkedHashMap<String, Object>();
      for (int i = 0; i < pattern.segments().size(); i++) {
        switch (pattern.segments().get(i)) {
          case Pattern.Literal _ -> {}
          case Pattern.Place(String name, PlaceType type) ->
              places.put(name, type.read(path.get(i)).orElseThrow());
          case Pattern.Rest(String name) ->
              places.put(name, String.join("/", path.subList(i, path.size())));
        }
      }
      return places;
    }
  }

  /** The routes whose patterns are the same but for the names of their places, by method. */
  static final class Leaf {
    final Map<Method, Route> routes = new LinkedHashMap<>();

    /** What answers every other method; null for nothing. */
    @Nullable Route any;

    /** What answers a method, HEAD as GET where it has none of its own. */
    Optional<Route> route(Method method) {
      Route own = routes.get(method);
      if (own == null && method.equals(Method.HEAD)) {
        own = routes.get(Method.GET);
      }
      return Optional.ofNullable(own == null ? any : own);
    }

    /** The methods that it takes; HEAD where it has GET. */
    List<String> methods() {
      var all = new ArrayList<String>();
      for (Method method : routes.keySet()) {
        all.add(method.name());
        if (method.equals(Method.GET) && !routes.containsKey(Method.HEAD)) {
          all.add("HEAD");
        }
      }
      return all;
    }

    /** One of its patterns. */
    String shown() {
      Route first = any == null ? routes.values().iterator().next() : any;
      return first.pattern().text();
    }
  }

  private final Map<String, RouteTree> literals = new HashMap<>();
  private final Map<PlaceType, RouteTree> places = new EnumMap<>(PlaceType.class);
  private @Nullable Leaf here;
  private @Nullable Leaf rest;
  // Paths as they stand in requests, of which each fits one pattern, and that one letter for
  // letter.
  private final Map<String, Leaf> sure = new HashMap<>();

  /** The leaf of a pattern, which is made where it is not there. */
  Leaf leaf(Pattern pattern) {
    RouteTree at = this;
    for (Pattern.Segment segment : pattern.segments()) {
      switch (segment) {
        case Pattern.Literal(String text) ->
            at = at.literals.computeIfAbsent(text, _ -> new RouteTree());
        case Pattern.Place(String _, PlaceType type) ->
            at = at.places.computeIfAbsent(type, _ -> new RouteTree());
        case Pattern.Rest _ -> {
          if (at.rest == null) {
            at.rest = new Leaf();
          }
          return at.rest;
        }
      }
    }
    if (at.here == null) {
      at.here = new Leaf();
    }
    return at.here;
  }

  /** All patterns are there: those are marked that need no walk. */
  void complete(List<Pattern> patterns) {
    for (Pattern pattern : patterns) {
      if (pattern.isLiteral()) {
        List<Leaf> fitting = find(pattern.literals());
        if (fitting.size() == 1) {
          sure.put(pattern.text(), fitting.getFirst());
        }
      }
    }
  }

  /** The only leaf that fits a path, where no more than a look tells that. */
  Optional<Leaf> sure(String path) {
    return Optional.ofNullable(sure.get(path));
  }

  /** The leaves that fit a path, the most particular first. */
  List<Leaf> find(List<String> path) {
    var found = new ArrayList<Leaf>(2);
    find(path, 0, found);
    return found;
  }

  private void find(List<String> path, int at, List<Leaf> found) {
    if (at == path.size()) {
      if (here != null) {
        found.add(here);
      }
      return;
    }
    String segment = path.get(at);
    RouteTree literal = literals.get(segment);
    if (literal != null) {
      literal.find(path, at + 1, found);
    }
    for (Map.Entry<PlaceType, RouteTree> place : places.entrySet()) {
      if (place.getKey().read(segment).isPresent()) {
        place.getValue().find(path, at + 1, found);
      }
    }
    if (rest != null && path.subList(at, path.size()).stream().noneMatch(s -> s.contains("/"))) {
      found.add(rest);
    }
  }
}

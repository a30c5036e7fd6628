package dev.glasshouse.server.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A path with places, as {@link dev.glasshouse.server.routes} describes it.
 *
 * @param text as it was written
 * @param segments what stands between its slashes
 */
record Pattern(String text, List<Segment> segments) {

  /** What stands between two slashes of a pattern. */
  sealed interface Segment {}

  /** A segment that must be there as it is. */
  record Literal(String text) implements Segment {}

  /** A place for one segment. */
  record Place(String name, PlaceType type) implements Segment {}

  /** A place for all that is left, which is at least what follows one slash. */
  record Rest(String name) implements Segment {}

  Pattern {
    segments = List.copyOf(segments);
  }

  /** Whether it has no places. */
  boolean isLiteral() {
    return segments.stream().allMatch(Literal.class::isInstance);
  }

  /** What stands between its slashes, where it has no places. */
  List<String> literals() {
    return segments.stream().map(segment -> ((Literal) segment).text()).toList();
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when it is none, with what is wrong
   */
  static Pattern parse(String text) {
    if (!text.startsWith("/")) {
      throw wrong(text, "it does not begin with a slash");
    }
    var segments = new ArrayList<Segment>();
    var names = new HashSet<String>();
    String[] parts = text.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      Segment segment = segment(text, parts[i]);
      Optional<String> name =
          switch (segment) {
            case Literal _ -> Optional.empty();
            case Place place -> Optional.of(place.name());
            case Rest rest -> Optional.of(rest.name());
          };
      if (segment instanceof Rest && i < parts.length - 1) {
        throw wrong(text, "something follows " + parts[i]);
      }
      if (name.isPresent() && !names.add(name.get())) {
        throw wrong(text, "two places are called " + name.get());
      }
      segments.add(segment);
    }
    return new Pattern(text, segments);
  }

  private static Segment segment(String pattern, String part) {
    if (!part.startsWith("{")) {
      if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
        throw wrong(pattern, "a place takes a whole segment, and " + part + " has more");
      }
      if (part.equals(".") || part.equals("..") || part.indexOf('%') >= 0) {
        throw wrong(pattern, "no path has the segment " + part + " once it is decoded");
      }
      return new Literal(part);
    }
    if (!part.endsWith("}") || part.indexOf('{', 1) >= 0 || part.indexOf('}') < part.length() - 1) {
      throw wrong(pattern, "a place takes a whole segment, and " + part + " is none");
    }
    String inside = part.substring(1, part.length() - 1);
    boolean rest = inside.endsWith("...");
    int colon = inside.indexOf(':');
    String name =
        rest
            ? inside.substring(0, inside.length() - 3)
            : colon < 0 ? inside : inside.substring(0, colon);
    if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
      throw wrong(pattern, "the place " + part + " has no name, or one that is none");
    }
    if (rest) {
      return new Rest(name);
    }
    if (colon < 0) {
      return new Place(name, PlaceType.TEXT);
    }
    String type = inside.substring(colon + 1);
    return new Place(
        name,
        PlaceType.of(type)
            .orElseThrow(() ->
                wrong(pattern, "there is no type " + type + "; there are " + PlaceType.names())));
  }

  private static IllegalArgumentException wrong(String pattern, String why) {
    return new IllegalArgumentException("the pattern " + pattern + ": " + why);
  }

  /** Whether some path fits both, and neither is more particular. */
  boolean isAmbiguousWith(Pattern other) {
    if (segments.size() != other.segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      boolean same =
          switch (segments.get(i)) {
            case Literal literal -> literal.equals(other.segments.get(i));
            case Rest _ -> other.segments.get(i) instanceof Rest;
            case Place place ->
                other.segments.get(i) instanceof Place its && place.type().overlaps(its.type());
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }
}

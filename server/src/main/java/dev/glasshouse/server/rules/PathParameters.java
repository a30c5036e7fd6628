package dev.glasshouse.server.rules;

import dev.glasshouse.http.Request;
import java.util.Set;

/**
 * Parameters behind the last segment of a path, {@code /page;name=value} (RFC 3986 3.3), which are
 * taken off before rules look at the path: were they left on, {@code /inside;name=value} would come
 * in past a rule for {@code /inside}. Pure.
 *
 * @param taken with their semicolons; empty for none
 * @param request without them
 */
public record PathParameters(String taken, Request request) {
  /**
   * Takes them off.
   *
   * @param names the names of those that are taken; others stay, and those before them
   */
  public static PathParameters of(Request request, Set<String> names) {
    String path = request.path();
    int end = path.length();
    if (names.isEmpty() || path.indexOf(';') < 0) {
      return new PathParameters("", request);
    }
    int segment = path.lastIndexOf('/');
    int at = path.lastIndexOf(';');
    while (at > segment) {
      int equals = path.indexOf('=', at);
      String name = path.substring(at + 1, equals < 0 || equals > end ? end : equals);
      if (!names.contains(name)) {
        break;
      }
      end = at;
      at = path.lastIndexOf(';', at - 1);
    }
    return end == path.length()
        ? new PathParameters("", request)
        : new PathParameters(
            path.substring(end),
            request.to(path.substring(0, end) + request.target().substring(path.length())));
  }
}

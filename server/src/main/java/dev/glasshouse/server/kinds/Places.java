package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Request;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.rules.PathPattern;
import dev.glasshouse.server.rules.Template;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a rule's template can name: parts of the request, and what its pattern caught. */
final class Places {
  static final String HELP =
      "Places: {scheme} {host} {port} {path} {query} {target}, and {1}, {2} or {name} for what the"
          + " groups of match caught. The query is kept unless it is named or written.";

  private Places() {}

  /** Names that there are not. */
  static List<Fault> check(Values values, String option) {
    Optional<Template> template = values.value(option, Template.class);
    Optional<PathPattern> match = values.value("match", PathPattern.class);
    return template.stream()
        .flatMap(its -> its.places().stream())
        .filter(name ->
            switch (name) {
              case "scheme", "host", "port", "path", "query", "target" -> false;
              default -> match.isEmpty() || !match.get().hasGroup(name);
            })
        .map(name -> values.fault(option, "{" + name + "} is nothing that can be filled in"))
        .toList();
  }

  /** A template, filled for a request; what it caught was found in its path. */
  static String fill(Template template, Request request, PathPattern.Match match) {
    String filled = template.fill(name -> value(name, request).or(() -> match.group(name)));
    boolean hasQuery =
        template.toString().contains("?")
            || template.places().contains("query")
            || template.places().contains("target");
    return hasQuery || request.query().isEmpty() ? filled : filled + "?" + request.query();
  }

  private static Optional<String> value(String name, Request request) {
    String authority = request.authority();
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    return switch (name) {
      case "scheme" -> Optional.of(request.scheme());
      case "host" ->
          Optional.of(
              (hasPort ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT));
      case "port" ->
          Optional.of(
              hasPort
                  ? authority.substring(colon + 1)
                  : request.scheme().equals("https") ? "443" : "80");
      case "path" -> Optional.of(request.path());
      case "query" -> Optional.of(request.query());
      case "target" -> Optional.of(request.target());
      default -> Optional.empty();
    };
  }
}

package dev.glasshouse.server.origins;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RouteReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request of a page of another origin is told (Fetch standard 3.3.4, 4.8, 4.9). Pure.
 *
 * @param preflight whether it is a browser's question before the request
 * @param allowed whether the page may
 * @param origin the page's origin; empty where no page asks, or one of the same origin may
 * @param fields the fields that say so
 * @param because why
 */
record CorsVerdict(
    boolean preflight, boolean allowed, String origin, Fields fields, Because because) {
  private static final Set<String> FREE = Set.of("GET", "HEAD", "POST");

  static CorsVerdict of(CorsRules rules, Request request) {
    Optional<String> said = request.fields().first("Origin");
    Optional<String> asks = request.fields().first("Access-Control-Request-Method");
    boolean preflight =
        request.method().equals(Method.OPTIONS) && said.isPresent() && asks.isPresent();
    boolean any = rules.origins().contains("*");
    // Whoever keeps this answer has to know that others get another one.
    Fields vary = any ? Fields.EMPTY : Fields.of("Vary", "Origin");
    if (said.isEmpty()) {
      return new CorsVerdict(false, true, "", vary, Because.of(RouteReason.NO_ORIGIN));
    }
    String origin = said.get();
    if (!any && !rules.origins().contains(origin)) {
      return refused(preflight, origin, vary, Because.of(RouteReason.ORIGIN_UNKNOWN, CLAUSE));
    }
    if (preflight) {
      Optional<Because> wrong = wrong(rules, asks.get(), request);
      if (wrong.isPresent()) {
        return refused(true, origin, vary, wrong.get());
      }
    }
    Fields fields = vary.plus("Access-Control-Allow-Origin", any ? "*" : origin);
    if (rules.credentials()) {
      fields = fields.plus("Access-Control-Allow-Credentials", "true");
    }
    fields = preflight ? leave(rules, fields) : exposing(rules, fields);
    return new CorsVerdict(
        preflight,
        true,
        origin,
        fields,
        Because.of(any ? RouteReason.ANY_ORIGIN : RouteReason.ORIGIN_ALLOWED, CLAUSE));
  }

  private static Optional<Because> wrong(CorsRules rules, String method, Request request) {
    if (!FREE.contains(method)
        && rules.methods().stream().noneMatch(its -> its.name().equals(method))) {
      return Optional.of(Because.of(RouteReason.METHOD_UNLISTED, CLAUSE, method));
    }
    List<String> fields = request.fields().elements("Access-Control-Request-Headers");
    for (String field : fields) {
      if (!rules.fields().contains(field.toLowerCase(Locale.ROOT))) {
        return Optional.of(Because.of(RouteReason.FIELD_UNLISTED, CLAUSE, field));
      }
    }
    return Optional.empty();
  }

  private static Fields leave(CorsRules rules, Fields fields) {
    var methods = new TreeSet<String>(FREE);
    rules.methods().forEach(method -> methods.add(method.name()));
    Fields all = fields.plus("Access-Control-Allow-Methods", String.join(", ", methods));
    if (!rules.fields().isEmpty()) {
      all = all.plus("Access-Control-Allow-Headers", String.join(", ", rules.fields()));
    }
    return all.plus("Access-Control-Max-Age", Long.toString(rules.maxAge().toSeconds()));
  }

  private static Fields exposing(CorsRules rules, Fields fields) {
    return rules.exposed().isEmpty()
        ? fields
        : fields.plus("Access-Control-Expose-Headers", String.join(", ", rules.exposed()));
  }

  private static CorsVerdict refused(
      boolean preflight, String origin, Fields fields, Because because) {
    return new CorsVerdict(preflight, false, origin, fields, because);
  }

  private static final Clause CLAUSE = Clause.of("WHATWG Fetch", "3.3");
}

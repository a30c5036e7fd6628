package dev.glasshouse.server.origins;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Method;
import dev.glasshouse.url.Url;
import dev.glasshouse.url.UrlException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which pages of other origins may read a program's answers, and ask what of it.
 *
 * @param origins the origins, as browsers write them: {@code https://a.test}; or {@code *} alone
 *     for every one
 * @param methods the methods beyond GET, HEAD and POST, which need no leave
 * @param fields the fields of a request beyond those that need no leave, in small letters
 * @param exposed the fields of a response that pages may see beyond the usual ones
 * @param credentials whether cookies may go with such requests
 * @param maxAge how long browsers may remember an answer to a preflight
 */
public record CorsRules(
    Set<String> origins,
    Set<Method> methods,
    Set<String> fields,
    List<String> exposed,
    boolean credentials,
    Duration maxAge) {

  /** Every origin with credentials, or what is no origin, is our caller's fault. */
  public CorsRules {
    if (origins.contains("*") && (origins.size() > 1 || credentials)) {
      throw new IllegalArgumentException(
          "every origin may only be let in alone, and without credentials");
    }
    for (String origin : origins) {
      if (!origin.equals("*") && !isOrigin(origin)) {
        throw new IllegalArgumentException("not an origin as browsers write it: " + origin);
      }
    }
    for (String field : fields) {
      if (!FieldSyntax.isToken(field)) {
        throw new IllegalArgumentException("not a field's name: " + field);
      }
    }
    origins = Set.copyOf(origins);
    methods = Set.copyOf(methods);
    var lower = new TreeSet<String>();
    fields.forEach(field -> lower.add(field.toLowerCase(Locale.ROOT)));
    fields = java.util.Collections.unmodifiableSet(lower);
    exposed = List.copyOf(exposed);
  }

  private static boolean isOrigin(String text) {
    try {
      return Url.parse(text).origin().toString().equals(text);
    } catch (UrlException e) {
      return false;
    }
  }

  /** These origins may read what GET, HEAD and POST bring, without credentials. */
  public static CorsRules of(String... origins) {
    return new CorsRules(
        Set.of(origins), Set.of(), Set.of(), List.of(), false, Duration.ofMinutes(10));
  }

  /** With these methods as well. */
  public CorsRules methods(Method... more) {
    return new CorsRules(origins, Set.of(more), fields, exposed, credentials, maxAge);
  }

  /** With these fields of requests as well; {@code content-type} for JSON. */
  public CorsRules fields(String... more) {
    return new CorsRules(origins, methods, Set.of(more), exposed, credentials, maxAge);
  }

  /** With these fields of responses for pages to see. */
  public CorsRules exposing(String... more) {
    return new CorsRules(origins, methods, fields, List.of(more), credentials, maxAge);
  }

  /** With cookies. */
  public CorsRules withCredentials() {
    return new CorsRules(origins, methods, fields, exposed, true, maxAge);
  }
}

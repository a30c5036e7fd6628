package dev.glasshouse.edge.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookie of this house in one exchange: one that the origin sets by itself, such as that which
 * leads a client to the same server again, and not the site. It is one client's, and says nothing
 * of the answer: so it is kept away from what is stored, and given to whoever's request was passed
 * on. Safe for several threads.
 */
final class OwnCookie {
  private final String name;
  private final List<String> said;
  private volatile Optional<Field> set = Optional.empty();

  private OwnCookie(String name, List<String> said) {
    this.name = name;
    this.said = said;
  }

  /**
   * That of a request.
   *
   * @param name the cookie's name; empty for none
   */
  static OwnCookie of(String name, Request request) {
    return new OwnCookie(name, name.isEmpty() ? List.of() : request.fields().all("Cookie"));
  }

  /** The request without it: as the site's own caching rules are to see it. */
  Request without(Request request) {
    if (said.stream().noneMatch(value -> value.contains(name + "="))) {
      return request;
    }
    Fields fields = request.fields().without("Cookie");
    for (String value : said) {
      var kept = new ArrayList<String>();
      var pairs = new ArrayList<String>();
      Fields.split(value, ';', pairs);
      pairs.stream().filter(pair -> !isIt(pair)).forEach(kept::add);
      if (!kept.isEmpty()) {
        fields = fields.plus("Cookie", String.join("; ", kept));
      }
    }
    return request.with(fields);
  }

  /** The request with what the client said, for the origin. */
  Request with(Request request) {
    if (said.isEmpty()) {
      return request;
    }
    Fields fields = request.fields().without("Cookie");
    for (String value : said) {
      fields = fields.plus("Cookie", value);
    }
    return request.with(fields);
  }

  /** An answer without it, which is remembered. */
  Response taken(Response answer) {
    if (name.isEmpty()) {
      return answer;
    }
    for (Field field : answer.fields()) {
      if (sets(field)) {
        set = Optional.of(field);
        return answer.with(answer.fields().without(this::sets));
      }
    }
    return answer;
  }

  /** What the origin set for this client; empty where it was not asked, or set nothing. */
  Optional<Field> set() {
    return set;
  }

  private boolean sets(Field field) {
    return field.is("Set-Cookie") && isIt(field.value());
  }

  private boolean isIt(String pair) {
    return pair.strip().startsWith(name + "=");
  }
}

package dev.glasshouse.server.json;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What went wrong with a request, told in a form that programs read (RFC 9457).
 *
 * @param type a URI of the kind of problem; {@code about:blank} where the status says it all
 * @param title the kind in a few words, the same each time
 * @param status the status of the response
 * @param detail what went wrong this time; empty for nothing more
 * @param more members of its own; must be what JSON can say
 * @param fields header fields of the response that belong to it, such as Allow or Retry-After
 */
public record Problem(
    String type,
    String title,
    Status status,
    String detail,
    Map<String, Object> more,
    Fields fields) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Its members stay as they were. */
  public Problem {
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** A problem that its status names. */
  public static Problem of(Status status, String detail) {
    return new Problem("about:blank", status.phrase(), status, detail, Map.of(), Fields.EMPTY);
  }

  /** The same with one more member. */
  public Problem with(String member, Object value) {
    var all = new LinkedHashMap<>(more);
    all.put(member, value);
    return new Problem(type, title, status, detail, all, fields);
  }

  /** The same of another kind. */
  public Problem as(String newType, String newTitle) {
    return new Problem(newType, newTitle, status, detail, more, fields);
  }

  /** The same with one more header field. */
  public Problem saying(String name, String value) {
    return new Problem(type, title, status, detail, more, fields.plus(name, value));
  }

  /** To be thrown where it is found. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** As a response; never stored by caches, since it is about this very request. */
  public Response response() {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", type);
    members.put("title", title);
    members.put("status", status.code());
    if (!detail.isEmpty()) {
      members.put("detail", detail);
    }
    more.forEach(members::putIfAbsent);
    return Response.of(status)
        .with(
            Fields.of("Content-Type", "application/problem+json", "Cache-Control", "no-store")
                .plus(fields))
        .with(Body.of(MAPPER.writeValueAsBytes(members)));
  }
}

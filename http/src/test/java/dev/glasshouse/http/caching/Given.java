package dev.glasshouse.http.caching;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Requests, responses and stored responses in few words. */
final class Given {
  static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
  static final String URL = "http://example.com/thing";

  private Given() {}

  /** Fields from lines; DATE(n) in a value is the date n seconds after the zero. */
  static Fields fields(String... lines) {
    return Fields.copyOf(Arrays.stream(lines).map(Given::field).toList());
  }

  private static Field field(String line) {
    int colon = line.indexOf(':');
    String value = line.substring(colon + 1).strip();
    if (value.startsWith("DATE(")) {
      long seconds = Long.parseLong(value.substring(5, value.length() - 1));
      value = HttpDate.format(at(seconds));
    }
    return new Field(line.substring(0, colon), value);
  }

  static Instant at(long seconds) {
    return ZERO.plusSeconds(seconds);
  }

  static Request get(String... lines) {
    return Request.get(Url.parse(URL)).with(fields(lines));
  }

  static Request request(String method, String... lines) {
    return Request.to(Method.of(method), Url.parse(URL)).with(fields(lines));
  }

  static Response response(int status, String... lines) {
    return Response.of(new Status(status)).with(fields(lines)).with(Body.of("0123456789"));
  }

  /** A 200 that came at the zero, at once. */
  static Stored stored(String... lines) {
    return stored(200, get(), lines);
  }

  static Stored stored(int status, Request request, String... lines) {
    Fields fields = fields(lines);
    return Stored.of(
        new Status(status),
        "",
        StoredFields.toStore(Policy.PRIVATE, fields),
        Vary.selecting(request.fields(), fields),
        ZERO,
        ZERO,
        Part.whole(10),
        Duration.ofMillis(80));
  }
}

package dev.glasshouse.server;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Requests for tests, and what came of them. */
public final class Asked {
  private Asked() {}

  /** A request to {@code http://site.test}, with fields as names and values in turn. */
  public static Request of(String method, String target, Body body, String... fields) {
    return new Request(
        new Method(method),
        "http",
        "site.test",
        target,
        HttpVersion.HTTP_1_1,
        Fields.of(fields),
        body,
        Request.NOBODY);
  }

  /** A request without a body. */
  public static Request of(String method, String target, String... fields) {
    return of(method, target, Body.NONE, fields);
  }

  /** A request with JSON. */
  public static Request json(String method, String target, String json) {
    return of(method, target, Body.of(json), "Content-Type", "application/json");
  }

  /** The content of a response. */
  public static String text(Response response) throws IOException {
    return new String(response.body().open().readAllBytes(), StandardCharsets.UTF_8);
  }
}

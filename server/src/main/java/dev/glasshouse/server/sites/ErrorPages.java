package dev.glasshouse.server.sites;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import java.io.IOException;
import java.util.Map;

/**
 * A site's own pages for errors: the status stays, the text is the page's.
 *
 * @param paths by status, or by {@code 4xx} and {@code 5xx}
 * @param replace whether they take the place of what a program answered with, too
 * @param routes what has the pages
 */
record ErrorPages(Map<String, String> paths, boolean replace, Handler routes) {

  Response apply(Response response, Request request, Aside aside) {
    int code = response.status().code();
    if (code < 400 || paths.isEmpty() || !(replace || response.body().isStandIn())) {
      return response;
    }
    String path = paths.getOrDefault("" + code, paths.getOrDefault(code / 100 + "xx", ""));
    if (path.isEmpty()) {
      return response;
    }
    Request asked =
        new Request(
            request.method().equals(Method.HEAD) ? Method.HEAD : Method.GET,
            request.scheme(),
            request.authority(),
            path,
            request.version(),
            request
                .fields()
                .without(
                    "Range",
                    "If-Range",
                    "If-Match",
                    "If-None-Match",
                    "If-Modified-Since",
                    "If-Unmodified-Since",
                    "Content-Length",
                    "Content-Type",
                    "Transfer-Encoding",
                    "Expect"),
            Body.NONE,
            request.peer());
    Because because = Because.of(ServerReason.ERROR_PAGE_NAMED);
    Response shown = response;
    try {
      Response page = routes.handle(asked, Aside.silent(dev.glasshouse.journey.Trail.OFF));
      if (page.status().equals(Status.OK)) {
        shown = joined(response, page);
      } else {
        page.close();
        because = Because.of(ServerReason.ERROR_PAGE_BROKEN, page.status().code());
      }
    } catch (IOException | RuntimeException e) {
      because = Because.of(ServerReason.ERROR_PAGE_BROKEN, e);
    }
    if (aside.trail().on()) {
      aside.trail().mark(new ServerStep.ErrorPageTaken(code, path), because);
    }
    return shown;
  }

  /** The error with its own fields, and the page's content with those that speak of it. */
  private static Response joined(Response error, Response page) {
    error.close();
    Response joined = error.with(page.body());
    for (String name : new String[] {"Content-Type", "Content-Encoding", "Vary"}) {
      joined = joined.with(joined.fields().without(name));
      if (page.fields().has(name)) {
        joined = joined.with(name, page.fields().first(name).orElseThrow());
      }
    }
    return joined;
  }
}

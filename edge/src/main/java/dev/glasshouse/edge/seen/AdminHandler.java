package dev.glasshouse.edge.seen;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What an operator may ask an edge, on an address of its own: {@code /metrics}, and what others put
 * beside it.
 */
public final class AdminHandler implements Handler {
  private final List<MetricSource> sources;
  private final Map<String, Handler> others;

  /**
   * An address for operators.
   *
   * @param sources whose figures are told
   * @param others handlers by their paths
   */
  public AdminHandler(List<MetricSource> sources, Map<String, Handler> others) {
    this.sources = List.copyOf(sources);
    this.others = Map.copyOf(others);
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    Handler other = others.get(request.path());
    if (other != null) {
      return other.handle(request, aside);
    }
    if (!request.path().equals("/metrics")) {
      return Response.text(Status.NOT_FOUND, "What can be asked for here: /metrics\n");
    }
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      return Response.text(Status.METHOD_NOT_ALLOWED, "").with("Allow", "GET, HEAD");
    }
    var text = new MetricText();
    sources.forEach(source -> source.tell(text));
    return Response.of(Status.OK)
        .with("Content-Type", MetricText.TYPE)
        .with("Cache-Control", "no-store")
        .with(Body.of(text.toString()));
  }
}

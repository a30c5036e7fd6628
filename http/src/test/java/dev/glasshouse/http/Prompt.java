package dev.glasshouse.http;

import dev.glasshouse.journey.Trail;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Answers what begins with /now at once, and anything else on a thread: with the target; with so
 * many bytes where the target ends with a number behind a dash; with a stream at /now-stream.
 */
public final class Prompt implements Handler {
  /** Each target, and whether it was answered on a virtual thread or on the event loop. */
  public final List<String> threads = Collections.synchronizedList(new ArrayList<>());

  @Override
  public Response handle(Request request) {
    threads.add(request.target() + (Thread.currentThread().isVirtual() ? " virtual" : " loop"));
    String target = request.target();
    if (target.equals("/now-stream")) {
      var in = new ByteArrayInputStream(new byte[] {'s'});
      return Response.of(Status.OK).with(Body.streaming(in));
    }
    int dash = target.indexOf('-');
    if (dash < 0) {
      return Response.text(Status.OK, target);
    }
    byte[] content = new byte[Integer.parseInt(target.substring(dash + 1))];
    Arrays.fill(content, (byte) 'x');
    return Response.of(Status.OK).with(Body.of(content));
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    return request.target().startsWith("/now") ? Optional.of(handle(request)) : Optional.empty();
  }
}

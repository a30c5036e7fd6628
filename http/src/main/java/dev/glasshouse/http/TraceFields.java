package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.TraceReason;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.Trail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server reads and writes so that its records can be joined with those of its clients: the
 * fields {@code traceparent} (<a href="https://www.w3.org/TR/trace-context-1/">Trace Context</a>)
 * and {@code Server-Timing} (<a href="https://www.w3.org/TR/server-timing/">Server Timing</a>).
 */
public final class TraceFields {
  private static final Clause TRACE_CONTEXT = Clause.of("Trace Context", "3.2");

  private TraceFields() {}

  /** Which step of which journey asks; empty where a request does not say it, or says it twice. */
  public static Optional<TraceContext> of(Request request) {
    if (!request.fields().has("traceparent")) {
      return Optional.empty();
    }
    List<String> values = request.fields().all("traceparent");
    return values.size() == 1 ? TraceContext.parse(values.getFirst()) : Optional.empty();
  }

  /**
   * Tells which step of which journey asks.
   *
   * @return where what is done for it is told, below that
   */
  public static Trail tell(TraceContext context, Trail trail) {
    if (!trail.on()) {
      return trail;
    }
    return trail.after(
        trail.mark(
            new TraceStep.ContextTaken(context.trace(), context.spanText()),
            Because.of(TraceReason.CLIENT_TOLD, TRACE_CONTEXT)));
  }

  /**
   * A response that tells the client how long something took, besides what it tells already.
   *
   * @param metric a token
   * @param took told in milliseconds, to the microsecond
   */
  public static Response timed(Response response, String metric, Duration took) {
    String millis = String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e6);
    return response.with(response.fields().plus("Server-Timing", metric + ";dur=" + millis));
  }
}

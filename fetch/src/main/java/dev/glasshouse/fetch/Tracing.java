package dev.glasshouse.fetch;

import dev.glasshouse.journey.TraceReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.Optional;

/**
 * Whom requests tell which step of which journey they come from, by the field {@code traceparent}
 * (<a href="https://www.w3.org/TR/trace-context-1/">Trace Context</a>), so that what the server
 * records of them can be joined with the journey. A stranger could tell by it that two requests
 * come from one journey: by default nobody is told.
 */
@FunctionalInterface
public interface Tracing {
  /** Nobody is told. */
  Tracing NOBODY = (_, _) -> Optional.empty();

  /** Every server is told. */
  Tracing EVERYBODY = (_, _) -> Optional.of(TraceReason.WANTED);

  /**
   * Whether the server of a URL is told.
   *
   * @param journey where the request is told; on
   * @return why; empty where it is not
   */
  Optional<TraceReason> tells(Url url, Trail journey);

  /** This, and where it does not tell, another. */
  default Tracing or(Tracing other) {
    return (url, journey) -> tells(url, journey).or(() -> other.tells(url, journey));
  }
}

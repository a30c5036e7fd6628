package dev.glasshouse.journey;

import java.time.Duration;

/** How what one process records of a request is joined with what the other records. */
public sealed interface TraceStep extends Step {

  /** The server was told which step of which journey asks. */
  record ContextSent(String url, String trace, String span) implements TraceStep {}

  /** The client told which step of which journey asks. */
  record ContextTaken(String trace, String span) implements TraceStep {}

  /** The server told how long a part of its work took; zero where it told no time. */
  record ServerTimed(String url, String metric, Duration time, String description)
      implements TraceStep {}
}

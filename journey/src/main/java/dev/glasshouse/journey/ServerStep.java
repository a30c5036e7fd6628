package dev.glasshouse.journey;

import java.util.List;

/** What a web server of ours does with a request, between reading it and writing its answer. */
public sealed interface ServerStep extends Step {

  /** It was found out what stands at the path of a request. */
  record PathResolved(String path, String found) implements ServerStep {}

  /** The conditions of a request were held against what is there. */
  record ConditionsJudged(String path, String condition, String outcome) implements ServerStep {}

  /** It was decided which bytes are sent. */
  record RangesJudged(String asked, List<String> parts, long total) implements ServerStep {}

  /** It was decided in which content coding the answer goes out. */
  record CodingNegotiated(String accepted, String coding) implements ServerStep {}

  /** A client was told early what the page will need. */
  record HintsGiven(String path, List<String> links) implements ServerStep {}

  /** A file was written in the place of what was there. */
  record FileWritten(String path, long bytes, boolean created) implements ServerStep {}

  /** A file was removed. */
  record FileRemoved(String path) implements ServerStep {}
}

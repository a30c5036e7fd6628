package dev.glasshouse.journey;

import java.time.Duration;
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

  /** What a page will need was sent to a client that had not asked for it. */
  record NeededPushed(String path, List<String> pushed) implements ServerStep {}

  /** A file was written in the place of what was there. */
  record FileWritten(String path, long bytes, boolean created) implements ServerStep {}

  /** A file was removed. */
  record FileRemoved(String path) implements ServerStep {}

  /** It was decided which site a request is for; an empty title for none. */
  record SiteChosen(String host, String site) implements ServerStep {}

  /** It was decided which of the site's routes answers; answered by nothing for none. */
  record SiteRouteChosen(String path, String route, String by) implements ServerStep {}

  /** A rule gave the request another target. */
  record TargetRewritten(String from, String to) implements ServerStep {}

  /** A rule sent the client elsewhere. */
  record ClientSentOn(String target, String to, int status) implements ServerStep {}

  /** The client's address was held against those that are let in. */
  record AddressJudged(String address, boolean allowed) implements ServerStep {}

  /** It was counted how often the client asks; how long it has to wait, zero for not at all. */
  record RateJudged(String address, Duration pause) implements ServerStep {}

  /** Name and password were looked at. */
  record LoginJudged(String scheme, String user, boolean allowed) implements ServerStep {}

  /** A request met a limit of its site. */
  record SiteLimitMet(String site, String limit, String value) implements ServerStep {}

  /** A page of the site took the place of an error's own text. */
  record ErrorPageTaken(int status, String path) implements ServerStep {}
}

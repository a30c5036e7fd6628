package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** What a server that stands in front of others does with a request: gateway and balancer. */
public sealed interface EdgeStep extends Step {

  /** It was decided which server gets a request. */
  record OriginChosen(String pool, String server, String rule, int attempt) implements EdgeStep {}

  /** It was decided who answers the clients of a place. */
  record PoolChosen(String pool) implements EdgeStep {}

  /** No server of a pool may have a request. */
  record NoServer(String pool, int servers) implements EdgeStep {}

  /** Fields were taken from a message that is passed on, and others put in. */
  record FieldsPassed(String message, List<String> dropped, List<String> added)
      implements EdgeStep {}

  /** A request was answered here, and not passed on. */
  record RequestStopped(String method, String target, int status) implements EdgeStep {}

  /** A server did not answer as it should. */
  record OriginFailed(String server, String error, int status) implements EdgeStep {}

  /** A request goes to a server once more, after it failed. */
  record RequestResent(String method, int attempt) implements EdgeStep {}

  /** A request that failed is not sent once more. */
  record RequestGivenUp(String method, int attempts) implements EdgeStep {}

  /** A request was turned away, because there is too much to do. */
  record RequestShed(String pool, int underWay, Duration retryAfter) implements EdgeStep {}

  /** A client was told to ask a server itself. */
  record SentToServer(String server, String location) implements EdgeStep {}

  /** A server was asked whether it is well. */
  record HealthProbed(String server, String outcome) implements EdgeStep {}

  /** What is known of a server's health changed. */
  record HealthChanged(String pool, String server, String from, String to) implements EdgeStep {}

  /** A pool's servers changed. */
  record PoolChanged(String pool, List<String> added, List<String> removed) implements EdgeStep {}

  /** Two connections were joined to a tunnel. */
  record TunnelJoined(String server, String protocol) implements EdgeStep {}

  /** A tunnel ended. */
  record TunnelEnded(String server, long up, long down) implements EdgeStep {}
}

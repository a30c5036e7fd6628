package dev.glasshouse.edge.balance;

import java.time.Duration;
import java.util.Optional;

/**
 * How a pool balances.
 *
 * @param rule by what a server is chosen
 * @param key what falls on the ring of {@link Rule#CONSISTENT_HASH}
 * @param sticky a cookie that leads a client to the same server again; empty for none
 * @param mode what is done with a request
 * @param health when a server counts as ill
 * @param attempts how many servers a request is sent to in all: 3
 * @param retryPercent how many second tries there may be, percent of the requests: 20
 * @param retryStore second tries that may come at once: 100
 * @param underWay requests that may be under way in the pool: 10,000; more are turned away
 * @param perServer requests that one server may have: 1,000
 * @param retryAfter when a client that was turned away may come again: 1 s
 * @param kept bytes of content that are kept so that a request can be sent again: 16 KiB
 */
public record PoolOptions(
    Rule rule,
    HashKey key,
    Optional<StickyCookie> sticky,
    Mode mode,
    HealthOptions health,
    int attempts,
    int retryPercent,
    int retryStore,
    int underWay,
    int perServer,
    Duration retryAfter,
    int kept) {

  /** What is done with a request. */
  public enum Mode {
    /** It is passed on to the server that was chosen. */
    PASS_ON,
    /** The client is told to ask that server itself (302). */
    REDIRECT
  }

  /** Each server in turn. */
  public static final PoolOptions USUAL =
      new PoolOptions(
          Rule.ROUND_ROBIN,
          new HashKey.Target(),
          Optional.empty(),
          Mode.PASS_ON,
          HealthOptions.USUAL,
          3,
          20,
          100,
          10_000,
          1_000,
          Duration.ofSeconds(1),
          16 * 1024);

  /** The same by another rule. */
  public PoolOptions by(Rule other) {
    return with(other, key, sticky, mode, health);
  }

  /** The same with another key. */
  public PoolOptions by(HashKey other) {
    return with(rule, other, sticky, mode, health);
  }

  /** The same with a cookie. */
  public PoolOptions with(StickyCookie cookie) {
    return with(rule, key, Optional.of(cookie), mode, health);
  }

  /** The same in another mode. */
  public PoolOptions in(Mode other) {
    return with(rule, key, sticky, other, health);
  }

  /** The same with other patience for ill servers. */
  public PoolOptions with(HealthOptions other) {
    return with(rule, key, sticky, mode, other);
  }

  private PoolOptions with(
      Rule newRule,
      HashKey newKey,
      Optional<StickyCookie> cookie,
      Mode newMode,
      HealthOptions newHealth) {
    return new PoolOptions(
        newRule,
        newKey,
        cookie,
        newMode,
        newHealth,
        attempts,
        retryPercent,
        retryStore,
        underWay,
        perServer,
        retryAfter,
        kept);
  }

  /** The same with other limits of requests under way. */
  public PoolOptions atMost(int inPool, int ofServer) {
    return new PoolOptions(
        rule,
        key,
        sticky,
        mode,
        health,
        attempts,
        retryPercent,
        retryStore,
        inPool,
        ofServer,
        retryAfter,
        kept);
  }
}

package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.VersionReason;

/**
 * Whether a request whose connection or stream went away is sent once more (RFC 9110 9.2.2, RFC
 * 9112 9.3.1, RFC 9113 8.7, RFC 9114 4.1.1 and 5.2). Pure.
 *
 * @param again whether it is
 * @param because why, or why not
 */
record RetryVerdict(boolean again, Because because) {
  /**
   * How many times as often a request is sent of which no server has begun anything: one that ends
   * each connection after a few requests has done some of a page's on each.
   */
  private static final int UNBEGUN = 4;

  /**
   * What is known when a connection or stream has gone.
   *
   * @param method the request's method
   * @param replayable whether its body can be had again
   * @param version what was spoken
   * @param reused whether the connection had carried an exchange before
   * @param mayBeProcessed whether the peer may have begun to process the request
   * @param answered whether a byte of the answer has come
   * @param attempt how often the request was sent, this time included
   */
  record Facts(
      Method method,
      boolean replayable,
      HttpVersion version,
      boolean reused,
      boolean mayBeProcessed,
      boolean answered,
      int attempt) {}

  static RetryVerdict decide(Facts facts, int attempts) {
    boolean many = Pooled.multiplexed(facts.version());
    if (facts.answered()) {
      return no(HttpReason.ANSWER_BEGUN);
    }
    if (!facts.reused() && !(many && !facts.mayBeProcessed())) {
      return no(HttpReason.NEW_CONNECTION);
    }
    if (facts.attempt() >= (many && !facts.mayBeProcessed() ? UNBEGUN * attempts : attempts)) {
      return no(HttpReason.TOO_MANY_ATTEMPTS, facts.attempt());
    }
    if (!facts.mayBeProcessed()) {
      // What nobody processed may go again whatever it is; only its body must still be there.
      return many && !facts.replayable()
          ? no(HttpReason.BODY_ONCE)
          : new RetryVerdict(true, unprocessed(facts.version()));
    }
    if (!facts.replayable()) {
      return no(HttpReason.BODY_ONCE);
    }
    if (!facts.method().isIdempotent()) {
      return new RetryVerdict(
          false,
          Because.of(
              HttpReason.NOT_IDEMPOTENT, Clause.rfc(9110, "9.2.2"), facts.method().toString()));
    }
    return new RetryVerdict(true, twice(facts));
  }

  private static Because unprocessed(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0, HTTP_1_1 -> Because.of(HttpReason.NOTHING_SENT, Clause.rfc(9112, "9.3.1"));
      case SPDY_3_1, HTTP_2 -> Because.of(VersionReason.NOT_PROCESSED, Clause.rfc(9113, "8.7"));
      case HTTP_3 -> Because.of(VersionReason.NOT_PROCESSED, Clause.rfc(9114, "4.1.1"));
    };
  }

  private static Because twice(Facts facts) {
    String method = facts.method().toString();
    return switch (facts.version()) {
      case HTTP_1_0, HTTP_1_1 ->
          Because.of(HttpReason.STALE_CONNECTION, Clause.rfc(9112, "9.3.1"), method);
      case SPDY_3_1, HTTP_2, HTTP_3 ->
          Because.of(VersionReason.SESSION_LOST, Clause.rfc(9110, "9.2.2"), method);
    };
  }

  private static RetryVerdict no(HttpReason reason, Object... arguments) {
    return new RetryVerdict(false, Because.of(reason, arguments));
  }
}

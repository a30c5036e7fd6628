package dev.glasshouse.http.client;

import dev.glasshouse.http.Method;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;

/**
 * Whether a request whose connection went away is sent once more (RFC 9110 9.2.2, RFC 9112 9.3.1).
 * Pure.
 *
 * @param again whether it is
 * @param because why, or why not
 */
record RetryVerdict(boolean again, Because because) {
  private static final Clause CLAUSE = Clause.rfc(9112, "9.3.1");

  /**
   * What is known when a connection has gone.
   *
   * @param method the request's method
   * @param replayable whether its body can be had again
   * @param reused whether the connection had carried an exchange before
   * @param mayBeProcessed whether the peer may have begun to process the request
   * @param answered whether a byte of the answer has come
   * @param attempt how often the request was sent, this time included
   */
  record Facts(
      Method method,
      boolean replayable,
      boolean reused,
      boolean mayBeProcessed,
      boolean answered,
      int attempt) {}

  static RetryVerdict decide(Facts facts, int attempts) {
    if (facts.answered()) {
      return no(HttpReason.ANSWER_BEGUN);
    }
    if (!facts.reused()) {
      return no(HttpReason.NEW_CONNECTION);
    }
    if (facts.attempt() >= attempts) {
      return no(HttpReason.TOO_MANY_ATTEMPTS, facts.attempt());
    }
    if (!facts.mayBeProcessed()) {
      return new RetryVerdict(true, Because.of(HttpReason.NOTHING_SENT, CLAUSE));
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
    return new RetryVerdict(
        true, Because.of(HttpReason.STALE_CONNECTION, CLAUSE, facts.method().toString()));
  }

  private static RetryVerdict no(HttpReason reason, Object... arguments) {
    return new RetryVerdict(false, Because.of(reason, arguments));
  }
}

package dev.glasshouse.edge.balance;

import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.EdgeReason;

/**
 * Whether a request that a server failed goes to another one (RFC 9110 9.2.2, RFC 9113 8.7). Pure.
 *
 * @param again whether it does
 * @param because why, or why not
 */
record ResendVerdict(boolean again, Because because) {

  /**
   * What is known.
   *
   * @param method the request's method
   * @param processed what the server may have done with it
   * @param bodyThere whether its content can be had from the start
   * @param attempt how often it was sent, this time included
   * @param others whether there is a server that was not tried
   * @param budget whether there may be more second tries now
   * @param clientGone whether nobody waits for the answer
   */
  record Facts(
      Method method,
      Processed processed,
      boolean bodyThere,
      int attempt,
      boolean others,
      boolean budget,
      boolean clientGone) {}

  static ResendVerdict decide(Facts facts, PoolOptions options) {
    if (facts.clientGone()) {
      return no(EdgeReason.CLIENT_GONE);
    }
    if (!facts.bodyThere()) {
      return no(EdgeReason.BODY_BEGUN);
    }
    if (facts.processed() == Processed.PERHAPS && !facts.method().isIdempotent()) {
      return new ResendVerdict(
          false,
          Because.of(EdgeReason.NOT_IDEMPOTENT, Clause.rfc(9110, "9.2.2"), facts.method().name()));
    }
    if (!facts.others()) {
      return no(EdgeReason.NONE_TO_BE_HAD);
    }
    if (facts.attempt() >= options.attempts()) {
      return no(EdgeReason.ENOUGH_TRIED, facts.attempt());
    }
    if (!facts.budget()) {
      return no(EdgeReason.RETRY_BUDGET_SPENT, options.retryPercent());
    }
    return new ResendVerdict(
        true,
        facts.processed() == Processed.NO
            ? Because.of(EdgeReason.NOTHING_WAS_SENT, Clause.rfc(9110, "9.2.2"))
            : Because.of(
                EdgeReason.HARMLESS_TWICE, Clause.rfc(9110, "9.2.2"), facts.method().name()));
  }

  private static ResendVerdict no(EdgeReason reason, Object... arguments) {
    return new ResendVerdict(false, Because.of(reason, arguments));
  }
}

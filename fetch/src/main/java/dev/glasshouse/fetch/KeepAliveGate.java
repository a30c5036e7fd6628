package dev.glasshouse.fetch;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import java.util.OptionalLong;

/** Lets a fetch that outlives its page through, as long as the page's quota allows. */
final class KeepAliveGate {
  private static final Clause CLAUSE = Clause.of("WHATWG Fetch", "HTTP-network-or-cache fetch");

  private final FetchRequest request;
  private final Trail trail;
  private final long quota;

  KeepAliveGate(FetchRequest request, Trail trail, long quota) {
    this.request = request;
    this.trail = trail;
    this.quota = quota;
  }

  /** Whose quota it is. */
  static String page(FetchRequest request) {
    return request.client().map(client -> client.url().hrefWithoutFragment()).orElse("");
  }

  /**
   * Takes what the request sends from the quota.
   *
   * @return how many bytes are to be given back; 0 for a request that ends with its page
   */
  long enter(KeepAlives all) throws FetchException {
    if (request.terms().keepalive() == Terms.KeepAlive.NO) {
      return 0;
    }
    OptionalLong length = request.body().length();
    if (length.isEmpty()) {
      throw refused(Because.of(PolicyReason.KEEPALIVE_STREAM, CLAUSE));
    }
    long sum = all.take(page(request), length.getAsLong(), quota);
    if (sum > quota) {
      throw refuse();
    }
    if (trail.on()) {
      trail.mark(
          new PolicyStep.KeptAlive(request.url().display(), sum, quota),
          Because.of(PolicyReason.KEEPALIVE, CLAUSE));
    }
    return length.getAsLong();
  }

  /** Tells that the quota is used up. */
  FetchException refuse() {
    if (trail.on()) {
      trail.mark(
          new JourneyStep.LimitReached("rules.keepalive", quota, "bytes", request.url().display()),
          Because.HAPPENED);
    }
    return refused(Because.of(PolicyReason.KEEPALIVE_QUOTA, CLAUSE, quota));
  }

  private FetchException refused(Because because) {
    if (trail.on()) {
      trail.mark(new PolicyStep.RequestBlocked(request.url().display(), "keepalive"), because);
    }
    return Problems.refused(request.url(), because);
  }
}

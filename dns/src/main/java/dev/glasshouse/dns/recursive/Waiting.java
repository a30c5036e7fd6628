package dev.glasshouse.dns.recursive;

import java.util.Optional;

/** A client that waits for its answer. */
final class Waiting {
  private final long client;
  private final Asked asked;
  private final long since;
  private Optional<Alarms.Alarm> patience = Optional.empty();
  private Optional<Alarms.Alarm> end = Optional.empty();
  private boolean over;

  Waiting(long client, Asked asked, long since) {
    this.client = client;
    this.asked = asked;
    this.since = since;
  }

  /** Its number. */
  long client() {
    return client;
  }

  Asked asked() {
    return asked;
  }

  /** Since when, on the monotonic clock. */
  long since() {
    return since;
  }

  /** Where its journey stands. */
  Spot spot() {
    return asked.wants(Asked.Wish.TOLD) ? new Spot(client, 0) : Spot.NOWHERE;
  }

  /** Rings when an old answer is better than waiting on. */
  void patience(Alarms.Alarm alarm) {
    patience = Optional.of(alarm);
  }

  /** Rings when it has waited too long. */
  void end(Alarms.Alarm alarm) {
    end = Optional.of(alarm);
  }

  /** Whether it has its answer, or wants none any more. */
  boolean isOver() {
    return over;
  }

  /** It waits no longer. */
  void over() {
    over = true;
    patience.ifPresent(Alarms.Alarm::cancel);
    end.ifPresent(Alarms.Alarm::cancel);
  }
}

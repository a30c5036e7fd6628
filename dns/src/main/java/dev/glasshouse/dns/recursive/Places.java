package dev.glasshouse.dns.recursive;

import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * The places of the clients that wait. When all are taken, half of them are kept by who has them,
 * and of the others the one that waits longest makes room, once it has had its chance: who asks
 * slow servers much shall not keep out the rest.
 */
final class Places {

  /**
   * Whether a client got a place.
   *
   * @param instead who lost it
   */
  record Verdict(boolean taken, Optional<Waiting> instead) {
    private static final Verdict FREE = new Verdict(true, Optional.empty());
    private static final Verdict FULL = new Verdict(false, Optional.empty());
  }

  private final int most;
  private final long chance;
  private final ByNumber<Waiting> byClient = new ByNumber<>();
  // The longest first.
  private final LinkedHashSet<Waiting> pressed = new LinkedHashSet<>();

  Places(RecursorLimits limits) {
    this.most = limits.clients();
    this.chance = limits.chance().toNanos();
  }

  /** A client wants to wait. */
  Verdict enter(Waiting one, long now) {
    Verdict verdict = Verdict.FREE;
    if (byClient.size() >= most) {
      Optional<Waiting> oldest =
          pressed.stream().findFirst().filter(w -> now - w.since() >= chance);
      if (oldest.isEmpty()) {
        return Verdict.FULL;
      }
      leave(oldest.get());
      verdict = new Verdict(true, oldest);
    }
    byClient.put(one.client(), one);
    if (byClient.size() - pressed.size() > most / 2) {
      pressed.add(one);
    }
    return verdict;
  }

  /** A client waits no longer. */
  void leave(Waiting one) {
    one.over();
    byClient.remove(one.client());
    if (!pressed.isEmpty()) {
      pressed.remove(one);
    }
  }

  /** Who waits under a number. */
  Optional<Waiting> of(long client) {
    return byClient.get(client);
  }
}

package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.DnssecReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Checks responses against trust anchors, and remembers the zones' keys that it found. Used by one
 * thread at a time.
 */
public final class Validator {
  private static final long NANOS = 1_000_000_000L;

  private record Kept(ZoneKeys keys, long until) {}

  private final Policy policy;
  private final Anchors anchors;
  private final long bogusTtl;
  private final Map<Name, Kept> zones;

  /** What went wrong with zones that are being asked anew. */
  private final Map<Name, ZoneKeys> doubted;

  /**
   * A validator that knows nothing but its anchors.
   *
   * @param most how many zones' keys are remembered
   * @param bogusTtl for how many seconds a zone is held untrustworthy (RFC 4035 section 4.7)
   */
  public Validator(Policy policy, Anchors anchors, int most, long bogusTtl) {
    this.policy = policy;
    this.anchors = anchors;
    this.bogusTtl = bogusTtl;
    this.zones = bounded(most);
    this.doubted = bounded(most);
  }

  private static <T> Map<Name, T> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Name, T> eldest) {
        return size() > most;
      }
    };
  }

  /** Begins to check a response. */
  public Validation check(Response response, Budget budget) {
    return new Validation(this, response, budget);
  }

  /** Whether anything at a name can be checked at all. */
  public boolean covers(Name name) {
    return anchors.above(name).isPresent();
  }

  /** Forgets what went wrong with a zone, so that it is asked anew. */
  public void forget(Name zone) {
    Kept kept = zones.remove(zone);
    if (kept != null && kept.keys().verdict().isBogus()) {
      doubted.put(zone, kept.keys());
    }
  }

  /** Forgets everything but the anchors. */
  public void clear() {
    zones.clear();
  }

  Policy policy() {
    return policy;
  }

  Anchors anchors() {
    return anchors;
  }

  long bogusTtl() {
    return bogusTtl;
  }

  Optional<ZoneKeys> known(Name zone, long nanos) {
    Kept kept = zones.get(zone);
    if (kept == null) {
      return Optional.empty();
    }
    if (kept.until() <= nanos) {
      zones.remove(zone);
      return Optional.empty();
    }
    return Optional.of(kept.keys());
  }

  void keep(ZoneKeys found, long nanos) {
    Optional<ZoneKeys> doubt = Optional.ofNullable(doubted.remove(found.zone()));
    DnssecReason reason = found.verdict().reason();
    boolean unreachable =
        reason == DnssecReason.KEYS_UNREACHABLE || reason == DnssecReason.DS_UNREACHABLE;
    // Where asking elsewhere came to nothing, the first fault is what there is to tell.
    ZoneKeys keys = unreachable ? doubt.orElse(found) : found;
    zones.put(keys.zone(), new Kept(keys, nanos + keys.ttl() * NANOS));
  }
}

package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.zone.ZoneDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/**
 * Which copies of zones are believed: their digests have to be right, and what says so has to be
 * signed where the zone is signed (RFC 8976 section 4). Pure: it says what to ask, and is told what
 * came.
 */
final class ZoneTrust {
  /** How long after it could not be found out whether a zone is authentic that is tried again. */
  private static final long RETRY = Duration.ofMinutes(1).toNanos();

  private enum State {
    UNASKED,
    ASKED,
    GOOD,
    BAD,
    UNSURE
  }

  private static final class Kept {
    final OwnZone zone;
    State state = State.UNASKED;
    long since;

    Kept(OwnZone zone) {
      this.zone = zone;
    }
  }

  private final Map<Name, Kept> zones = new HashMap<>();

  ZoneTrust(List<OwnZone> all) {
    for (OwnZone zone : all) {
      if (zone.digest().isPresent()) {
        zones.put(zone.name(), new Kept(zone));
      }
    }
  }

  /** The zones whose digests are to be looked at now. */
  List<OwnZone> due(long now) {
    if (zones.isEmpty()) {
      return List.of();
    }
    return zones.values().stream()
        .filter(kept ->
            kept.state == State.UNASKED || kept.state == State.UNSURE && now - kept.since >= RETRY)
        .map(kept -> kept.zone)
        .toList();
  }

  /**
   * Takes up what came of a zone's digest when it was read.
   *
   * @return what to ask about it then; empty when it is decided
   */
  Optional<Asked> begin(OwnZone zone) {
    Kept kept = kept(zone);
    if (!zone.isRight()) {
      kept.state = State.BAD;
      return Optional.empty();
    }
    if (!zone.has(OwnZone.Manner.UPSTREAM)) {
      // The machine behind does not see this copy, so it cannot tell whether it is authentic.
      kept.state = State.GOOD;
      return Optional.empty();
    }
    kept.state = State.ASKED;
    return Optional.of(
        new Asked(
            Question.of(zone.name(), ZoneDigest.ZONEMD),
            Set.of(Asked.Wish.RECURSION, Asked.Wish.SIGNATURES, Asked.Wish.EDNS)));
  }

  /** What came of the question about a zone. */
  void answered(OwnZone zone, Optional<Reply> reply, long now) {
    Kept kept = kept(zone);
    boolean held = reply.isPresent() && reply.get().rcode() != Rcode.SERVFAIL;
    kept.state = held || zone.has(OwnZone.Manner.DIGEST_PERMISSIVE) ? State.GOOD : State.UNSURE;
    kept.since = now;
  }

  private Kept kept(OwnZone zone) {
    return Optional.ofNullable(zones.get(zone.name())).orElseThrow();
  }

  /** Whether a zone is believed; while it is asked about, too: that question needs it. */
  boolean believed(OwnZone zone) {
    Kept kept = zones.get(zone.name());
    return kept == null || kept.state == State.GOOD || kept.state == State.ASKED;
  }

  /** Whether a name is at or below a zone that is being asked about. */
  boolean undecided(Name name) {
    return !zones.isEmpty()
        && zones.values().stream()
            .anyMatch(kept -> kept.state == State.ASKED && name.subdomain(kept.zone.name()));
  }
}

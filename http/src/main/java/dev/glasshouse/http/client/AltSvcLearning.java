package dev.glasshouse.http.client;

import dev.glasshouse.http.Texts;
import dev.glasshouse.http.alt.AltSvc;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.alt.Alternative;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.time.InstantSource;
import java.util.List;

/** What a server says of alternatives is remembered, where it may say it (RFC 7838 2.1, 3). */
final class AltSvcLearning {
  private static final Clause CLAUSE = Clause.rfc(7838, "3");

  private final AltSvcMemory memory;
  private final InstantSource clock;

  AltSvcLearning(AltSvcMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * Learns.
   *
   * @param peer whom the connection talks to on which it came
   * @param value what was said
   * @param from the field, or the frame, that said it
   */
  void learn(PoolKey key, Peer peer, String value, String from, Trail trail) {
    String origin = key.origin();
    if (!key.secure() || peer.tls().get().isEmpty()) {
      ignored(
          origin,
          value,
          Because.of(VersionReason.NOT_AUTHENTICATED, Clause.rfc(7838, "2.1")),
          trail);
      return;
    }
    if (!peer.isAuthenticated()) {
      ignored(
          origin,
          value,
          Because.of(VersionReason.CERTIFICATE_IGNORED, Clause.rfc(7838, "2.1")),
          trail);
      return;
    }
    switch (AltSvc.parse(value)) {
      case AltSvc.Clear() -> {
        memory.clear(origin);
        if (trail.on()) {
          trail.mark(
              new VersionStep.AltSvcCleared(origin), Because.of(VersionReason.SAID_CLEAR, CLAUSE));
        }
      }
      case AltSvc.Malformed(String problem) ->
          ignored(
              origin,
              value,
              Because.of(VersionReason.MALFORMED, CLAUSE, Texts.shown(problem)),
              trail);
      case AltSvc.Offered offered -> offered(key, value, offered, from, trail);
    }
  }

  private void offered(
      PoolKey key, String value, AltSvc.Offered offered, String from, Trail trail) {
    List<AltSvc.Offer> offers = offered.offers();
    List<Alternative> before = known(key);
    memory.learn(key.origin(), key.host(), offered, clock.instant());
    if (offers.stream().noneMatch(o -> o.alternative().protocol().equals("h3"))) {
      ignored(key.origin(), value, Because.of(VersionReason.NONE_USABLE, CLAUSE), trail);
      return;
    }
    // A server says it with each of its answers: what was known before is no news.
    if (trail.on() && !known(key).equals(before)) {
      AltSvc.Offer first =
          offers.stream()
              .filter(o -> o.alternative().protocol().equals("h3"))
              .findFirst()
              .orElseThrow();
      Because why = Because.of(VersionReason.SAID_SO, CLAUSE);
      for (String left : offered.leftOut()) {
        why = why.butNot(Texts.shown(left), VersionReason.MALFORMED, Texts.shown(left));
      }
      trail.mark(
          new VersionStep.AltSvcLearned(
              key.origin(),
              offers.stream().map(o -> o.alternative().at(key.host()).toString()).toList(),
              from,
              first.maxAge(),
              first.persist()),
          why);
    }
  }

  private List<Alternative> known(PoolKey key) {
    return memory.of(key.origin(), clock.instant()).stream().map(its -> its.alternative()).toList();
  }

  private static void ignored(String origin, String value, Because why, Trail trail) {
    if (trail.on()) {
      trail.mark(new VersionStep.AltSvcIgnored(origin, Texts.shown(value)), why);
    }
  }
}

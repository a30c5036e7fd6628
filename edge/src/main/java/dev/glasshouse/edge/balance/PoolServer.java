package dev.glasshouse.edge.balance;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.time.Duration;
import java.util.Optional;

/** A server of a pool: who it is, its health, and its counts. Guarded by the pool's lock. */
final class PoolServer {
  private final String name;
  private final Origin origin;
  private final ServerHealth health;
  private ServerSpec spec;
  private int underWay;
  private long requests;
  private long failures;
  private long bytes;
  private long waitedNanos;

  PoolServer(ServerSpec spec, Origin origin, ServerHealth health) {
    this.name = spec.name();
    this.spec = spec;
    this.origin = origin;
    this.health = health;
  }

  String name() {
    return name;
  }

  ServerSpec spec() {
    return spec;
  }

  /** Its weight or role changed. */
  void spec(ServerSpec other) {
    spec = other;
  }

  Origin origin() {
    return origin;
  }

  ServerHealth health() {
    return health;
  }

  Standing standing(long now, int most) {
    Optional<Because> refusal = health.refusal(now);
    if (refusal.isEmpty() && underWay >= most) {
      refusal = Optional.of(Because.of(EdgeReason.IS_FULL, underWay));
    }
    return new Standing(
        name,
        spec.weight(),
        health.share(now),
        underWay,
        refusal,
        spec.role() == ServerSpec.Role.BACKUP);
  }

  void asked() {
    underWay++;
    requests++;
    health.asked();
  }

  /** The head of its answer came. */
  void headCame(long waited) {
    waitedNanos += waited;
  }

  /** The exchange is over. */
  void over(long content) {
    underWay--;
    bytes += content;
  }

  void failed() {
    failures++;
  }

  ServerReport report(long now) {
    return new ServerReport(
        name,
        health.state(now).word(),
        spec.weight(),
        underWay,
        requests,
        failures,
        bytes,
        Duration.ofNanos(waitedNanos));
  }
}

package dev.glasshouse.http.client;

import dev.glasshouse.net.quic.QuicOptions;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a client chooses its connections.
 *
 * @param demand the version that is asked for, and no other
 * @param quic how QUIC is spoken; empty when it is not
 * @param clock what time it is
 */
public record ClientOptions(
    Optional<VersionDemand> demand, Optional<QuicOptions> quic, InstantSource clock) {

  /** The best version that the server speaks. */
  public static final ClientOptions DEFAULT =
      new ClientOptions(Optional.empty(), Optional.of(QuicOptions.DEFAULT), InstantSource.system());

  /** The same with one version alone. */
  public ClientOptions with(VersionDemand version) {
    return new ClientOptions(Optional.of(version), quic, clock);
  }

  /** The same with another way of speaking QUIC; empty to speak it not at all. */
  public ClientOptions with(Optional<QuicOptions> other) {
    return new ClientOptions(demand, other, clock);
  }

  /** The same on another clock. */
  public ClientOptions with(InstantSource time) {
    return new ClientOptions(demand, quic, time);
  }
}

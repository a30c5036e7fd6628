package dev.glasshouse.http.client;

import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.net.quic.QuicOptions;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a client chooses its connections.
 *
 * @param demand the version that is asked for, and no other
 * @param alternatives what origins have said of their alternatives
 * @param quic how QUIC is spoken; empty when it is not
 * @param clock what time it is
 */
public record ClientOptions(
    Optional<VersionDemand> demand,
    AltSvcMemory alternatives,
    Optional<QuicOptions> quic,
    InstantSource clock) {

  /** The best version that the server speaks, and a memory of one's own. */
  public static ClientOptions usual() {
    return new ClientOptions(
        Optional.empty(),
        new AltSvcMemory(),
        Optional.of(QuicOptions.DEFAULT),
        InstantSource.system());
  }

  /** The same with one version alone. */
  public ClientOptions with(VersionDemand version) {
    return new ClientOptions(Optional.of(version), alternatives, quic, clock);
  }

  /** The same with a memory of alternatives. */
  public ClientOptions with(AltSvcMemory memory) {
    return new ClientOptions(demand, memory, quic, clock);
  }

  /** The same without QUIC. */
  public ClientOptions withoutQuic() {
    return new ClientOptions(demand, alternatives, Optional.empty(), clock);
  }

  /** The same on another clock. */
  public ClientOptions with(InstantSource time) {
    return new ClientOptions(demand, alternatives, quic, time);
  }
}

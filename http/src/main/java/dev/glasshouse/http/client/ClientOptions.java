package dev.glasshouse.http.client;

import dev.glasshouse.net.proxy.ProxyRules;
import dev.glasshouse.net.quic.QuicOptions;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a client chooses its connections.
 *
 * @param demand the version that is asked for, and no other
 * @param quic how QUIC is spoken; empty when it is not
 * @param proxies which proxy is used for what
 * @param pushes pushed responses that a connection keeps for whoever asks (RFC 9113 8.4); 0 for as
 *     many as the client's limits say, which is none where they are the usual ones
 * @param clock what time it is
 */
public record ClientOptions(
    Optional<VersionDemand> demand,
    Optional<QuicOptions> quic,
    ProxyRules proxies,
    int pushes,
    InstantSource clock) {

  /** The best version that the server speaks, and no proxy. */
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Optional.empty(),
          Optional.of(QuicOptions.DEFAULT),
          ProxyRules.NONE,
          0,
          InstantSource.system());

  /** The same with one version alone. */
  public ClientOptions with(VersionDemand version) {
    return new ClientOptions(Optional.of(version), quic, proxies, pushes, clock);
  }

  /** The same with another way of speaking QUIC; empty to speak it not at all. */
  public ClientOptions with(Optional<QuicOptions> other) {
    return new ClientOptions(demand, other, proxies, pushes, clock);
  }

  /** The same on another clock. */
  public ClientOptions with(InstantSource time) {
    return new ClientOptions(demand, quic, proxies, pushes, time);
  }

  /** The same with rules for proxies. */
  public ClientOptions with(ProxyRules rules) {
    return new ClientOptions(demand, quic, rules, pushes, clock);
  }

  /** The same with so many pushed responses kept. */
  public ClientOptions pushing(int most) {
    return new ClientOptions(demand, quic, proxies, most, clock);
  }
}

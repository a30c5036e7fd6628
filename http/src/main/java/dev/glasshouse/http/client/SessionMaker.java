package dev.glasshouse.http.client;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.proxy.ProxyAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes sessions: finds out what is known of the origin, decides how to connect, looks whether a
 * standing connection will do, and dials.
 */
final class SessionMaker implements Connector {
  /** What is done with a session that nobody waits for any more. */
  interface Spare {
    /** It stands for this key. */
    void stands(PoolKey key, Made made);
  }

  /**
   * How long HTTPS records are waited for once an address is there: 50 ms, as Chromium has it. A
   * resolver that drops such questions must not make every page slow.
   */
  static final Duration SERVICE_WAIT = Duration.ofMillis(50);

  private final Dialer dialer;
  private final Limits limits;
  private final ClientOptions options;
  private final AltSvcMemory alternatives;
  private final ProxyAccess access;
  private final ProxyStreams streams;
  private final Optional<QuicWay> quic;
  private final Spare spare;

  SessionMaker(
      Dialer dialer,
      Limits limits,
      ClientOptions options,
      AltSvcMemory alternatives,
      ProxyAccess access,
      ProxyStreams streams,
      Optional<QuicWay> quic,
      Spare spare) {
    this.dialer = dialer;
    this.limits = limits;
    this.options = options;
    this.alternatives = alternatives;
    this.access = access;
    this.streams = streams;
    this.quic = quic;
    this.spare = spare;
  }

  @Override
  public Expectation expects(PoolKey key) {
    if (options.demand().isPresent()) {
      return switch (options.demand().get()) {
        case HTTP_1_0, HTTP_1_1 -> Expectation.ONE;
        case HTTP_2, HTTP_3, SPDY_3_1 -> Expectation.MANY;
      };
    }
    return key.secure() ? Expectation.UNKNOWN : Expectation.ONE;
  }

  @Override
  public Outcome connect(PoolKey key, Joining joining, Trail trail) throws IOException {
    return new Making(this, key, joining, trail).run();
  }

  @Override
  public void resolve(PoolKey key, Trail trail) throws NameException {
    new Making(this, key, _ -> Optional.empty(), trail).resolve();
  }

  @Override
  public Optional<Beside> beside(PoolKey key, HttpVersion stands, Trail trail) {
    if (options.demand().isPresent()
        || alternatives.of(key.origin(), options.clock().instant()).isEmpty()) {
      return Optional.empty();
    }
    return new Making(this, key, _ -> Optional.empty(), trail).beside(stands);
  }

  Dialer dialer() {
    return dialer;
  }

  Limits limits() {
    return limits;
  }

  ClientOptions options() {
    return options;
  }

  AltSvcMemory alternatives() {
    return alternatives;
  }

  ProxyAccess access() {
    return access;
  }

  /** The ways through proxies that speak HTTP/2. */
  ProxyStreams streams() {
    return streams;
  }

  Optional<QuicWay> quic() {
    return quic;
  }

  Spare spare() {
    return spare;
  }
}

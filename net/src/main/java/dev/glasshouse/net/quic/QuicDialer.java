package dev.glasshouse.net.quic;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsClient;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes QUIC connections: the name becomes addresses, the addresses race with whole handshakes, the
 * winner is handed over. Certificates are looked at by the same judge as for TLS over TCP.
 *
 * <p>Sessions are kept in memory by name and port, and resumed; where the server allows it, the
 * connection is then handed over before its handshake, for early data. Nothing native is loaded
 * before the first dial.
 */
public final class QuicDialer implements AutoCloseable {
  /** How long a session may be resumed: a day, as with TLS over TCP; servers say less. */
  private static final Duration SESSIONS = Duration.ofDays(1);

  private final Network network;
  private final Names names;
  private final TlsClient tls;
  private final QuicOptions options;
  private final Limits limits;
  private final Map<List<String>, QuicSslContext> contexts = new ConcurrentHashMap<>();
  private final LastAddresses last;

  /** A dialer with the default limits. */
  public QuicDialer(Network network, Names names, TlsClient tls, QuicOptions options) {
    this(network, names, tls, options, Limits.DEFAULT);
  }

  /**
   * A dialer.
   *
   * @param tls says how certificates are looked at
   */
  public QuicDialer(
      Network network, Names names, TlsClient tls, QuicOptions options, Limits limits) {
    this.network = network;
    this.names = names;
    this.tls = tls;
    this.options = options;
    this.limits = limits;
    this.last = new LastAddresses(limits.sessions());
  }

  /** How it speaks QUIC. */
  public QuicOptions options() {
    return options;
  }

  /**
   * Makes a connection. Blocks, and is meant for virtual threads; never call it on an event loop.
   *
   * @param target whom to dial; QUIC is never without TLS, so its security must be {@link
   *     Target.Tls}
   * @throws DialException when none can be made until the deadline
   * @throws IllegalArgumentException when the target says no TLS
   */
  public QuicConnection dial(Target target, Deadline deadline, Trail trail) throws DialException {
    return dial(target, names, deadline, trail);
  }

  /**
   * Makes a connection, with somebody else to ask for the addresses.
   *
   * @throws DialException when none can be made until the deadline
   * @throws IllegalArgumentException when the target says no TLS
   */
  public QuicConnection dial(Target target, Names its, Deadline deadline, Trail trail)
      throws DialException {
    if (!(target.security() instanceof Target.Tls secure)) {
      throw new IllegalArgumentException("QUIC without TLS: " + target);
    }
    return new QuicDial(this, its, target, secure, deadline, trail).run();
  }

  Network network() {
    return network;
  }

  TlsClient tls() {
    return tls;
  }

  Limits limits() {
    return limits;
  }

  /** Where servers were last spoken with. */
  LastAddresses last() {
    return last;
  }

  /** BoringSSL's context for these protocols; it keeps the sessions. */
  QuicSslContext context(List<String> alpn) {
    return contexts.computeIfAbsent(
        alpn,
        _ ->
            QuicSslContextBuilder.forClient()
                .trustManager(tls.judge())
                // The judge looks at the name itself, to be able to say what is wrong with it.
                .endpointIdentificationAlgorithm("")
                .applicationProtocols(alpn.toArray(String[]::new))
                .earlyData(options.earlyData() == QuicOptions.EarlyData.ON)
                .sessionCacheSize(limits.sessions())
                .sessionTimeout(SESSIONS.toSeconds())
                .build());
  }

  /** Frees BoringSSL's memory; connections that stand keep what they need. */
  @Override
  public void close() {
    List<QuicSslContext> all = List.copyOf(contexts.values());
    contexts.clear();
    all.forEach(ReferenceCountUtil::release);
  }
}

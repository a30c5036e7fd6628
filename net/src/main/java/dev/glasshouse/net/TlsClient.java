package dev.glasshouse.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The client's side of TLS 1.2 and 1.3 (RFC 5246, RFC 8446), by BoringSSL.
 *
 * <p>Sessions are kept by host and port, and resumed: with tickets in either version, with session
 * ids besides in TLS 1.2. One client never resumes what another began, so a session whose
 * certificate was ignored never serves a client that checks.
 *
 * <p>Nothing is loaded before the first handshake. Certificates are checked on virtual threads, not
 * on the event loop.
 */
public final class TlsClient implements AutoCloseable {
  private static final Pattern ONE_LABEL =
      Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?", Pattern.CASE_INSENSITIVE);

  private final TlsOptions options;
  private final Limits limits;
  private final Map<List<String>, SslContext> contexts = new ConcurrentHashMap<>();
  private final CertificateJudge judge;
  private volatile boolean closed;

  /** A client on the system's clock. */
  public TlsClient(TlsOptions options) {
    this(options, Limits.DEFAULT, InstantSource.system());
  }

  /** A client. */
  public TlsClient(TlsOptions options, Limits limits, InstantSource clock) {
    this.options = options;
    this.limits = limits;
    this.judge = new CertificateJudge(options, limits, clock);
  }

  /** How it looks at certificates. */
  public TlsOptions options() {
    return options;
  }

  /** Who looks at the certificates: for QUIC, whose handshakes are TLS's too (RFC 9001). */
  public CertificateJudge judge() {
    return judge;
  }

  /**
   * Gets ready for a first handshake, on two threads of its own: BoringSSL and the trusted
   * authorities are loaded while the way to the server is still being made.
   */
  void prepare(List<String> alpn) {
    if (!contexts.containsKey(alpn)) {
      Thread.ofVirtual().name("glass-tls").start(() -> load(alpn));
      Thread.ofVirtual().name("glass-trust").start(this::loadTrust);
    }
  }

  private void load(List<String> alpn) {
    try {
      SslContext _ = context(alpn);
    } catch (SSLException | RuntimeException | LinkageError _) {
      // The handshake meets the same, and tells it.
    }
  }

  private void loadTrust() {
    // Netty wants to know of Java's own TLS, too, what it can, and that takes as long as the rest.
    boolean _ = SslProvider.isTlsv13Supported(SslProvider.JDK);
    judge.prepare();
  }

  /** The handler that shakes hands with one server. */
  SslHandler handler(Target.Tls tls, int port, ByteBufAllocator allocator) throws SSLException {
    SslContext context = contexts.get(tls.alpn());
    if (context == null) {
      context = context(tls.alpn());
    }
    SslHandler handler =
        context.newHandler(
            allocator, tls.serverName(), port, task -> Thread.ofVirtual().start(task));
    handler.setHandshakeTimeoutMillis(0);
    if (ONE_LABEL.matcher(tls.serverName()).matches()) {
      // By itself the engine sends no name without a dot: "localhost" is one that servers ask for.
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(tls.serverName())));
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** What a handshake that went well agreed on. On the channel's event loop only. */
  TlsFacts facts(Target.Tls tls, SslHandler handler) {
    SSLEngine engine = handler.engine();
    SSLSession session = engine.getSession();
    boolean resumed =
        engine instanceof ReferenceCountedOpenSslEngine boring
            && SSL.isSessionReused(boring.sslPointer());
    return new TlsFacts(
        session.getProtocol(),
        session.getCipherSuite(),
        Optional.ofNullable(handler.applicationProtocol()),
        CertificateNames.literal(tls.serverName()).isPresent()
            ? Optional.empty()
            : Optional.of(tls.serverName()),
        resumed,
        chain(session),
        judge.ignored(engine, resumed));
  }

  /** A handshake has failed: forgets what was noted for it. */
  void forget(SslHandler handler) {
    judge.forget(handler.engine());
  }

  /** The certificates of a session, the peer's own first. */
  public static List<CertificateFacts> chain(SSLSession session) {
    var chain = new ArrayList<CertificateFacts>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(CertificateFacts.of(x509));
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
    return chain;
  }

  private synchronized SslContext context(List<String> alpn) throws SSLException {
    SslContext known = contexts.get(alpn);
    if (known != null) {
      return known;
    }
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3", "TLSv1.2")
            .trustManager(judge)
            // The judge looks at the name itself, to be able to say what is wrong with it.
            .endpointIdentificationAlgorithm(null)
            .sessionCacheSize(limits.sessions())
            .sessionTimeout(Duration.ofDays(1).toSeconds());
    if (!alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              alpn));
    }
    SslContext made = builder.build();
    made.sessionContext().setSessionCacheSize(limits.sessions());
    if (made.sessionContext() instanceof OpenSslSessionContext sessions) {
      // A client needs no key; but this is what allows tickets in TLS 1.2.
      sessions.setTicketKeys(TlsTickets.key());
    }
    contexts.put(alpn, made);
    if (closed) {
      free(alpn);
      throw new SSLException("the client of TLS is closed");
    }
    return made;
  }

  /** Frees BoringSSL's memory; connections that stand keep what they need. */
  @Override
  public void close() {
    closed = true;
    List.copyOf(contexts.keySet()).forEach(this::free);
  }

  private void free(List<String> alpn) {
    SslContext its = contexts.remove(alpn);
    if (its != null) {
      ReferenceCountUtil.release(its);
    }
  }
}

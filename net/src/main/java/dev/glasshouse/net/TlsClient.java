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
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

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
  private final TlsOptions options;
  private final Limits limits;
  private final InstantSource clock;
  private final Map<List<String>, SslContext> contexts = new ConcurrentHashMap<>();
  private final Map<SSLEngine, CertificateProblem> ignored = new ConcurrentHashMap<>();

  /** What was ignored, by server: a resumed session shows no certificate again. */
  private final Map<String, CertificateProblem> ignoredBefore = new ConcurrentHashMap<>();

  private volatile Optional<CertificateCheck> check = Optional.empty();

  /** A client on the system's clock. */
  public TlsClient(TlsOptions options) {
    this(options, Limits.DEFAULT, InstantSource.system());
  }

  /** A client. */
  public TlsClient(TlsOptions options, Limits limits, InstantSource clock) {
    this.options = options;
    this.limits = limits;
    this.clock = clock;
  }

  /** How it looks at certificates. */
  public TlsOptions options() {
    return options;
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
        ignored(engine, resumed));
  }

  private Optional<CertificateProblem> ignored(SSLEngine engine, boolean resumed) {
    String server = engine.getPeerHost() + ":" + engine.getPeerPort();
    CertificateProblem now = ignored.remove(engine);
    if (now != null) {
      ignoredBefore.put(server, now);
    } else if (!resumed) {
      ignoredBefore.remove(server);
    }
    return Optional.ofNullable(ignoredBefore.get(server));
  }

  /** A handshake has failed: forgets what was noted for it. */
  void forget(SslHandler handler) {
    ignored.remove(handler.engine());
  }

  private static List<CertificateFacts> chain(SSLSession session) {
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
            .trustManager(new Judge())
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
    return made;
  }

  private CertificateCheck check() throws IOException {
    Optional<CertificateCheck> loaded = check;
    if (loaded.isPresent()) {
      return loaded.get();
    }
    synchronized (ignored) {
      if (check.isEmpty()) {
        TrustStore trusted = TrustStore.system();
        for (Path file : options.authorities()) {
          trusted = trusted.with(file);
        }
        check = Optional.of(new CertificateCheck(trusted, limits));
      }
      return check.orElseThrow();
    }
  }

  /** Frees BoringSSL's memory; connections that stand keep what they need. */
  @Override
  public void close() {
    List<SslContext> all = List.copyOf(contexts.values());
    contexts.clear();
    all.forEach(io.netty.util.ReferenceCountUtil::release);
  }

  /** A certificate was refused. */
  static final class CertificateRefused extends CertificateException {
    private static final long serialVersionUID = 1L;
    private final transient CertificateProblem problem;

    CertificateRefused(CertificateProblem problem) {
      super(problem.text());
      this.problem = problem;
    }

    CertificateProblem problem() {
      return problem;
    }
  }

  /** Asked by BoringSSL whether a chain is good. */
  private final class Judge extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      List<CertificateProblem> problems;
      try {
        problems =
            check().problems(List.of(chain), String.valueOf(engine.getPeerHost()), clock.instant());
      } catch (IOException e) {
        throw new CertificateException("no authority can be read: " + e.getMessage(), e);
      }
      if (problems.isEmpty()) {
        return;
      }
      CertificateProblem first = problems.getFirst();
      String text =
          problems.stream().map(CertificateProblem::text).collect(Collectors.joining("; and "));
      var problem = new CertificateProblem(first.kind(), text, first.certificate());
      if (options.verification() == TlsOptions.Verification.STRICT) {
        throw new CertificateRefused(problem);
      }
      ignored.put(engine, problem);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("only engines are served");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("only engines are served");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package dev.glasshouse.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asked by BoringSSL whether a server's chain of certificates is good, for TLS over TCP and in QUIC
 * alike; remembers what it said of each handshake, for the journey.
 */
public final class CertificateJudge extends X509ExtendedTrustManager {
  private final TlsOptions options;
  private final Limits limits;
  private final InstantSource clock;
  private final Map<SSLEngine, CertificateProblem> ignored =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Map<SSLEngine, CertificateProblem> refused =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Set<SSLEngine> asked =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  /** What was ignored, by server: a resumed session shows no certificate again. */
  private final Map<String, CertificateProblem> ignoredBefore = new ConcurrentHashMap<>();

  private volatile Optional<CertificateCheck> check = Optional.empty();

  /** A judge; the trusted authorities are read when a handshake is near. */
  CertificateJudge(TlsOptions options, Limits limits, InstantSource clock) {
    this.options = options;
    this.limits = limits;
    this.clock = clock;
  }

  /** How it looks at certificates. */
  public TlsOptions options() {
    return options;
  }

  /**
   * What was wrong with the certificate of a handshake that went well, and was ignored because that
   * was asked for. To be asked once.
   *
   * @param resumed whether the session is an earlier one, whose certificate was seen then
   */
  public Optional<CertificateProblem> ignored(SSLEngine engine, boolean resumed) {
    String server = host(engine) + ":" + port(engine);
    CertificateProblem now = ignored.remove(engine);
    if (now != null) {
      ignoredBefore.put(server, now);
    } else if (!resumed) {
      ignoredBefore.remove(server);
    }
    return Optional.ofNullable(ignoredBefore.get(server));
  }

  /** QUIC's engines know the name through their session alone. */
  private static String host(SSLEngine engine) {
    String host = engine.getPeerHost();
    return String.valueOf(host == null ? engine.getSession().getPeerHost() : host);
  }

  private static int port(SSLEngine engine) {
    return engine.getPeerHost() == null ? engine.getSession().getPeerPort() : engine.getPeerPort();
  }

  /** Why a handshake's certificate was refused; empty when it was not. To be asked once. */
  public Optional<CertificateProblem> refused(SSLEngine engine) {
    return Optional.ofNullable(refused.remove(engine));
  }

  /** Whether a handshake has shown it a certificate: one that resumes a session does not. */
  public boolean wasAsked(SSLEngine engine) {
    return asked.contains(engine);
  }

  /** A handshake has failed: forgets what was noted for it. */
  void forget(SSLEngine engine) {
    ignored.remove(engine);
    refused.remove(engine);
  }

  /** Reads the trusted authorities, if that was not done yet. Blocks. */
  void prepare() {
    try {
      CertificateCheck _ = check();
    } catch (IOException | RuntimeException _) {
      // The first certificate meets the same, and its handshake tells it.
    }
  }

  private CertificateCheck check(String host) throws IOException {
    return options.named().holdsFor(host)
        ? new CertificateCheck(options.named().trusted(), limits)
        : check();
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

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    asked.add(engine);
    List<CertificateProblem> problems;
    try {
      String host = host(engine);
      problems = check(host).problems(List.of(chain), host, clock.instant());
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
      refused.put(engine, problem);
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
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
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
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
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
}

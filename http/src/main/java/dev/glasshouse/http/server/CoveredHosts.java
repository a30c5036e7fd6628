package dev.glasshouse.http.server;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.CertificateNames;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.TlsServer;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stands before the handler of one connection of TLS, and sends requests elsewhere that do not
 * belong on it: those for a host that the certificate which was shown is not for, where a new
 * connection would be shown another one (421, RFC 9110 15.5.20). Clients that let several hosts
 * share a connection (RFC 9113 9.1.1, RFC 9114 3.3) come that way; where a new connection would
 * make no difference, as for one certificate for all, nobody is sent away.
 */
final class CoveredHosts implements Handler {
  private final Handler inner;
  private final TlsServer tls;
  private final Supplier<Optional<X509Certificate>> shown;
  private volatile String good = "";

  /**
   * A handler.
   *
   * @param inner what answers
   * @param tls which certificate is shown to whom
   * @param shown the one that this connection was shown, if that is known
   */
  CoveredHosts(Handler inner, TlsServer tls, Supplier<Optional<X509Certificate>> shown) {
    this.inner = inner;
    this.tls = tls;
    this.shown = shown;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    return isCovered(request) ? inner.handle(request, aside) : elsewhere(request, aside.trail());
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    return isCovered(request)
        ? inner.atOnce(request, trail)
        : Optional.of(elsewhere(request, trail));
  }

  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    return isCovered(request) && inner.begin(request, aside, loop, then);
  }

  private boolean isCovered(Request request) {
    String host = host(request.authority());
    if (host.equals(good)) {
      return true;
    }
    Optional<X509Certificate> certificate = shown.get();
    boolean covered =
        host.isEmpty()
            || certificate.isEmpty()
            || CertificateNames.match(names(certificate.get()), host)
            || tls.shown(host).map(CoveredHosts::leaf).equals(certificate);
    if (covered) {
      good = host;
    }
    return covered;
  }

  private static X509Certificate leaf(ServerCertificate certificate) {
    return certificate.chain().getFirst();
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(all -> all.stream())
          .map(name -> name.get(1))
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static Response elsewhere(Request request, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new ServerStep.SiteChosen(host(request.authority()), ""),
          Because.of(ServerReason.CERTIFICATE_OF_ANOTHER, Clause.rfc(9110, "15.5.20")));
    }
    return Response.text(
        Status.MISDIRECTED_REQUEST,
        "421 Misdirected Request: the certificate of this connection is not for this host.\n");
  }
}

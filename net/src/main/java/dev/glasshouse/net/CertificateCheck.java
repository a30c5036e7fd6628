package dev.glasshouse.net;

import dev.glasshouse.net.CertificateProblem.Kind;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a server's chain of certificates is good for a name, and if not, why not.
 *
 * <p>Checked: the dates, the way up to an authority that we trust (RFC 5280 section 6, by the JDK's
 * PKIX), the purpose, the size of keys, the algorithms of signatures, the name (RFC 9525). Not
 * checked: whether a certificate was revoked (no CRL, no OCSP), and Certificate Transparency.
 * Missing intermediates are not fetched.
 */
final class CertificateCheck {
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /** CA/Browser Forum baseline requirements 6.1.5: no RSA key is smaller. */
  private static final int RSA_BITS = 2048;

  /** The same: no elliptic curve is smaller than P-256. */
  private static final int EC_BITS = 256;

  private final TrustStore trusted;
  private final Limits limits;

  CertificateCheck(TrustStore trusted, Limits limits) {
    this.trusted = trusted;
    this.limits = limits;
  }

  /**
   * All that is wrong, the gravest first; empty when the chain is good.
   *
   * @param chain the certificates as the server sent them, its own first
   * @param name the name, or the address as text, that the server should have
   */
  List<CertificateProblem> problems(List<X509Certificate> chain, String name, Instant now) {
    if (chain.isEmpty()) {
      return List.of(
          new CertificateProblem(
              Kind.BAD_CHAIN, "the server sent no certificate", Optional.empty()));
    }
    X509Certificate leaf = chain.getFirst();
    var problems = new ArrayList<CertificateProblem>();
    if (chain.size() > limits.certificates()) {
      problems.add(
          problem(Kind.BAD_CHAIN, leaf, "the chain has " + chain.size() + " certificates"));
      return problems;
    }
    dates(leaf, now).ifPresent(problems::add);
    strength(chain).ifPresent(problems::add);
    purpose(leaf).ifPresent(problems::add);
    way(chain, now, problems.isEmpty()).ifPresent(problems::add);
    name(leaf, name).ifPresent(problems::add);
    return problems;
  }

  private static CertificateProblem problem(Kind kind, X509Certificate about, String text) {
    return new CertificateProblem(kind, text, Optional.of(CertificateFacts.of(about)));
  }

  private static Optional<CertificateProblem> dates(X509Certificate certificate, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    Instant begin = certificate.getNotBefore().toInstant();
    if (now.isAfter(end)) {
      return Optional.of(
          problem(
              Kind.EXPIRED, certificate, "it expired on " + end + ", and now is " + second(now)));
    }
    if (now.isBefore(begin)) {
      return Optional.of(
          problem(
              Kind.NOT_YET_VALID,
              certificate,
              "it is not valid before " + begin + ", and now is " + second(now)));
    }
    return Optional.empty();
  }

  private static Instant second(Instant now) {
    return now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  }

  private Optional<CertificateProblem> strength(List<X509Certificate> chain) {
    for (X509Certificate certificate : chain) {
      if (isTrusted(certificate)) {
        // An authority is trusted for what it is, not for its own signature.
        continue;
      }
      PublicKey key = certificate.getPublicKey();
      boolean weak =
          switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() < RSA_BITS;
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() < EC_BITS;
            default -> false;
          };
      if (weak) {
        CertificateFacts facts = CertificateFacts.of(certificate);
        return Optional.of(
            problem(
                Kind.WEAK_KEY,
                certificate,
                "the key of " + facts.subject() + " is only " + facts.key()));
      }
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      if (algorithm.startsWith("MD") || algorithm.startsWith("SHA1")) {
        return Optional.of(
            problem(
                Kind.WEAK_SIGNATURE,
                certificate,
                "the signature on "
                    + certificate.getSubjectX500Principal().getName()
                    + " uses "
                    + certificate.getSigAlgName()
                    + ", which is broken"));
      }
    }
    return Optional.empty();
  }

  /** RFC 5280 section 4.2.1.12. */
  private static Optional<CertificateProblem> purpose(X509Certificate leaf) {
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      if (purposes == null
          || purposes.contains(SERVER_AUTHENTICATION)
          || purposes.contains(ANY_PURPOSE)) {
        return Optional.empty();
      }
      return Optional.of(
          problem(Kind.NOT_FOR_SERVERS, leaf, "it is for " + purposes + ", not for servers"));
    } catch (CertificateParsingException e) {
      return Optional.of(problem(Kind.BAD_CHAIN, leaf, "its purposes do not parse"));
    }
  }

  private static Optional<CertificateProblem> name(X509Certificate leaf, String name) {
    List<String> names = CertificateFacts.names(leaf);
    if (CertificateNames.match(names, name)) {
      return Optional.empty();
    }
    String has =
        names.isEmpty()
            ? "no name at all"
            : String.join(", ", names.subList(0, Math.min(10, names.size())))
                + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "");
    return Optional.of(problem(Kind.WRONG_NAME, leaf, "it is for " + has + ", not for " + name));
  }

  private boolean isTrusted(X509Certificate certificate) {
    return trusted.named(certificate.getSubjectX500Principal().getEncoded()).contains(certificate);
  }

  /** The way up to an authority that we trust. */
  private Optional<CertificateProblem> way(
      List<X509Certificate> chain, Instant now, boolean sound) {
    X509Certificate leaf = chain.getFirst();
    if (isTrusted(leaf)) {
      return Optional.empty();
    }
    Set<TrustAnchor> anchors = anchors(chain);
    if (anchors.isEmpty()) {
      return Optional.of(unknown(chain));
    }
    try {
      var select = new X509CertSelector();
      select.setCertificate(leaf);
      var parameters = new PKIXBuilderParameters(anchors, select);
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(limits.certificates());
      // What is wrong with the leaf's own dates is told already; look at the rest of the way.
      parameters.setDate(Date.from(clamp(now, leaf)));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return Optional.empty();
    } catch (CertPathBuilderException e) {
      return sound ? Optional.of(broken(chain, now, e)) : Optional.empty();
    } catch (InvalidAlgorithmParameterException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has PKIX", e);
    }
  }

  private static Instant clamp(Instant now, X509Certificate leaf) {
    Instant begin = leaf.getNotBefore().toInstant();
    Instant end = leaf.getNotAfter().toInstant();
    return now.isBefore(begin) ? begin : now.isAfter(end) ? end : now;
  }

  private Set<TrustAnchor> anchors(List<X509Certificate> chain) {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate certificate : chain) {
      for (byte[] name :
          List.of(
              certificate.getIssuerX500Principal().getEncoded(),
              certificate.getSubjectX500Principal().getEncoded())) {
        trusted.named(name).forEach(its -> anchors.add(new TrustAnchor(its, null)));
      }
    }
    return anchors;
  }

  private CertificateProblem unknown(List<X509Certificate> chain) {
    X509Certificate leaf = chain.getFirst();
    if (leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())
        && signed(leaf, leaf.getPublicKey())) {
      return problem(Kind.SELF_SIGNED, leaf, "it is signed by itself, and not one that we trust");
    }
    X509Certificate top = chain.getLast();
    return problem(
        Kind.UNKNOWN_ISSUER,
        leaf,
        "its issuer, "
            + top.getIssuerX500Principal().getName()
            + ", is not one that we trust (trusted are those in "
            + trusted.source()
            + ")");
  }

  private static boolean signed(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** An authority of the right name is there, and yet there is no way up to it. */
  private CertificateProblem broken(
      List<X509Certificate> chain, Instant now, CertPathBuilderException e) {
    for (X509Certificate certificate : chain) {
      Optional<CertificateProblem> dates = dates(certificate, now);
      if (dates.isPresent()) {
        return dates.get();
      }
    }
    Optional<CertPathValidatorException> why = cause(e);
    if (why.isEmpty() || why.get().getReason() == PKIXReason.NO_TRUST_ANCHOR) {
      why = straight(chain, now);
    }
    String text = why.map(Throwable::getMessage).orElse(String.valueOf(e.getMessage()));
    if (why.isPresent() && why.get().getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
      return problem(Kind.WEAK_SIGNATURE, chain.getFirst(), "its chain is too weak: " + text);
    }
    if (why.isEmpty() || why.get().getReason() == PKIXReason.NO_TRUST_ANCHOR) {
      return unknown(chain);
    }
    return problem(Kind.BAD_CHAIN, chain.getFirst(), "its chain does not hold: " + text);
  }

  /**
   * What is wrong with the plain way up, from issuer to issuer by name: the builder, which tries
   * every way, only says that it found none.
   */
  private Optional<CertPathValidatorException> straight(List<X509Certificate> chain, Instant now) {
    var way = new ArrayList<X509Certificate>();
    Optional<X509Certificate> at = Optional.of(chain.getFirst());
    while (at.isPresent() && !isTrusted(at.get()) && way.size() < limits.certificates()) {
      X509Certificate here = at.get();
      way.add(here);
      at =
          chain.stream()
              .filter(c -> c.getSubjectX500Principal().equals(here.getIssuerX500Principal()))
              .filter(c -> !way.contains(c))
              .findFirst();
    }
    try {
      var parameters = new PKIXParameters(anchors(chain));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clamp(now, chain.getFirst())));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(way), parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(e);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<CertPathValidatorException> cause(Throwable e) {
    Throwable at = e.getCause();
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (at instanceof CertPathValidatorException found) {
        return Optional.of(found);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}

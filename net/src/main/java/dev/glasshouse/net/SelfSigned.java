package dev.glasshouse.net;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that its own key has signed (P-256), for a server that has none of an authority:
 * nobody takes it who was not told to.
 *
 * @param chain the certificate, PEM
 * @param key its private key, PEM, PKCS #8
 * @param fingerprint its SHA-256, in hexadecimal digits
 */
public record SelfSigned(String chain, String key, String fingerprint) {

  /**
   * Makes one.
   *
   * @param names the names that it holds for; the first is its common name too
   * @param addresses the addresses that it holds for
   * @throws GeneralSecurityException when this Java has no P-256
   */
  public static SelfSigned make(
      List<String> names, Collection<InetAddress> addresses, Instant from, Instant to)
      throws GeneralSecurityException {
    KeyPair keys = Issuing.keys();
    var itself =
        new Issuing.Issuer(
            new X500Principal("CN=" + names.getFirst()), keys.getPublic(), keys.getPrivate());
    X509Certificate made =
        Issuing.server(itself, names, addresses, keys.getPublic(), new Issuing.Span(from, to));
    return new SelfSigned(
        Issuing.pem("CERTIFICATE", made.getEncoded()),
        Issuing.pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(made.getEncoded())));
  }

  /** Without the key: secrets are not told. */
  @Override
  public String toString() {
    return "a self-signed certificate, SHA-256 " + fingerprint;
  }
}

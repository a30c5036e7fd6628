package dev.glasshouse.net;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * What a certificate says.
 *
 * @param subject whom it names (RFC 4514 form)
 * @param issuer who issued it
 * @param names the names and addresses that it is for (subjectAltName, RFC 5280 section 4.2.1.6)
 * @param notBefore when it begins to hold
 * @param notAfter when it expires
 * @param serial its serial number, hexadecimal
 * @param key the key's kind and size, for example {@code RSA 2048}
 * @param signature the signature's algorithm, for example {@code SHA256withRSA}
 * @param fingerprint SHA-256 of the whole, hexadecimal
 */
public record CertificateFacts(
    String subject,
    String issuer,
    List<String> names,
    Instant notBefore,
    Instant notAfter,
    String serial,
    String key,
    String signature,
    String fingerprint) {

  /** Copies the list. */
  public CertificateFacts {
    names = List.copyOf(names);
  }

  /** The facts of a certificate. */
  public static CertificateFacts of(X509Certificate certificate) {
    return new CertificateFacts(
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        names(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        hex(certificate.getSerialNumber()),
        key(certificate.getPublicKey()),
        certificate.getSigAlgName(),
        fingerprint(certificate));
  }

  private static String hex(BigInteger serial) {
    return serial.toString(16);
  }

  /** The names and addresses of subjectAltName; none when there are none or they do not parse. */
  static List<String> names(X509Certificate certificate) {
    var names = new ArrayList<String>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> entry : all) {
          int kind = (Integer) entry.get(0);
          if ((kind == CertificateNames.DNS || kind == CertificateNames.ADDRESS)
              && entry.get(1) instanceof String name) {
            names.add(name);
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names;
  }

  private static String key(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
      case ECPublicKey ec -> "EC " + ec.getParams().getCurve().getField().getFieldSize();
      default -> key.getAlgorithm();
    };
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (CertificateEncodingException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The facts in one line. */
  public String text() {
    return "for "
        + subject
        + ", names "
        + String.join(", ", names)
        + ", from "
        + issuer
        + ", valid "
        + notBefore
        + " to "
        + notAfter
        + ", "
        + key
        + ", "
        + signature
        + ", SHA-256 "
        + fingerprint;
  }
}

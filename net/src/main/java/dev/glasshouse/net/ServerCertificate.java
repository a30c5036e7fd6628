package dev.glasshouse.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate that a server shows, with its intermediates and its key.
 *
 * @param chain the certificate, and the intermediates after it
 * @param key its private key
 * @param fingerprint the certificate's SHA-256, in hexadecimal digits
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key, String fingerprint) {
  public ServerCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * A certificate out of two texts.
   *
   * @param chain PEM
   * @param key PEM, PKCS #8
   * @throws IOException with what is wrong with which of them
   */
  public static ServerCertificate pem(String chain, String key) throws IOException {
    List<X509Certificate> certificates;
    try {
      certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(stream(chain)).stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      throw new IOException("the certificate is no PEM that can be read: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException("there is no certificate in it");
    }
    try {
      PrivateKey read = privateKey(key);
      if (!belong(certificates.getFirst().getPublicKey(), read)) {
        throw new IOException("the key is not that of the certificate");
      }
      return new ServerCertificate(
          certificates,
          read,
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(certificates.getFirst().getEncoded())));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the key cannot be used: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
      throw new InvalidKeySpecException("it is no unencrypted PKCS #8 in PEM");
    }
    String body = pem.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // Of another kind.
      }
    }
    throw new InvalidKeySpecException("neither EC nor RSA nor Ed25519");
  }

  /** Tried, since a key of another certificate shows only in the handshake otherwise. */
  private static boolean belong(PublicKey known, PrivateKey key) throws GeneralSecurityException {
    if (!known.getAlgorithm().equals(key.getAlgorithm())
        && !(known.getAlgorithm().startsWith("Ed") && key.getAlgorithm().startsWith("Ed"))) {
      return false;
    }
    var signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> "Ed25519";
            });
    byte[] text = "whose key is it?".getBytes(StandardCharsets.US_ASCII);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(known);
    signature.update(text);
    return signature.verify(signed);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Without the key: secrets are not told. */
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal() + ", SHA-256 " + fingerprint;
  }
}

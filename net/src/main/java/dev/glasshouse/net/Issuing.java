package dev.glasshouse.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates of P-256 keys, as they are issued (RFC 5280 4).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4">RFC 5280 section 4</a>
 */
final class Issuing {
  /** Bits of a serial number that nobody can guess (CA/Browser Forum asks for 64). */
  private static final int SERIAL = 120;

  /** From when to when. */
  record Span(Instant from, Instant to) {}

  /** Who signs: a certificate's subject, and its key. */
  record Issuer(X500Principal name, PublicKey known, PrivateKey key) {}

  private Issuing() {}

  static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** The certificate of an authority that issues leaves and no other authorities. */
  static X509Certificate authority(X500Principal name, KeyPair keys, Span span)
      throws GeneralSecurityException {
    var issuer = new Issuer(name, keys.getPublic(), keys.getPrivate());
    try {
      X509v3CertificateBuilder builder = begin(issuer, name, keys.getPublic(), span);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return signed(builder, issuer);
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** The certificate of a server. */
  static X509Certificate server(
      Issuer issuer,
      List<String> names,
      Collection<InetAddress> addresses,
      PublicKey key,
      Span span)
      throws GeneralSecurityException {
    String first =
        names.isEmpty() ? addresses.iterator().next().getHostAddress() : names.getFirst();
    var all = new ArrayList<GeneralName>();
    names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(address ->
        all.add(
            new GeneralName(
                GeneralName.iPAddress, address.getHostAddress().replaceFirst("%.*", ""))));
    try {
      X509v3CertificateBuilder builder = begin(issuer, new X500Principal("CN=" + first), key, span);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(all.toArray(GeneralName[]::new)));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      return signed(builder, issuer);
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509v3CertificateBuilder begin(
      Issuer issuer, X500Principal subject, PublicKey key, Span span)
      throws GeneralSecurityException, CertIOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.name(),
            new BigInteger(SERIAL, new SecureRandom()).setBit(SERIAL),
            Date.from(span.from()),
            Date.from(span.to()),
            subject,
            key);
    var identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(issuer.known()));
    return builder;
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, Issuer issuer)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key())));
  }

  /** A text of PEM (RFC 7468). */
  static String pem(String what, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }
}

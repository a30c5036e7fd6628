package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * A key that a zone is signed with: both that of the zone and that of its keys (flags 257).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4034#section-2">RFC 4034 section 2</a>
 */
public final class SigningKey {
  /** The algorithms that zones are signed with here (RFC 8624 section 3.1). */
  public enum Algorithm {
    /** RSA with SHA-256. */
    RSASHA256(8, "RSA", "SHA256withRSA"),
    /** ECDSA on the curve P-256. */
    ECDSAP256SHA256(13, "EC", "SHA256withECDSAinP1363Format"),
    /** Ed25519. */
    ED25519(15, "Ed25519", "Ed25519");

    private final int number;
    private final String family;
    private final String signature;

    Algorithm(int number, String family, String signature) {
      this.number = number;
      this.family = family;
      this.signature = signature;
    }
  }

  private final Algorithm algorithm;
  private final PrivateKey secret;
  private final PublicKey open;
  private final byte[] record;

  private SigningKey(Algorithm algorithm, PrivateKey secret, PublicKey open) {
    this.algorithm = algorithm;
    this.secret = secret;
    this.open = open;
    this.record = record(algorithm, open);
  }

  /** A new key. */
  public static SigningKey generate(Algorithm algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.family);
      switch (algorithm) {
        case RSASHA256 -> generator.initialize(2048);
        case ECDSAP256SHA256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case ED25519 -> {
          // There is one kind.
        }
      }
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(algorithm, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  /** The key of a file, or a new one that is put there, readable by its owner alone. */
  public static SigningKey in(Path file, Algorithm algorithm) throws IOException {
    if (Files.exists(file)) {
      return read(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    SigningKey key = generate(algorithm);
    try {
      Files.createFile(
          file,
          java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
              java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      Files.createFile(file);
    }
    Files.writeString(file, key.text());
    return key;
  }

  private String text() {
    Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "algorithm "
        + algorithm.name().toLowerCase(Locale.ROOT)
        + "\n-----BEGIN PRIVATE KEY-----\n"
        + base64.encodeToString(secret.getEncoded())
        + "\n-----END PRIVATE KEY-----\n-----BEGIN PUBLIC KEY-----\n"
        + base64.encodeToString(open.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static SigningKey read(String text) throws IOException {
    try {
      String first = text.lines().findFirst().orElse("");
      var algorithm =
          Algorithm.valueOf(first.replaceFirst("^algorithm ", "").strip().toUpperCase(Locale.ROOT));
      KeyFactory factory = KeyFactory.getInstance(algorithm.family);
      var key =
          new SigningKey(
              algorithm,
              factory.generatePrivate(new PKCS8EncodedKeySpec(part(text, "PRIVATE"))),
              factory.generatePublic(new X509EncodedKeySpec(part(text, "PUBLIC"))));
      if (!key.isPair()) {
        throw new IOException("the keys of the file do not belong together");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the file holds no signing key", e);
    }
  }

  /** Whether what one part signs the other verifies: else nobody would believe the zone. */
  private boolean isPair() throws GeneralSecurityException {
    byte[] data = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm.signature);
    signature.initSign(secret);
    signature.update(data);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    signature.update(data);
    return signature.verify(signed);
  }

  private static byte[] part(String text, String kind) {
    String begin = "-----BEGIN " + kind + " KEY-----";
    int from = text.indexOf(begin) + begin.length();
    return Base64.getMimeDecoder()
        .decode(text.substring(from, text.indexOf("-----END " + kind, from)));
  }

  private static byte[] record(Algorithm algorithm, PublicKey key) {
    var out = new ByteArrayOutputStream();
    out.write(1);
    out.write(1);
    out.write(3);
    out.write(algorithm.number);
    byte[] encoded = key.getEncoded();
    switch (algorithm) {
      case ECDSAP256SHA256 -> out.write(encoded, encoded.length - 64, 64);
      case ED25519 -> out.write(encoded, encoded.length - 32, 32);
      case RSASHA256 -> {
        // RFC 3110 section 2: the exponent with its length, then the modulus.
        byte[] exponent = unsigned(((RSAPublicKey) key).getPublicExponent());
        out.write(exponent.length);
        out.writeBytes(exponent);
        out.writeBytes(unsigned(((RSAPublicKey) key).getModulus()));
      }
    }
    return out.toByteArray();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  int algorithmNumber() {
    return algorithm.number;
  }

  /** The data of its DNSKEY record. */
  byte[] dnskey() {
    return record.clone();
  }

  /** RFC 4034 appendix B. */
  int tag() {
    int sum = 0;
    for (int i = 0; i < record.length; i++) {
      sum += (i & 1) == 0 ? (record[i] & 0xff) << 8 : record[i] & 0xff;
    }
    return sum + (sum >> 16 & 0xffff) & 0xffff;
  }

  /** The data of the DS record that the zone above has to have, with SHA-256. */
  byte[] ds(byte[] apex) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(apex);
      byte[] hash = digest.digest(record);
      byte[] ds = new byte[4 + hash.length];
      Bytes.put16(ds, 0, tag());
      ds[2] = (byte) algorithm.number;
      ds[3] = 2;
      System.arraycopy(hash, 0, ds, 4, hash.length);
      return ds;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] sign(byte[] data) {
    try {
      Signature signature = Signature.getInstance(algorithm.signature);
      signature.initSign(secret);
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that does not sign", e);
    }
  }
}

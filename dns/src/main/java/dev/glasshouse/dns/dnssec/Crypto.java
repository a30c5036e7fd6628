package dev.glasshouse.dns.dnssec;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/**
 * The JDK's cryptography, over keys and signatures as DNSSEC writes them.
 *
 * <p>RSA: RFC 3110 and 5702. ECDSA: RFC 6605. Edwards curves: RFC 8080. DSA: RFC 2536.
 */
final class Crypto {
  private static final byte ASN1_SEQUENCE = 0x30;

  private Crypto() {}

  /** Whether the key made the signature over the data. */
  static boolean verifies(int algorithm, byte[] key, byte[] data, byte[] signature) {
    try {
      Signature check = Signature.getInstance(name(algorithm));
      check.initVerify(publicKey(algorithm, key));
      check.update(data);
      return check.verify(encoded(algorithm, signature));
    } catch (GeneralSecurityException | RuntimeException e) {
      // a key or a signature that is none verifies nothing
      return false;
    }
  }

  private static String name(int algorithm) throws NoSuchAlgorithmException {
    return switch (algorithm) {
      case Policy.DSA, Policy.DSA_NSEC3 -> "SHA1withDSA";
      case Policy.RSASHA1, Policy.RSASHA1_NSEC3 -> "SHA1withRSA";
      case Policy.RSASHA256 -> "SHA256withRSA";
      case Policy.RSASHA512 -> "SHA512withRSA";
      case Policy.ECDSA_P256 -> "SHA256withECDSAinP1363Format";
      case Policy.ECDSA_P384 -> "SHA384withECDSAinP1363Format";
      case Policy.ED25519 -> "Ed25519";
      case Policy.ED448 -> "Ed448";
      default -> throw new NoSuchAlgorithmException("algorithm " + algorithm);
    };
  }

  private static PublicKey publicKey(int algorithm, byte[] key) throws GeneralSecurityException {
    return switch (algorithm) {
      case Policy.DSA, Policy.DSA_NSEC3 -> dsa(key);
      case Policy.RSASHA1, Policy.RSASHA1_NSEC3, Policy.RSASHA256, Policy.RSASHA512 -> rsa(key);
      case Policy.ECDSA_P256 -> ecdsa(key, "secp256r1", 32);
      case Policy.ECDSA_P384 -> ecdsa(key, "secp384r1", 48);
      case Policy.ED25519 -> edwards(key, NamedParameterSpec.ED25519, 32);
      case Policy.ED448 -> edwards(key, NamedParameterSpec.ED448, 57);
      default -> throw new NoSuchAlgorithmException("algorithm " + algorithm);
    };
  }

  /** RFC 3110 section 2: the exponent's length in one byte or three, exponent, modulus. */
  private static PublicKey rsa(byte[] key) throws GeneralSecurityException {
    int at = key[0] == 0 ? 3 : 1;
    int length = key[0] == 0 ? (key[1] & 0xff) << 8 | (key[2] & 0xff) : key[0] & 0xff;
    var exponent = new BigInteger(1, Arrays.copyOfRange(key, at, at + length));
    var modulus = new BigInteger(1, Arrays.copyOfRange(key, at + length, key.length));
    // RFC 3110 section 2 allows exponents and moduli up to 4096 bits; a giant exponent is an attack
    if (exponent.bitLength() > 66 || modulus.bitLength() > 4096) {
      throw new InvalidKeySpecException("too large");
    }
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  /** RFC 6605 section 4: both coordinates, one after the other. */
  private static PublicKey ecdsa(byte[] key, String curve, int size)
      throws GeneralSecurityException {
    if (key.length != 2 * size) {
      throw new InvalidKeySpecException("not a point");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    var point =
        new ECPoint(
            new BigInteger(1, Arrays.copyOf(key, size)),
            new BigInteger(1, Arrays.copyOfRange(key, size, 2 * size)));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  /** RFC 8032 section 5.1.2: y from its last byte, the first bit of which is the sign of x. */
  private static PublicKey edwards(byte[] key, NamedParameterSpec curve, int size)
      throws GeneralSecurityException {
    if (key.length != size) {
      throw new InvalidKeySpecException("not a point");
    }
    byte[] y = new byte[size];
    for (int i = 0; i < size; i++) {
      y[i] = key[size - 1 - i];
    }
    boolean odd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    return KeyFactory.getInstance("EdDSA")
        .generatePublic(new EdECPublicKeySpec(curve, new EdECPoint(odd, new BigInteger(1, y))));
  }

  /** RFC 2536 section 2: T, Q, P, G, Y. */
  private static PublicKey dsa(byte[] key) throws GeneralSecurityException {
    int size = 64 + (key[0] & 0xff) * 8;
    var q = new BigInteger(1, Arrays.copyOfRange(key, 1, 21));
    var p = new BigInteger(1, Arrays.copyOfRange(key, 21, 21 + size));
    var g = new BigInteger(1, Arrays.copyOfRange(key, 21 + size, 21 + 2 * size));
    var y = new BigInteger(1, Arrays.copyOfRange(key, 21 + 2 * size, 21 + 3 * size));
    return KeyFactory.getInstance("DSA").generatePublic(new DSAPublicKeySpec(y, p, q, g));
  }

  /** The signature as the JDK wants it. */
  private static byte[] encoded(int algorithm, byte[] signature) throws SignatureException {
    if (algorithm != Policy.DSA && algorithm != Policy.DSA_NSEC3) {
      return signature;
    }
    // RFC 2536 section 3: T, R, S, of 20 bytes each; the JDK's are ASN.1, and so are those of some
    // signers of old.
    if (signature.length > 41 && signature[0] == ASN1_SEQUENCE) {
      return signature;
    }
    if (signature.length != 41) {
      throw new SignatureException("not 41 bytes");
    }
    byte[] r = new BigInteger(1, Arrays.copyOfRange(signature, 1, 21)).toByteArray();
    byte[] s = new BigInteger(1, Arrays.copyOfRange(signature, 21, 41)).toByteArray();
    byte[] all = new byte[6 + r.length + s.length];
    all[0] = ASN1_SEQUENCE;
    all[1] = (byte) (all.length - 2);
    all[2] = 2;
    all[3] = (byte) r.length;
    System.arraycopy(r, 0, all, 4, r.length);
    all[4 + r.length] = 2;
    all[5 + r.length] = (byte) s.length;
    System.arraycopy(s, 0, all, 6 + r.length, s.length);
    return all;
  }

  /** A digest; the JDK has the ones that we name. */
  static byte[] digest(String name, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(name);
      for (byte[] each : parts) {
        digest.update(each);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

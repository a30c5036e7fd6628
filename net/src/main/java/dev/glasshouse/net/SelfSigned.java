package dev.glasshouse.net;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate that its own key has signed (P-256), for a server that has none of an authority:
 * nobody takes it who was not told to.
 *
 * @param chain the certificate, PEM
 * @param key its private key, PEM, PKCS #8
 * @param fingerprint its SHA-256, in hexadecimal digits
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280 section 4.1</a>
 */
public record SelfSigned(String chain, String key, String fingerprint) {
  // Tags of DER (X.690 section 8): what certificates are made of.
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OCTETS = 0x04;
  private static final int OBJECT = 0x06;
  private static final int TEXT = 0x0c;
  private static final int TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  private static final String ECDSA_SHA256 = "2a8648ce3d040302";
  private static final String COMMON_NAME = "550403";
  private static final String ALTERNATIVE_NAMES = "551d11";
  private static final String EXTENDED_USAGE = "551d25";
  private static final String SERVER = "2b06010505070301";
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

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
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    byte[] body = body(names, addresses, from, to, pair.getPublic().getEncoded());
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    signer.update(body);
    byte[] certificate = der(SEQUENCE, body, algorithm(), der(BITS, new byte[1], signer.sign()));
    return new SelfSigned(
        pem("CERTIFICATE", certificate),
        pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate)));
  }

  private static byte[] body(
      List<String> names,
      Collection<InetAddress> addresses,
      Instant from,
      Instant to,
      byte[] publicKey) {
    byte[] serial = new BigInteger(127, new SecureRandom()).setBit(64).toByteArray();
    byte[] name =
        der(SEQUENCE, der(SET, der(SEQUENCE, object(COMMON_NAME), text(TEXT, names.getFirst()))));
    return der(
        SEQUENCE,
        der(VERSION, der(INTEGER, new byte[] {2})),
        der(INTEGER, serial),
        algorithm(),
        name,
        der(SEQUENCE, text(TIME, GENERALIZED.format(from)), text(TIME, GENERALIZED.format(to))),
        name,
        publicKey,
        der(EXTENSIONS, der(SEQUENCE, alternatives(names, addresses), usage())));
  }

  private static byte[] alternatives(List<String> names, Collection<InetAddress> addresses) {
    var all = new ArrayList<byte[]>();
    names.forEach(name -> all.add(text(DNS_NAME, name)));
    addresses.forEach(address -> all.add(der(IP_ADDRESS, address.getAddress())));
    return der(
        SEQUENCE,
        object(ALTERNATIVE_NAMES),
        der(OCTETS, der(SEQUENCE, all.toArray(byte[][]::new))));
  }

  private static byte[] usage() {
    return der(SEQUENCE, object(EXTENDED_USAGE), der(OCTETS, der(SEQUENCE, object(SERVER))));
  }

  private static byte[] algorithm() {
    return der(SEQUENCE, object(ECDSA_SHA256));
  }

  private static byte[] object(String hex) {
    return der(OBJECT, HexFormat.of().parseHex(hex));
  }

  private static byte[] text(int tag, String text) {
    return der(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x80) {
      out.write(length > 0xff ? 0x82 : 0x81);
    }
    if (length > 0xff) {
      out.write(length >> 8);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /** Without the key: secrets are not told. */
  @Override
  public String toString() {
    return "a self-signed certificate, SHA-256 " + fingerprint;
  }
}

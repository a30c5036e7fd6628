package dev.glasshouse.dns.dnssec;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone with a key of its own, that signs what a test wants. */
final class TestZone {
  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-01-15T00:00:00Z");

  final Name name;
  final KeyPair pair;
  final int algorithm;
  final DNSKEYRecord key;

  TestZone(String name, int algorithm) {
    this(name, algorithm, SignatureCheck.ZONE_KEY | 1);
  }

  TestZone(String name, int algorithm, int flags) {
    this.name = name(name);
    this.algorithm = algorithm;
    try {
      this.pair = pair(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.key =
        new DNSKEYRecord(
            this.name, DClass.IN, 3600, flags, 3, algorithm, encoded(algorithm, pair.getPublic()));
  }

  static Name name(String text) {
    return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
  }

  static Record record(String line) {
    String[] words = line.split(" ", 3);
    try {
      return Record.fromString(
          name(words[0]), Type.value(words[1]), DClass.IN, 3600, words[2], Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  /** A set of records, unsigned. */
  static SignedSet unsigned(String... lines) {
    List<Record> records = Arrays.stream(lines).map(TestZone::record).toList();
    return new SignedSet(
        records.getFirst().getName(), records.getFirst().getType(), DClass.IN, records, List.of());
  }

  SignedSet signed(String... lines) {
    return sign(unsigned(lines), FROM, TO);
  }

  SignedSet sign(SignedSet set, Instant from, Instant to) {
    return sign(set, from, to, SignedSet.labels(set.name()));
  }

  SignedSet sign(SignedSet set, Instant from, Instant to, int labels) {
    var unfinished =
        new RRSIGRecord(
            set.name(),
            DClass.IN,
            3600,
            set.type(),
            algorithm,
            3600,
            to,
            from,
            key.getFootprint(),
            name,
            new byte[1]);
    // dnsjava counts the labels of the owner; a wildcard's answer was signed for fewer
    byte[] wire = unfinished.rdataToWireCanonical();
    wire[3] = (byte) labels;
    var withLabels = (RRSIGRecord) Record.newRecord(set.name(), Type.RRSIG, DClass.IN, 3600, wire);
    byte[] made = make(CanonicalForm.signed(set, withLabels));
    byte[] whole = Arrays.copyOf(wire, wire.length - 1 + made.length);
    System.arraycopy(made, 0, whole, wire.length - 1, made.length);
    var all = new ArrayList<>(set.signatures());
    all.add((RRSIGRecord) Record.newRecord(set.name(), Type.RRSIG, DClass.IN, 3600, whole));
    return new SignedSet(set.name(), set.type(), set.dclass(), set.records(), all);
  }

  SignedSet keys() {
    return sign(new SignedSet(name, Type.DNSKEY, DClass.IN, List.of(key), List.of()), FROM, TO);
  }

  DSRecord ds() {
    return new DSRecord(name, DClass.IN, 3600, Policy.SHA256, key);
  }

  SignedSet dsSignedBy(TestZone parent) {
    return parent.sign(new SignedSet(name, Type.DS, DClass.IN, List.of(ds()), List.of()), FROM, TO);
  }

  private byte[] make(byte[] data) {
    try {
      String jca =
          switch (algorithm) {
            case Policy.RSASHA1 -> "SHA1withRSA";
            case Policy.RSASHA256 -> "SHA256withRSA";
            case Policy.RSASHA512 -> "SHA512withRSA";
            case Policy.ECDSA_P256 -> "SHA256withECDSAinP1363Format";
            case Policy.ECDSA_P384 -> "SHA384withECDSAinP1363Format";
            case Policy.ED25519 -> "Ed25519";
            default -> "Ed448";
          };
      Signature signature = Signature.getInstance(jca);
      signature.initSign(pair.getPrivate());
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(int algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator;
    switch (algorithm) {
      case Policy.RSASHA1, Policy.RSASHA256, Policy.RSASHA512 -> {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
      }
      case Policy.ECDSA_P256 -> {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      case Policy.ECDSA_P384 -> {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
      }
      case Policy.ED25519 -> generator = KeyPairGenerator.getInstance("Ed25519");
      default -> generator = KeyPairGenerator.getInstance("Ed448");
    }
    return generator.generateKeyPair();
  }

  private static byte[] encoded(int algorithm, PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> {
        byte[] exponent = unsigned(rsa.getPublicExponent());
        byte[] modulus = unsigned(rsa.getModulus());
        byte[] all = new byte[1 + exponent.length + modulus.length];
        all[0] = (byte) exponent.length;
        System.arraycopy(exponent, 0, all, 1, exponent.length);
        System.arraycopy(modulus, 0, all, 1 + exponent.length, modulus.length);
        yield all;
      }
      case ECPublicKey ec -> {
        int size = algorithm == Policy.ECDSA_P256 ? 32 : 48;
        byte[] all = new byte[2 * size];
        fill(all, 0, size, ec.getW().getAffineX());
        fill(all, size, size, ec.getW().getAffineY());
        yield all;
      }
      case EdECPublicKey edwards -> {
        int size = algorithm == Policy.ED25519 ? 32 : 57;
        byte[] y = new byte[size];
        fill(y, 0, size, edwards.getPoint().getY());
        byte[] all = new byte[size];
        for (int i = 0; i < size; i++) {
          all[i] = y[size - 1 - i];
        }
        if (edwards.getPoint().isXOdd()) {
          all[size - 1] |= (byte) 0x80;
        }
        yield all;
      }
      default -> throw new IllegalArgumentException(key.getAlgorithm());
    };
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static void fill(byte[] all, int at, int size, BigInteger number) {
    byte[] bytes = unsigned(number);
    System.arraycopy(bytes, 0, all, at + size - bytes.length, bytes.length);
  }
}

package dev.glasshouse.app;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone that a test signs with a key of its own. */
final class SignedZone {
  private static final int TTL = 300;
  private static final int KSK = 257;

  private final Name name;
  private final KeyPair pair;
  private final DNSKEYRecord key;
  private final List<Record> records = new ArrayList<>();

  SignedZone(String name) throws GeneralSecurityException, IOException, DNSSEC.DNSSECException {
    this.name = Name.fromString(name);
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    this.pair = generator.generateKeyPair();
    this.key =
        new DNSKEYRecord(
            this.name,
            DClass.IN,
            TTL,
            KSK,
            DNSKEYRecord.Protocol.DNSSEC,
            DNSSEC.Algorithm.ECDSAP256SHA256,
            pair.getPublic());
  }

  /** The digest of its key. */
  DSRecord ds() {
    return new DSRecord(name, DClass.IN, TTL, DNSSEC.Digest.SHA256, key);
  }

  /** A set of records, signed for a day around now. */
  SignedZone with(Record... set) throws IOException {
    return with(Instant.now().plus(Duration.ofDays(1)), set);
  }

  /** A set of records, with a signature that was good until then. */
  SignedZone with(Instant until, Record... set) throws IOException {
    records.addAll(List.of(set));
    try {
      records.add(
          DNSSEC.sign(
              new RRset(set), key, pair.getPrivate(), until.minus(Duration.ofDays(2)), until));
    } catch (DNSSEC.DNSSECException e) {
      throw new IOException(e);
    }
    return this;
  }

  /** A record out of text. */
  static Record record(String name, String type, String data) throws IOException {
    return Record.fromString(
        Name.fromString(name), Type.value(type), DClass.IN, TTL, data, Name.root);
  }

  /** As a zone file. */
  String text() throws IOException {
    with(key);
    var text = new StringBuilder();
    records.forEach(record -> text.append(record).append('\n'));
    return text.toString();
  }
}

package dev.glasshouse.dns.dnssec;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Record;

/** Keys and their digests in a few words: key tag, algorithm, and what it is for. */
final class KeyText {
  private static final int SEP = 1;

  private KeyText() {}

  /** A DS or DNSKEY record. */
  static String of(Record record) {
    return switch (record) {
      case DSRecord ds ->
          ds.getFootprint() + " " + algorithm(ds.getAlgorithm()) + " " + digest(ds.getDigestID());
      case DNSKEYRecord key ->
          key.getFootprint()
              + " "
              + algorithm(key.getAlgorithm())
              + ((key.getFlags() & SEP) != 0 ? " KSK" : " ZSK");
      default -> record.rdataToString();
    };
  }

  private static String algorithm(int number) {
    return DNSSEC.Algorithm.string(number);
  }

  private static String digest(int number) {
    return switch (number) {
      case Policy.SHA1 -> "SHA-1";
      case Policy.SHA256 -> "SHA-256";
      case Policy.SHA384 -> "SHA-384";
      default -> "digest " + number;
    };
  }
}

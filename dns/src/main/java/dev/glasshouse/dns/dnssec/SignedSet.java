package dev.glasshouse.dns.dnssec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * An RRset and the signatures that came with it (RFC 4035 section 2.2).
 *
 * @param name the owner's name
 * @param type the records' type
 * @param dclass their class
 * @param records the records, at least one
 * @param signatures RRSIG records that cover the type; may be empty
 */
public record SignedSet(
    Name name, int type, int dclass, List<Record> records, List<RRSIGRecord> signatures) {

  /** Copies the lists. */
  public SignedSet {
    records = List.copyOf(records);
    signatures = List.copyOf(signatures);
  }

  /** The RRsets of a section, in their order; signatures of what is not there are left out. */
  public static List<SignedSet> of(List<? extends Record> section) {
    record Key(Name name, int type, int dclass) {}
    var records = new LinkedHashMap<Key, List<Record>>();
    var signatures = new LinkedHashMap<Key, List<RRSIGRecord>>();
    for (Record each : section) {
      if (each instanceof RRSIGRecord signature) {
        signatures
            .computeIfAbsent(
                new Key(each.getName(), signature.getTypeCovered(), each.getDClass()),
                _ -> new ArrayList<>())
            .add(signature);
      } else if (each.getType() != Type.OPT) {
        records
            .computeIfAbsent(
                new Key(each.getName(), each.getType(), each.getDClass()), _ -> new ArrayList<>())
            .add(each);
      }
    }
    var sets = new ArrayList<SignedSet>();
    records.forEach((key, list) ->
        sets.add(
            new SignedSet(
                key.name(),
                key.type(),
                key.dclass(),
                list,
                signatures.getOrDefault(key, List.of()))));
    return sets;
  }

  /** The set of a name and a type. */
  public static Optional<SignedSet> find(List<SignedSet> sets, Name name, int type) {
    return sets.stream().filter(s -> s.type == type && s.name.equals(name)).findFirst();
  }

  /** Name and type, as people read them. */
  public String shown() {
    return name + " " + Type.string(type);
  }

  /** How many labels a name has, without the root's and a leading asterisk (RFC 4034, 3.1.3). */
  static int labels(Name name) {
    return name.labels() - 1 - (name.isWild() ? 1 : 0);
  }

  /** The name's ancestor that has so many labels, the root's not counted. */
  static Name ancestor(Name name, int labels) {
    return new Name(name, Math.max(0, name.labels() - 1 - labels));
  }

  /**
   * Whether the set comes from a wildcard, by a signature: it was signed for fewer labels than the
   * owner has.
   */
  boolean expanded(RRSIGRecord signature) {
    return signature.getLabels() < labels(name);
  }
}

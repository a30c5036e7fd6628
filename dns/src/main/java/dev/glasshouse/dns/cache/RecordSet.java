package dev.glasshouse.dns.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The records of one name, type and class, which live and die together (RFC 2181 section 5), with
 * their signatures.
 *
 * @param name the owner
 * @param type a type's number
 * @param dclass a class's number
 * @param records the records, without duplicates; their own TTL fields are not looked at
 * @param signatures their signatures; may be empty
 * @param ttl the TTL as it was taken in, seconds
 * @param expires until when it may be used, on the monotonic clock, nanoseconds
 * @param rank how much it is trusted
 * @param security whether it is authentic
 */
public record RecordSet(
    Name name,
    int type,
    int dclass,
    List<Record> records,
    List<RRSIGRecord> signatures,
    long ttl,
    long expires,
    Rank rank,
    Security security) {
  private static final long SECOND = 1_000_000_000L;

  /** Copies the lists. */
  public RecordSet {
    records = List.copyOf(records);
    signatures = List.copyOf(signatures);
  }

  /** Whether it may be used no longer. */
  public boolean expired(long now) {
    return now - expires >= 0;
  }

  /** How much longer it may be used, whole seconds, begun ones counted. */
  public long left(long now) {
    long nanos = expires - now;
    return nanos <= 0 ? 0 : (nanos + SECOND - 1) / SECOND;
  }

  /** Whether it has this owner and type. */
  public boolean is(Name owner, int ofType) {
    return type == ofType && name.equals(owner);
  }

  /** The same with another verdict. */
  public RecordSet with(Security other) {
    return new RecordSet(name, type, dclass, records, signatures, ttl, expires, rank, other);
  }

  /** The same with another rank. */
  public RecordSet with(Rank other) {
    return new RecordSet(name, type, dclass, records, signatures, ttl, expires, other, security);
  }

  /** The same with another lifetime. */
  public RecordSet living(long seconds, long now) {
    return new RecordSet(
        name, type, dclass, records, signatures, seconds, now + seconds * SECOND, rank, security);
  }

  /** The same, until a certain time at most. */
  public RecordSet notAfter(long moment) {
    return expires - moment <= 0
        ? this
        : new RecordSet(name, type, dclass, records, signatures, ttl, moment, rank, security);
  }

  /** The same without some of its records. */
  public RecordSet only(List<Record> kept) {
    return new RecordSet(name, type, dclass, kept, signatures, ttl, expires, rank, security);
  }

  /** The same with only these signatures. */
  public RecordSet signed(List<RRSIGRecord> by) {
    return new RecordSet(name, type, dclass, records, by, ttl, expires, rank, security);
  }

  /**
   * Whether its signature says that a wildcard made it (RFC 4035 section 5.3.4): then it is proven
   * only together with the proof that came with it.
   */
  public boolean expanded() {
    int labels = name.labels() - (name.isWild() ? 2 : 1);
    return !signatures.isEmpty() && signatures.getFirst().getLabels() < labels;
  }

  /** Whether the records are the same, whatever their TTL and order. */
  public boolean sameData(RecordSet other) {
    return records == other.records
        || records.size() == other.records.size() && records.containsAll(other.records);
  }

  /** The records as a message has them, with this TTL. */
  public List<Record> withTtl(long seconds) {
    return withTtl(records, seconds);
  }

  /** The signatures as a message has them, with this TTL. */
  public List<Record> signaturesWithTtl(long seconds) {
    return withTtl(signatures, seconds);
  }

  private static List<Record> withTtl(List<? extends Record> from, long seconds) {
    var list = new ArrayList<Record>(from.size());
    for (Record record : from) {
      list.add(record.getTTL() == seconds ? record : withTtl(record, seconds));
    }
    return list;
  }

  /** A record's copy with another TTL. */
  public static Record withTtl(Record record, long seconds) {
    byte[] wire = record.toWire(Section.ANSWER);
    int at = record.getName().length() + 4;
    wire[at] = (byte) (seconds >> 24);
    wire[at + 1] = (byte) (seconds >> 16);
    wire[at + 2] = (byte) (seconds >> 8);
    wire[at + 3] = (byte) seconds;
    try {
      return Record.fromWire(wire, Section.ANSWER);
    } catch (IOException e) {
      // It came out of a message, so it can be read once more.
      throw new IllegalStateException(e);
    }
  }

  /** About how many bytes it takes in memory. */
  public int weight() {
    int bytes = 180 + name.length();
    for (Record record : records) {
      bytes += 96 + record.getName().length() + 24;
    }
    for (RRSIGRecord signature : signatures) {
      bytes += 220 + signature.getSignature().length;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name + " " + DClass.string(dclass) + " " + Type.string(type) + " x" + records.size();
  }
}

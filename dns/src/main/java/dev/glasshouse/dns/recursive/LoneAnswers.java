package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.ByteCache;
import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Sets of records of which each is the whole answer to its question, and that nobody checks: most
 * of what a resolver without trust anchors learns. They are held as bytes, and are made into
 * records for who asks.
 */
final class LoneAnswers {
  // Where things stand in a value; behind them each record's data with its length.
  private static final int TTL = 0;
  private static final int EXPIRES = 4;
  private static final int DATA = 12;

  private final ByteCache sets;
  private final ByteCache.Value value = new ByteCache.Value();
  // The key that was asked for last: the name in lower case, and the type.
  private final byte[] key = new byte[NameBytes.LONGEST + 2];
  private int length;
  private Question keyed = new Question(Name.root, 0, 0);

  /**
   * None.
   *
   * @param bytes how much is held
   */
  LoneAnswers(long bytes) {
    this.sets = new ByteCache(bytes);
  }

  /** Whether a set can be held so: there are no names in its data, and no signatures beside. */
  static boolean fits(RecordSet set) {
    return fits(set.type(), set.dclass())
        && set.rank() == Rank.ANSWER_AA
        && set.security() == Security.INDETERMINATE
        && set.signatures().isEmpty()
        && set.ttl() > 0;
  }

  /** Whether answers to such a question can be here. */
  private static boolean fits(int type, int dclass) {
    return dclass == DClass.IN && (type == Type.A || type == Type.AAAA || type == Type.TXT);
  }

  private void key(Question question) {
    if (question.equals(keyed)) {
      return;
    }
    keyed = question;
    byte[] name = question.name().toWireCanonical();
    System.arraycopy(name, 0, key, 0, name.length);
    Bytes.put16(key, name.length, question.type());
    length = name.length + 2;
  }

  /** The set that answers a question, whether or not it may still be used. */
  Optional<RecordSet> get(Question question, long now) {
    if (sets.size() == 0 || !fits(question.type(), question.dclass())) {
      return Optional.empty();
    }
    key(question);
    return sets.get(key, length, value) ? Optional.of(set(question, now)) : Optional.empty();
  }

  private RecordSet set(Question question, long now) {
    byte[] bytes = value.bytes();
    int at = value.from();
    long ttl = Bytes.u32(bytes, at + TTL);
    long expires = Bytes.i64(bytes, at + EXPIRES);
    long left = Math.max(0, (expires - now + 999_999_999) / 1_000_000_000);
    Name name = question.name();
    List<Record> records = new ArrayList<>(2);
    at += DATA;
    while (at < value.end()) {
      int end = at + 2 + Bytes.u16(bytes, at);
      byte[] data = Arrays.copyOfRange(bytes, at + 2, end);
      records.add(Record.newRecord(name, question.type(), question.dclass(), left, data));
      at = end;
    }
    return new RecordSet(
        name,
        question.type(),
        question.dclass(),
        records,
        List.of(),
        ttl,
        expires,
        Rank.ANSWER_AA,
        Security.INDETERMINATE);
  }

  /** Holds a set that fits. Whether there was room for it. */
  boolean put(Question question, RecordSet set) {
    int size = DATA;
    byte[][] data = new byte[set.records().size()][];
    for (int i = 0; i < data.length; i++) {
      data[i] = set.records().get(i).rdataToWireCanonical();
      size += 2 + data[i].length;
    }
    key(question);
    if (!sets.put(key, length, size, value)) {
      return false;
    }
    byte[] to = value.bytes();
    int at = value.from();
    Bytes.put32(to, at + TTL, (int) set.ttl());
    Bytes.put64(to, at + EXPIRES, set.expires());
    at += DATA;
    for (byte[] each : data) {
      Bytes.put16(to, at, each.length);
      System.arraycopy(each, 0, to, at + 2, each.length);
      at += 2 + each.length;
    }
    return true;
  }

  /** Whether something is held that answers a question, whether or not it may still be used. */
  boolean has(Question question) {
    if (sets.size() == 0 || !fits(question.type(), question.dclass())) {
      return false;
    }
    key(question);
    return sets.peek(key, length, value);
  }

  /** Whether it is this set that answers a question. */
  boolean has(Question question, RecordSet set) {
    if (sets.size() == 0 || !fits(set) || !set.is(question.name(), question.type())) {
      return false;
    }
    key(question);
    return sets.peek(key, length, value)
        && Bytes.i64(value.bytes(), value.from() + EXPIRES) == set.expires()
        && hasData(set);
  }

  private boolean hasData(RecordSet set) {
    int at = value.from() + DATA;
    for (Record each : set.records()) {
      byte[] data = each.rdataToWireCanonical();
      int end = at + 2 + data.length;
      if (end > value.end() || !Arrays.equals(value.bytes(), at + 2, end, data, 0, data.length)) {
        return false;
      }
      at = end;
    }
    return at == value.end();
  }

  /** Holds nothing any more that answers a question. */
  void remove(Question question) {
    if (sets.size() > 0 && fits(question.type(), question.dclass())) {
      key(question);
      sets.remove(key, length);
    }
  }
}

package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The commonest answer of all, read where it stands: an owner's server has what was asked for, and
 * says nothing besides. Every other message is decoded as a whole, and looked over record by
 * record; of this one nothing could be taken away.
 */
final class PlainAnswer {
  /** QR, opcode, AA, TC and the code; not RD, RA, Z, AD and CD. */
  private static final int MARKED = 0xfe0f;

  private static final int ANSWERS = 0x8400;
  private static final int TO_QUESTION = 0xc000 | MessageScan.HEADER;
  private static final int MOST = 16;

  private PlainAnswer() {}

  /** Whether the records of a type can be read so: there are no names in them. */
  private static boolean fits(Question question) {
    return question.dclass() == DClass.IN
        && (question.type() == Type.A
            || question.type() == Type.AAAA
            || question.type() == Type.TXT);
  }

  /**
   * What a message answers, if it is no more than that.
   *
   * @param scan of the message, which is without fault and repeats the question
   */
  static Optional<RecordSet> of(MessageScan scan, Question question, Ttls ttls, long now) {
    int count = scan.answers();
    boolean plain =
        fits(question)
            && (scan.flags() & MARKED) == ANSWERS
            && scan.rcode() == Rcode.NOERROR
            && count > 0
            && count <= MOST
            && scan.records() == count + (scan.opt() < 0 ? 0 : 1)
            && (scan.opt() < 0 || scan.opt() == count && scan.dataLength(count) == 0)
            && scan.trailing() == 0;
    for (int i = 0; plain && i < count; i++) {
      plain = answers(scan, i, question) && !isRepeated(scan, i);
    }
    return plain ? Optional.of(set(scan, question, ttls, now)) : Optional.empty();
  }

  private static boolean answers(MessageScan scan, int record, Question question) {
    return scan.type(record) == question.type()
        && scan.dclass(record) == question.dclass()
        && Bytes.u16(scan.bytes(), scan.owner(record)) == TO_QUESTION
        && Bytes.i32(scan.bytes(), scan.ttlAt(record)) >= 0;
  }

  private static boolean isRepeated(MessageScan scan, int record) {
    for (int i = 0; i < record; i++) {
      if (Arrays.equals(
          scan.bytes(),
          scan.data(i),
          scan.data(i) + scan.dataLength(i),
          scan.bytes(),
          scan.data(record),
          scan.data(record) + scan.dataLength(record))) {
        return true;
      }
    }
    return false;
  }

  /** A record of data whose form was looked at. */
  private static Record record(Question question, long ttl, byte[] data) {
    Name name = question.name();
    return switch (question.type()) {
      case Type.A -> new ARecord(name, DClass.IN, ttl, data);
      case Type.AAAA -> new AAAARecord(name, DClass.IN, ttl, data);
      default -> Record.newRecord(name, question.type(), DClass.IN, ttl, data);
    };
  }

  private static RecordSet set(MessageScan scan, Question question, Ttls ttls, long now) {
    int count = scan.answers();
    List<Record> records = new ArrayList<>(count);
    long ttl = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      byte[] data =
          Arrays.copyOfRange(scan.bytes(), scan.data(i), scan.data(i) + scan.dataLength(i));
      records.add(record(question, scan.ttl(i), data));
      ttl = Math.min(ttl, ttls.clamp(scan.ttl(i)));
    }
    return new RecordSet(
        question.name(),
        question.type(),
        question.dclass(),
        records,
        List.of(),
        ttl,
        now + ttl * 1_000_000_000L,
        Rank.ANSWER_AA,
        Security.UNCHECKED);
  }
}

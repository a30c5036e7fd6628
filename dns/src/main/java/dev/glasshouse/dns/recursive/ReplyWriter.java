package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.Patch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Makes the bytes that a client gets: a message without OPT record, made to fit one question. */
public final class ReplyWriter {
  private static final int LONGEST_TEXT = 200;
  private static final int FEW = 16;
  private static final int TO_QUESTION = 0xc000 | MessageScan.HEADER;

  /** A record's bytes before its data, where its owner is a pointer. */
  private static final int HEAD = 12;

  // Where in these its TTL stands, and the length of its data.
  private static final int TTL = 6;
  private static final int LENGTH = 10;

  private ReplyWriter() {}

  /** The whole answer to a question. */
  public static byte[] whole(Reply reply, ClientQuery query) {
    Fitted fitted = fitted(plain(reply, query.scan()), reply, query);
    return Arrays.copyOf(fitted.message(), fitted.length());
  }

  /**
   * A message that fits a question.
   *
   * @param length how many of its bytes count
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Fitted(byte[] message, int length) {}

  /** A reply's message without its OPT record, which is made anew for each question. */
  static byte[] plain(Reply reply, MessageScan scan) {
    return isShort(reply)
        ? records(reply, scan)
        : reply.without(Asked.Wish.EDNS).message(scan.id(), 0).toWire(65535);
  }

  /** Whether it has nothing but a few records of the name that was asked for, with no names in. */
  static boolean isShort(Reply reply) {
    List<Record> answer = reply.answer();
    if (answer.isEmpty()
        || answer.size() > FEW
        || !reply.authority().isEmpty()
        || !reply.additional().isEmpty()) {
      return false;
    }
    for (Record each : answer) {
      boolean nameless =
          each.getType() == Type.A || each.getType() == Type.AAAA || each.getType() == Type.TXT;
      if (!nameless || !each.getName().equals(reply.asked().question().name())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where the TTLs of such a message stand; empty where it cannot be read.
   *
   * @param plain the message of this reply to this question
   * @param spare looks over messages
   */
  static Optional<int[]> ttls(Reply reply, byte[] plain, MessageScan question, MessageScan spare) {
    if (!isShort(reply)) {
      return spare.scan(plain) == Fault.NONE ? Optional.of(Patch.ttls(spare)) : Optional.empty();
    }
    int[] ttls = new int[reply.answer().size()];
    int at = question.questionEnd();
    for (int i = 0; i < ttls.length; i++) {
      ttls[i] = at + TTL;
      at += HEAD + Bytes.u16(plain, at + LENGTH);
    }
    return Optional.of(ttls);
  }

  /** Such a message: behind the question each record, whose owner is the question's name. */
  private static byte[] records(Reply reply, MessageScan scan) {
    List<Record> answer = reply.answer();
    byte[][] data = new byte[answer.size()][];
    int end = scan.questionEnd();
    int length = end;
    for (int i = 0; i < data.length; i++) {
      data[i] = answer.get(i).rdataToWireCanonical();
      length += HEAD + data[i].length;
    }
    byte[] message = Arrays.copyOf(scan.bytes(), length);
    Arrays.fill(message, 2, MessageScan.HEADER, (byte) 0);
    Arrays.fill(message, end, length, (byte) 0);
    Bytes.put16(message, 2, reply.flags());
    Bytes.put16(message, 4, 1);
    Bytes.put16(message, 6, data.length);
    for (int i = 0; i < data.length; i++) {
      Record each = answer.get(i);
      Bytes.put16(message, end, TO_QUESTION);
      Bytes.put16(message, end + 2, each.getType());
      Bytes.put16(message, end + 4, each.getDClass());
      Bytes.put32(message, end + TTL, (int) each.getTTL());
      Bytes.put16(message, end + LENGTH, data[i].length);
      System.arraycopy(data[i], 0, message, end + HEAD, data[i].length);
      end += HEAD + data[i].length;
    }
    return message;
  }

  /**
   * Such a message with what a question has of its own.
   *
   * @param plain which is not used any more
   */
  static Fitted fitted(byte[] plain, Reply reply, ClientQuery query) {
    Optional<ExtendedError> first = reply.error();
    String text = first.map(ReplyWriter::text).orElse("");
    int room = query.optRoom(text);
    byte[] copy = room == 0 ? plain : Arrays.copyOf(plain, plain.length + room);
    Patch.question(copy, query.scan());
    OptionalInt error = first.map(e -> OptionalInt.of(e.code())).orElse(OptionalInt.empty());
    int end = query.putOpt(copy, plain.length, reply.rcode(), error, text);
    if (end > plain.length) {
      Bytes.put16(copy, 10, Bytes.u16(copy, 10) + 1);
    }
    return new Fitted(copy, end);
  }

  /** What an extended error says more, of a length that fits. */
  static String text(ExtendedError error) {
    String text = error.text();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}

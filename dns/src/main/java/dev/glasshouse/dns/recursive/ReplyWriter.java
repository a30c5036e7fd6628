package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.Patch;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the bytes that a client gets: a message without OPT record, made to fit one question. */
public final class ReplyWriter {
  private static final int LONGEST_TEXT = 200;

  private ReplyWriter() {}

  /** The whole answer to a question. */
  public static byte[] whole(Reply reply, ClientQuery query) {
    return fitted(plain(reply, query.scan()), reply, query);
  }

  /** A reply's message without its OPT record, which is made anew for each question. */
  static byte[] plain(Reply reply, MessageScan scan) {
    return reply.without(Asked.Wish.EDNS).message(scan.id(), 0).toWire(65535);
  }

  /** Such a message with what a question has of its own. */
  static byte[] fitted(byte[] plain, Reply reply, ClientQuery query) {
    Optional<ExtendedError> first = reply.errors().stream().findFirst();
    String text = first.map(ReplyWriter::text).orElse("");
    byte[] copy = Arrays.copyOf(plain, plain.length + query.optRoom(text));
    Patch.question(copy, query.scan());
    OptionalInt error = first.map(e -> OptionalInt.of(e.code())).orElse(OptionalInt.empty());
    int end = query.putOpt(copy, plain.length, reply.rcode(), error, text);
    if (end > plain.length) {
      Bytes.put16(copy, 10, Bytes.u16(copy, 10) + 1);
    }
    return end == copy.length ? copy : Arrays.copyOf(copy, end);
  }

  /** What an extended error says more, of a length that fits. */
  static String text(ExtendedError error) {
    String text = error.text();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}

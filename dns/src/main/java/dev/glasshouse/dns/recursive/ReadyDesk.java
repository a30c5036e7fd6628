package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.AnswerCache;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.Patch;
import dev.glasshouse.dns.wire.WireLimits;
import java.util.OptionalInt;

/**
 * What one thread needs to answer with ready messages, again and again: nothing is allocated for a
 * question.
 */
final class ReadyDesk {
  private static final int CD = 0x0010;
  private static final int AD = 0x0020;
  private static final int SECOND = 1_000_000_000;
  private static final int ROOM = 2048;

  private final AnswerCache.Key key = AnswerCache.Key.reusable();
  private final MessageScan scan = new MessageScan(WireLimits.ANSWER);
  private byte[] out = new byte[ROOM];

  /** What answers a question; until the next. */
  AnswerCache.Key key(MessageScan scan) {
    // AD in a question only asks whether; with DO it is said anyway.
    int how = (scan.flags() & CD) != 0 ? 1 : 0;
    how |= scan.dnssecOk() ? 2 : (scan.flags() & AD) != 0 ? 4 : 0;
    return key.set(scan.bytes(), MessageScan.HEADER, scan.questionEnd(), how);
  }

  /** Looks over answers of ours. */
  MessageScan scan() {
    return scan;
  }

  /** Sends a ready message, made to fit this question. */
  void send(AnswerCache.Stored stored, ClientQuery query, ReplySink reply, long now) {
    byte[] message = stored.message();
    int length = message.length;
    int room = length + query.optRoom(stored.text());
    if (room > out.length) {
      out = new byte[room];
    }
    System.arraycopy(message, 0, out, 0, length);
    Patch.question(out, query.scan());
    Patch.age(out, stored.ttls(), (int) ((now - stored.stored()) / SECOND), 0);
    OptionalInt error = stored.error() < 0 ? OptionalInt.empty() : OptionalInt.of(stored.error());
    int end = query.putOpt(out, length, Bytes.u16(out, 2) & 0xf, error, stored.text());
    if (end > length) {
      Bytes.put16(out, 10, Bytes.u16(out, 10) + 1);
    }
    reply.reply(out, end);
  }
}

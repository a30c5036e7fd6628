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

  private final AnswerCache.Key key = new AnswerCache.Key();
  private final MessageScan scan = new MessageScan(WireLimits.ANSWER);
  private final AnswerCache.Copy found = new AnswerCache.Copy();

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

  /** The answer that was found last. */
  AnswerCache.Copy found() {
    return found;
  }

  /** Sends it, made to fit this question. */
  void send(ClientQuery query, ReplySink reply, long now) {
    byte[] message = found.message(query.optRoom(found.text()));
    int length = found.length();
    Patch.question(message, query.scan());
    found.age(now);
    OptionalInt error = found.error() < 0 ? OptionalInt.empty() : OptionalInt.of(found.error());
    int end = query.putOpt(message, length, Bytes.u16(message, 2) & 0xf, error, found.text());
    if (end > length) {
      Bytes.put16(message, 10, Bytes.u16(message, 10) + 1);
    }
    reply.reply(message, end);
  }
}

package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.AnswerCache;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * Answers a server's clients: from the cache of ready messages, without decoding anything, else by
 * recursion.
 */
public final class RecursiveAnswerer implements Answerer {
  private static final int RD = 0x0100;
  private static final int CD = 0x0010;
  private static final int QR = 0x8000;
  private static final int TC = 0x0200;
  private static final int RA = 0x0080;
  private static final int SECOND = 1_000_000_000;

  /** Where answers go that come too late. */
  private static final ReplySink NOWHERE =
      new ReplySink() {
        @Override
        public void reply(byte[] message, int length) {
          // It is in the cache for whoever asks again.
        }

        @Override
        public void drop() {
          // A datagram needs no end.
        }
      };

  private final Recursive recursive;
  private final Backlog backlog;
  private final AnswerCache ready;
  private final LongSupplier nanos;
  private final FastThreadLocal<ReadyDesk> desks =
      new FastThreadLocal<>() {
        @Override
        protected ReadyDesk initialValue() {
          return new ReadyDesk();
        }
      };

  /**
   * An answerer.
   *
   * @param bytes how much the cache of ready messages holds
   */
  public RecursiveAnswerer(Recursive recursive, long bytes) {
    this(recursive, bytes, RecursorLimits.DEFAULT, System::nanoTime);
  }

  /** The same with limits, and a clock, of the caller's. */
  public RecursiveAnswerer(
      Recursive recursive, long bytes, RecursorLimits limits, LongSupplier nanos) {
    this.backlog = new Backlog(limits.waitingPerAddress(), limits.late());
    this.recursive = recursive;
    this.ready = new AnswerCache(bytes);
    this.nanos = nanos;
  }

  /** The cache of ready messages. */
  public AnswerCache ready() {
    return ready;
  }

  /** The questions by UDP that wait. */
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public void answer(ClientQuery query, ReplySink reply) {
    ReadyDesk desk = desks.get();
    long now = nanos.getAsLong();
    // A journey wants to hear why: then the machine answers, and tells.
    if (shared(query) && !query.trail().on()) {
      if (ready.get(desk.key(query.scan()), now, desk.found()) && !desk.found().soonOver(now)) {
        desk.send(query, reply, now);
        return;
      }
    }
    Asked asked;
    try {
      asked = Asked.of(query);
    } catch (IOException e) {
      reply.drop();
      return;
    }
    if (!backlog.enter(query)) {
      byte[] away = turnedAway(query.scan());
      reply.reply(away, away.length);
      return;
    }
    ClientQuery kept = query.kept();
    recursive.ask(
        asked,
        query.trail(),
        came -> {
          boolean inTime = backlog.leave(kept, now, nanos.getAsLong());
          answered(kept, inTime ? reply : NOWHERE, came);
        });
  }

  /** An answer that says to come back by TCP: no longer than the question, and at once. */
  private static byte[] turnedAway(MessageScan scan) {
    byte[] message = Arrays.copyOf(scan.bytes(), scan.questionEnd());
    Bytes.put16(message, 2, QR | TC | RA | scan.flags() & (RD | CD));
    Bytes.put16(message, 4, 1);
    Arrays.fill(message, 6, MessageScan.HEADER, (byte) 0);
    return message;
  }

  /** Whether a question may be answered with what somebody else got. */
  private boolean shared(ClientQuery query) {
    return (query.scan().flags() & RD) != 0
        && recursive.sameForAll()
        && query.access() != AccessList.Verdict.REFUSE_NON_LOCAL
        && query.access() != AccessList.Verdict.DROP_NON_LOCAL;
  }

  private void answered(ClientQuery query, ReplySink sink, Optional<Reply> came) {
    if (came.isEmpty()) {
      sink.drop();
      return;
    }
    Reply reply = came.get();
    byte[] plain = ReplyWriter.plain(reply, query.scan());
    if (shared(query) && isWorthKeeping(reply)) {
      keep(query, reply, plain);
    }
    ReplyWriter.Fitted fitted = ReplyWriter.fitted(plain, reply, query);
    sink.reply(fitted.message(), fitted.length());
  }

  /**
   * Most names are asked for once. What stands as bytes among the records anyway is made ready when
   * it is asked for again: then it comes from there.
   */
  private boolean isWorthKeeping(Reply reply) {
    return reply.origin() != Reply.Origin.SERVERS
        || !recursive.holdsBytes()
        || !ReplyWriter.isShort(reply);
  }

  private void keep(ClientQuery query, Reply reply, byte[] wire) {
    boolean lasting =
        reply.origin() != Reply.Origin.STALE
            && reply.origin() != Reply.Origin.LOCAL
            && (reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN);
    long ttl = lasting ? shortest(reply) : 0;
    ReadyDesk desk = desks.get();
    Optional<int[]> ttls =
        ttl > 0 ? ReplyWriter.ttls(reply, wire, query.scan(), desk.scan()) : Optional.empty();
    if (ttls.isPresent()) {
      long now = nanos.getAsLong();
      Optional<ExtendedError> error = reply.error();
      ready.put(
          desk.key(query.scan()),
          new AnswerCache.Stored(
              wire,
              ttls.get(),
              error.map(ExtendedError::code).orElse(-1),
              error.map(ReplyWriter::text).orElse(""),
              now,
              now + ttl * (long) SECOND));
    }
  }

  private static long shortest(Reply reply) {
    long least = Math.min(shortest(reply.answer()), shortest(reply.authority()));
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private static long shortest(List<Record> records) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < records.size(); i++) {
      least = Math.min(least, records.get(i).getTTL());
    }
    return least;
  }
}

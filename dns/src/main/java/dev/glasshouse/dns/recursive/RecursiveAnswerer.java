package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.AnswerCache;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.wire.Patch;
import dev.glasshouse.dns.wire.WireLimits;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Answers a server's clients: from the cache of ready messages, without decoding anything, else by
 * recursion.
 */
public final class RecursiveAnswerer implements Answerer {
  private static final int RD = 0x0100;
  private static final int AD = 0x0020;
  private static final int CD = 0x0010;
  private static final int SECOND = 1_000_000_000;
  private static final int ROOM_FOR_OPT = 512;

  private final Recursive recursive;
  private final AnswerCache ready;
  private final LongSupplier nanos;

  /**
   * An answerer.
   *
   * @param bytes how much the cache of ready messages holds
   */
  public RecursiveAnswerer(Recursive recursive, long bytes) {
    this(recursive, bytes, System::nanoTime);
  }

  /** The same with a clock of the caller's. */
  public RecursiveAnswerer(Recursive recursive, long bytes, LongSupplier nanos) {
    this.recursive = recursive;
    this.ready = new AnswerCache(bytes);
    this.nanos = nanos;
  }

  /** The cache of ready messages. */
  public AnswerCache ready() {
    return ready;
  }

  @Override
  public void answer(ClientQuery query, ReplySink reply) {
    MessageScan scan = query.scan();
    AnswerCache.Key key = key(scan);
    long now = nanos.getAsLong();
    // A journey wants to hear why: then the machine answers, and tells.
    if ((scan.flags() & RD) != 0 && !query.trail().on()) {
      Optional<AnswerCache.Stored> stored = ready.get(key, now);
      if (stored.isPresent() && !stored.get().soonOver(now)) {
        send(stored.get(), query, reply, now);
        return;
      }
    }
    Asked asked;
    try {
      // The OPT record is made for each question anew, and is no part of what is kept.
      asked = Asked.of(scan).without(Asked.Wish.EDNS);
    } catch (IOException e) {
      reply.drop();
      return;
    }
    ClientQuery kept = query.kept();
    recursive.ask(asked, query.trail(), r -> answered(key, kept, reply, r));
  }

  private static AnswerCache.Key key(MessageScan scan) {
    int length = scan.questionEnd() - MessageScan.HEADER;
    byte[] key = Arrays.copyOfRange(scan.bytes(), MessageScan.HEADER, scan.questionEnd() + 1);
    NameBytes.lower(key, 0, length - 4);
    // AD in a question only asks whether; with DO it is said anyway.
    int how = (scan.flags() & CD) != 0 ? 1 : 0;
    how |= scan.dnssecOk() ? 2 : (scan.flags() & AD) != 0 ? 4 : 0;
    key[length] = (byte) how;
    return new AnswerCache.Key(key);
  }

  /** A ready message, made to fit this question. */
  private static void send(
      AnswerCache.Stored stored, ClientQuery query, ReplySink reply, long now) {
    byte[] message = stored.message();
    byte[] copy = Arrays.copyOf(message, message.length + query.optRoom(""));
    Patch.question(copy, query.scan());
    Patch.age(copy, stored.ttls(), (int) ((now - stored.stored()) / SECOND), 0);
    finish(copy, message.length, query, reply, OptionalInt.empty(), "");
  }

  private static void finish(
      byte[] copy, int length, ClientQuery query, ReplySink reply, OptionalInt error, String text) {
    int end = query.putOpt(copy, length, Bytes.u16(copy, 2) & 0xf, error, text);
    if (end > length) {
      Bytes.put16(copy, 10, Bytes.u16(copy, 10) + 1);
    }
    reply.reply(copy, end);
  }

  private void answered(
      AnswerCache.Key key, ClientQuery query, ReplySink sink, Optional<Reply> came) {
    if (came.isEmpty()) {
      sink.drop();
      return;
    }
    Reply reply = came.get();
    Message message = reply.message(query.scan().id(), 0);
    byte[] wire = message.toWire();
    keep(key, reply, message, wire);
    Optional<ExtendedError> first = reply.errors().stream().findFirst();
    String text = first.map(e -> shortened(e.text())).orElse("");
    byte[] copy = Arrays.copyOf(wire, wire.length + query.optRoom(text) + ROOM_FOR_OPT);
    Patch.question(copy, query.scan());
    finish(
        copy,
        wire.length,
        query,
        sink,
        first.map(e -> OptionalInt.of(e.code())).orElse(OptionalInt.empty()),
        text);
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200);
  }

  private void keep(AnswerCache.Key key, Reply reply, Message message, byte[] wire) {
    boolean lasting =
        reply.asked().wants(Asked.Wish.RECURSION)
            && reply.errors().isEmpty()
            && reply.origin() != Reply.Origin.STALE
            && reply.origin() != Reply.Origin.LOCAL
            && (reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN);
    long ttl = lasting ? shortest(message) : 0;
    var scan = new MessageScan(WireLimits.ANSWER);
    if (ttl > 0 && scan.scan(wire) == Fault.NONE) {
      long now = nanos.getAsLong();
      ready.put(
          key, new AnswerCache.Stored(wire, Patch.ttls(scan), now, now + ttl * (long) SECOND));
    }
  }

  private static long shortest(Message message) {
    long ttl = Long.MAX_VALUE;
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (Record record : message.getSection(section)) {
        ttl = Math.min(ttl, record.getTTL());
      }
    }
    return ttl == Long.MAX_VALUE ? 0 : ttl;
  }
}

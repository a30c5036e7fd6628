package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.AddressWords;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Sends a zone, or what has changed in it, message by message, as fast as the other server takes
 * them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5936#section-2.2">RFC 5936 section 2.2</a>
 */
final class OutTransfer {
  /** Where compression pointers reach, less a signature. */
  private static final int ROOM = 16_000;

  /** Some thirty signatures: a few milliseconds. */
  private static final int SIGNED_ROOM = 4_000;

  private final ClientQuery query;
  private final ReplySink reply;
  private final Zone zone;
  private final Optional<Tsig> exchange;
  private final InstantSource clock;
  private final MessageWriter writer = new MessageWriter();
  private final Queue<ZoneDiff.Item> ahead = new ArrayDeque<>();
  private final String method;
  private Iterator<List<ZoneDiff.Item>> names = Collections.emptyIterator();
  private int room = ROOM;
  private int node;
  private int set;
  private int setsLeft;
  private int recordAt;
  private int recordsLeft;
  private boolean first = true;
  private boolean lastSoa;
  private long sent;

  private OutTransfer(
      ClientQuery query,
      ReplySink reply,
      Zone zone,
      Optional<Tsig> exchange,
      InstantSource clock,
      String method) {
    this.query = query;
    this.reply = reply;
    this.zone = zone;
    this.exchange = exchange;
    this.clock = clock;
    this.method = method;
  }

  /** Sends the whole zone. */
  static void whole(
      ClientQuery query, ReplySink reply, Zone zone, Optional<Tsig> exchange, InstantSource clock) {
    var transfer = new OutTransfer(query, reply, zone, exchange, clock, "AXFR");
    transfer.ahead.add(ZoneDiff.soa(zone));
    transfer.enter(ZoneWalk.first(zone));
    transfer.next();
  }

  /**
   * Sends the whole zone with what is signed meanwhile, in small messages: others have their turn
   * between them.
   *
   * @param names all but the SOA record, name by name
   */
  static void signed(
      ClientQuery query,
      ReplySink reply,
      Zone zone,
      Iterator<List<ZoneDiff.Item>> names,
      Optional<Tsig> exchange,
      InstantSource clock) {
    var transfer = new OutTransfer(query, reply, zone, exchange, clock, "AXFR");
    transfer.ahead.add(ZoneDiff.soa(zone));
    transfer.names = names;
    transfer.room = SIGNED_ROOM;
    transfer.next();
  }

  /** Sends what has changed, from version to version. */
  static void changes(
      ClientQuery query,
      ReplySink reply,
      Zone zone,
      List<ZoneDiff> diffs,
      Optional<Tsig> exchange,
      InstantSource clock) {
    var transfer = new OutTransfer(query, reply, zone, exchange, clock, "IXFR");
    ZoneDiff.Item now = ZoneDiff.soa(zone);
    transfer.ahead.add(now);
    for (int i = 0; i < diffs.size(); i++) {
      ZoneDiff diff = diffs.get(i);
      transfer.ahead.add(diff.oldSoa());
      transfer.ahead.addAll(diff.removed());
      transfer.ahead.add(i + 1 < diffs.size() ? diffs.get(i + 1).oldSoa() : now);
      transfer.ahead.addAll(diff.added());
    }
    transfer.next();
  }

  private void enter(int where) {
    node = where;
    if (node != 0) {
      set = zone.firstSet(node);
      setsLeft = zone.sets(node);
      recordsLeft = 0;
    }
  }

  private void next() {
    if (first) {
      writer.begin(query, room);
    } else {
      writer.begin(query.scan().id(), 0x8000, room);
    }
    writer.flag(Responder.AA);
    first = false;
    boolean over = fill();
    int length = writer.finish();
    if (exchange.isPresent()) {
      length = exchange.get().sign(writer.bytes(), length, clock.instant().getEpochSecond());
    }
    if (over) {
      if (query.trail().on()) {
        query
            .trail()
            .mark(
                new ZoneStep.ZoneTransferred(
                    zone.name(),
                    query.client().getAddress().getHostAddress(),
                    method,
                    "out",
                    zone.serial(),
                    sent),
                Because.HAPPENED);
      }
      reply.reply(writer.bytes(), length);
    } else if (reply.part(writer.bytes(), length)) {
      reply.ready(this::next);
    } else {
      if (query.trail().on()) {
        query
            .trail()
            .mark(
                new ZoneStep.QueryTurnedAway(
                    AddressWords.of(query.client()),
                    query.carrier().name(),
                    "dropped",
                    zone.name(),
                    method),
                Because.of(ZoneReason.CLIENT_GONE, sent));
      }
      reply.drop();
    }
  }

  /** Writes as much as a message takes; whether that was all. */
  private boolean fill() {
    while (!ahead.isEmpty() || names.hasNext()) {
      if (ahead.isEmpty()) {
        ahead.addAll(names.next());
        continue;
      }
      ZoneDiff.Item item = ahead.element();
      if (!put(item.name(), item.type(), item.ttl(), item.data(), 0, item.data().length)) {
        return false;
      }
      ahead.remove();
    }
    while (node != 0) {
      byte[] piece = zone.piece(node);
      byte[] name = zone.name(node);
      while (setsLeft > 0 || recordsLeft > 0) {
        if (recordsLeft == 0) {
          recordAt = Arena.place(set) + Zone.SET;
          recordsLeft = zone.count(set);
          setsLeft--;
        }
        int type = zone.type(set);
        while (recordsLeft > 0) {
          int length = Bytes.u16(piece, recordAt);
          if (type != RdataText.SOA
              && !put(name, type, zone.ttl(node, set, recordAt + 2), piece, recordAt + 2, length)) {
            return false;
          }
          recordAt += 2 + length;
          recordsLeft--;
        }
        set = zone.nextSet(set);
      }
      enter(ZoneWalk.next(zone, node));
    }
    if (!lastSoa) {
      ZoneDiff.Item soa = ZoneDiff.soa(zone);
      if (!put(soa.name(), soa.type(), soa.ttl(), soa.data(), 0, soa.data().length)) {
        return false;
      }
      lastSoa = true;
    }
    return true;
  }

  private boolean put(byte[] name, int type, int ttl, byte[] data, int from, int length) {
    boolean fits = writer.one(-1, name, type, ttl, data, from, length);
    if (!fits && writer.count(0) == 0) {
      // One that is larger than a message of ours goes alone.
      writer.limit(65_000);
      fits = writer.one(-1, name, type, ttl, data, from, length);
      writer.limit(0);
    }
    sent += fits ? 1 : 0;
    return fits;
  }

  /** What a query for changes has already: the serial number in its authority section. */
  static long has(ClientQuery query) {
    var scan = query.scan();
    for (int i = scan.answers(); i < scan.answers() + scan.authorities(); i++) {
      if (scan.type(i) == RdataText.SOA) {
        int end = scan.data(i) + scan.dataLength(i);
        return Bytes.u32(scan.bytes(), end - 20);
      }
    }
    return -1;
  }

  /** Whether a serial number comes after another one (RFC 1982). */
  static boolean newer(long one, long other) {
    return one != other && (int) (one - other) > 0;
  }

  /** The differences that lead from a version to the newest; empty when they are not kept. */
  static List<ZoneDiff> path(List<ZoneDiff> kept, long from, long to) {
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).from() == from && kept.getLast().to() == to) {
        return List.copyOf(kept.subList(i, kept.size()));
      }
    }
    return List.of();
  }
}

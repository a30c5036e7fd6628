package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.Type;

/**
 * Where every message of one socket or connection is looked at before it is answered. Its buffers
 * are used again for each.
 */
final class Desk {
  /** No question of ours is longer: what is, is malformed. */
  static final int LONGEST = 4096;

  private static final int PROHIBITED = 18;
  private static final int INVALID_TYPE = 30;
  private static final int COOKIE = 10;
  private static final int KEEPALIVE = 11;

  private final Served served;
  private final Carrier carrier;
  private final MessageScan scan = new MessageScan(WireLimits.QUESTION);
  private final byte[] in;
  private final byte[] out = new byte[1024];
  private boolean keepsAlive;
  // Who asked last, and what the access list says: often it is the same again.
  private InetAddress last = InetAddress.ofLiteral("::");
  private AccessList.Verdict lastAllowed;

  /** Where the answers go that the desk itself gives. */
  interface Lane {
    /** Sends a message. */
    void send(InetSocketAddress to, byte[] message, int length);

    /** Sends nothing. */
    void drop();

    /** Where the answer to a question goes. */
    ReplySink sink(ClientQuery query);
  }

  Desk(Served served, Carrier carrier, int longest) {
    this.served = served;
    this.carrier = carrier;
    this.in = new byte[longest];
    this.lastAllowed = served.access().verdict(last);
  }

  private AccessList.Verdict allowed(InetAddress client) {
    if (!client.equals(last)) {
      last = client;
      lastAllowed = served.access().verdict(client);
    }
    return lastAllowed;
  }

  /** Looks at a message and hands it on, or answers it. */
  void take(ByteBuf message, InetSocketAddress client, Lane lane) {
    int length = Math.min(message.readableBytes(), in.length);
    message.getBytes(message.readerIndex(), in, 0, length);
    served
        .counts()
        .add(carrier == Carrier.UDP ? ServerCount.UDP_MESSAGES : ServerCount.STREAM_MESSAGES);
    scan.scan(in, length);
    Trail trail = served.trails().apply(scan);
    Gate.Verdict verdict = Gate.verdict(scan, carrier.keeps());
    if (verdict == Gate.Verdict.DROP_SHORT || verdict == Gate.Verdict.DROP_RESPONSE) {
      served.counts().add(ServerCount.DROPPED);
      Because because =
          verdict == Gate.Verdict.DROP_SHORT
              ? Because.of(ZoneReason.MALFORMED, scan.text())
              : Because.of(ZoneReason.IS_A_RESPONSE);
      turnedAway(trail, client, "dropped", because);
      lane.drop();
      return;
    }
    AccessList.Verdict allowed = allowed(client.getAddress());
    if (!allowed.lets()) {
      served.counts().add(ServerCount.REFUSED);
      boolean drop = allowed == AccessList.Verdict.DROP;
      turnedAway(
          trail,
          client,
          drop ? "dropped" : "REFUSED",
          Because.of(ZoneReason.NOT_ALLOWED, client.getAddress().getHostAddress()));
      if (drop) {
        lane.drop();
      } else if (verdict == Gate.Verdict.ANSWER && scan.opt() >= 0) {
        ClientQuery query = query(client, allowed, trail);
        lane.send(client, out, Cut.code(query, Gate.REFUSED, OptionalInt.of(PROHIBITED), out));
      } else {
        lane.send(client, out, Cut.header(in, Gate.REFUSED, out));
      }
      return;
    }
    switch (verdict) {
      case ANSWER -> answer(client, allowed, trail, lane);
      case COOKIE_ONLY -> lane.send(client, out, Cut.code(query(client, allowed, trail), 0, out));
      case META_TYPE -> {
        served.counts().add(ServerCount.MALFORMED);
        turnedAway(
            trail,
            client,
            "FORMERR",
            Because.of(
                ZoneReason.TYPE_OF_MESSAGES,
                Clause.rfc(6895, "3.1"),
                Type.string(scan.questionType())));
        ClientQuery query = query(client, allowed, trail);
        lane.send(client, out, Cut.code(query, Gate.FORMERR, OptionalInt.of(INVALID_TYPE), out));
      }
      case OPERATION -> {
        served.counts().add(ServerCount.NOT_SERVED);
        turnedAway(trail, client, "NOTIMP", Because.of(ZoneReason.OPCODE_UNKNOWN, scan.opcode()));
        lane.send(client, out, Cut.header(in, Gate.NOTIMP, out));
      }
      case VERSION -> {
        served.counts().add(ServerCount.NOT_SERVED);
        turnedAway(
            trail,
            client,
            "BADVERS",
            Because.of(ZoneReason.EDNS_VERSION, Clause.rfc(6891, "6.1.3"), scan.ednsVersion()));
        lane.send(client, out, Cut.code(query(client, allowed, trail), Gate.BADVERS, out));
      }
      case MALFORMED, DROP_SHORT, DROP_RESPONSE -> {
        served.counts().add(ServerCount.MALFORMED);
        turnedAway(trail, client, "FORMERR", Because.of(ZoneReason.MALFORMED, problem()));
        lane.send(client, out, Cut.header(in, Gate.FORMERR, out));
      }
    }
  }

  private String problem() {
    return scan.trailing() > 0 && scan.fault() == dev.glasshouse.dns.wire.Fault.NONE
        ? scan.trailing() + " bytes after the last record"
        : scan.text();
  }

  private ClientQuery query(InetSocketAddress client, AccessList.Verdict access, Trail trail) {
    int room = carrier == Carrier.UDP ? Math.min(scan.udpSize(), served.limits().udpSize()) : 65535;
    // RFC 7828 section 3.3.2: whoever has asked once is told with every answer.
    keepsAlive |= carrier.keeps() && scan.opt() >= 0 && scan.option(KEEPALIVE) >= 0;
    Optional<Duration> keepAlive =
        keepsAlive ? Optional.of(served.limits().idle()) : Optional.empty();
    var face = new ClientQuery.Face(served.edns(), access, keepAlive);
    return new ClientQuery(scan, client, carrier, room, face, trail);
  }

  private void answer(InetSocketAddress client, AccessList.Verdict access, Trail trail, Lane lane) {
    ClientQuery query = query(client, access, trail);
    if (access == AccessList.Verdict.ALLOW_COOKIE
        && carrier == Carrier.UDP
        && !query.hasOurCookie()) {
      served.counts().add(ServerCount.REFUSED);
      turnedAway(
          trail,
          client,
          scan.option(COOKIE) >= 0 ? "BADCOOKIE" : "REFUSED",
          Because.of(ZoneReason.COOKIE_WANTED, Clause.rfc(7873, "5.2.3")));
      lane.send(client, out, Cut.unproven(query, out));
      return;
    }
    if (trail.on()) {
      long id =
          trail.mark(
              new ZoneStep.QueryCame(
                  AddressWords.of(client),
                  carrier.name(),
                  NameBytes.text(in, MessageScan.HEADER),
                  Type.string(scan.questionType()),
                  scan.length()),
              Because.HAPPENED);
      query = query.telling(trail.after(id));
    }
    ReplySink sink = lane.sink(query);
    try {
      served.answerer().answer(query, sink);
    } catch (RuntimeException e) {
      // Our own fault; the client must not wait for it.
      served.counts().add(ServerCount.FAILED);
      sink.reply(out, Cut.code(query, Gate.SERVFAIL, out));
    }
  }

  private void turnedAway(Trail trail, InetSocketAddress client, String outcome, Because because) {
    if (trail.on()) {
      // What is broken behind its question still has one.
      boolean asks = scan.questionEnd() > MessageScan.HEADER;
      trail.mark(
          new ZoneStep.QueryTurnedAway(
              AddressWords.of(client),
              carrier.name(),
              outcome,
              asks ? NameBytes.text(in, MessageScan.HEADER) : "",
              asks ? Type.string(scan.questionType()) : ""),
          because);
    }
  }
}

package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers with authority, out of zones that may be exchanged while it answers. Every answer is
 * given at once, on the thread that asks.
 */
public final class Authority implements Answerer {
  private static final int SERVFAIL = 2;
  private static final int REFUSED = 5;
  private static final int NOTIMP = 4;
  private static final int NOT_AUTHORITATIVE = 20;
  private static final int NOTAUTH = 9;
  private static final int IN = 1;
  private static final int IXFR = 251;
  private static final int AXFR = 252;

  private final ThreadLocal<Responder> responders;
  private final TransferRules transfers;
  private final InstantSource clock;
  private volatile BiPredicate<String, InetAddress> notified = (_, _) -> false;
  private volatile ZoneTable zones = new ZoneTable(List.of());
  private volatile MissingZones missing = MissingZones.NONE;

  /** Without a zone yet, and with whole zones for nobody. */
  public Authority(ZoneLimits limits) {
    this(limits, TransferRules.NOBODY, InstantSource.system());
  }

  /**
   * Without a zone yet.
   *
   * @param transfers who may have whole zones
   * @param clock dates signatures
   */
  public Authority(ZoneLimits limits, TransferRules transfers, InstantSource clock) {
    responders = ThreadLocal.withInitial(() -> new Responder(limits));
    this.transfers = transfers;
    this.clock = clock;
  }

  /** Serves a zone from now on, in place of one of the same name. */
  public synchronized void put(Zone zone) {
    var all = new ArrayList<ServedZone>(zones.all());
    all.removeIf(its -> Arrays.equals(its.apex(), zone.apex()));
    all.add(zones.of(zone.apex()).map(old -> old.next(zone)).orElseGet(() -> ServedZone.of(zone)));
    zones = new ZoneTable(all);
    missing = missing.without(zone.apex());
  }

  /** Serves a zone from now on, and signs what it answers. */
  public void put(Zone zone, ZoneSigner signer) {
    put(ServedZone.signed(zone, signer));
  }

  /** Serves a zone from now on, with rules on who gets which of its addresses. */
  public void put(Zone zone, Optional<ZoneSigner> signer, SmartRules rules, Health health) {
    ServedZone served =
        signer.isPresent() ? ServedZone.signed(zone, signer.get()) : ServedZone.of(zone);
    put(served.with(rules, health));
  }

  private synchronized void put(ServedZone served) {
    var all = new ArrayList<ServedZone>(zones.all());
    all.removeIf(its -> Arrays.equals(its.apex(), served.apex()));
    all.add(served);
    zones = new ZoneTable(all);
    missing = missing.without(served.apex());
  }

  /** The addresses that the rules of all zones want looked after. */
  public Set<Health.Watched> watched() {
    var all = new HashSet<Health.Watched>();
    zones.all().forEach(served -> all.addAll(served.smart().watched(served.zone())));
    return all;
  }

  /** Tells somebody of each NOTIFY that comes (RFC 1996): zone's name and who sent it. */
  public void onNotify(BiPredicate<String, InetAddress> listener) {
    notified = listener;
  }

  /** Serves a zone no more. */
  public synchronized void remove(Zone zone) {
    zones = new ZoneTable(zones.all().stream().filter(its -> its.zone() != zone).toList());
  }

  /** A zone that is to be served is not there: its names cannot be answered until it is put. */
  synchronized void miss(byte[] apex, MissingZones.Why why) {
    zones =
        new ZoneTable(
            zones.all().stream().filter(its -> !Arrays.equals(its.apex(), apex)).toList());
    missing = missing.with(apex, why);
  }

  /** The zones that are served now. */
  public List<Zone> zones() {
    return zones.all().stream().map(ServedZone::zone).toList();
  }

  /** The zone of this very name, as it is served now. */
  public Optional<Zone> zone(String name) {
    return zones.all().stream()
        .map(ServedZone::zone)
        .filter(zone -> zone.name().equalsIgnoreCase(name))
        .findFirst();
  }

  @Override
  public void answer(ClientQuery query, ReplySink reply) {
    if (query.scan().signature() < 0) {
      answer(query, reply, Optional.empty());
      return;
    }
    long now = clock.instant().getEpochSecond();
    switch (Tsig.question(query.scan(), transfers.keys(), now)) {
      case Tsig.Verdict.Unsigned() -> answer(query, reply, Optional.empty());
      case Tsig.Verdict.Good(Tsig exchange) ->
          answer(query.withLess(Tsig.ROOM), reply, Optional.of(exchange));
      case Tsig.Verdict.Untimely(Tsig exchange, long time) -> {
        MessageWriter writer = notAuthentic(query);
        int length = writer.finish();
        reply.reply(writer.bytes(), exchange.signUntimely(writer.bytes(), length, time, now));
      }
      case Tsig.Verdict.Bad(int error) -> {
        MessageWriter writer = notAuthentic(query);
        int length = writer.finish();
        reply.reply(writer.bytes(), Tsig.refuse(query.scan(), writer.bytes(), length, now, error));
      }
    }
  }

  private MessageWriter notAuthentic(ClientQuery query) {
    MessageWriter writer = responders.get().writer();
    writer.begin(query, query.room());
    writer.flag(NOTAUTH);
    return writer;
  }

  private void answer(ClientQuery query, ReplySink plain, Optional<Tsig> exchange) {
    Responder responder = responders.get();
    MessageScan scan = query.scan();
    ReplySink reply = exchange.isPresent() ? signing(plain, exchange.get()) : plain;
    responder.read(query);
    if (scan.opcode() != 0) {
      notify(query, reply, responder);
      return;
    }
    int type = scan.questionType();
    boolean above = type == Responder.DS;
    ZoneTable table = zones;
    ServedZone zone =
        table.closest(responder.name(), responder.nameLength(), above, responder.places());
    if (above && zone == null) {
      zone = table.closest(responder.name(), responder.nameLength(), false, responder.places());
    }
    if (!missing.isEmpty() && scan.questionClass() == IN && misses(query, reply, responder, zone)) {
      return;
    }
    if (zone == null || scan.questionClass() != IN) {
      if (query.trail().on()) {
        query
            .trail()
            .mark(
                new ZoneStep.ZoneAnswered(
                    NameBytes.text(responder.name()),
                    org.xbill.DNS.Type.string(type),
                    "",
                    "REFUSED",
                    ""),
                Because.of(ZoneReason.NO_ZONE, Clause.rfc(8914, "4.21")));
      }
      refuse(query, reply, responder, REFUSED);
      return;
    }
    if (type >= 249 && type <= 254) {
      // Transfers and what mail once needed are no data of a name.
      if (type == IXFR || type == AXFR) {
        transfer(query, plain, responder, zone, exchange);
      } else {
        refuse(query, reply, responder, NOTIMP);
      }
      return;
    }
    int length = responder.answer(query, zone);
    reply.reply(responder.writer().bytes(), length);
  }

  /** Answers what belongs to a zone that is to be served and is not there. */
  private boolean misses(
      ClientQuery query, ReplySink reply, Responder responder, @Nullable ServedZone closest) {
    int type = query.scan().questionType();
    Optional<MissingZones.Missing> found = missing.of(responder.name(), type == Responder.DS);
    if (found.isEmpty() || closest != null && closest.apex().length > found.get().apex().length) {
      return false;
    }
    MissingZones.Why why = found.get().why();
    if (query.trail().on()) {
      query
          .trail()
          .mark(
              new ZoneStep.ZoneAnswered(
                  NameBytes.text(responder.name()),
                  org.xbill.DNS.Type.string(type),
                  "",
                  "SERVFAIL",
                  ""),
              Because.of(
                  why.reason(),
                  Clause.rfc(8914, why.section()),
                  NameBytes.text(found.get().apex())));
    }
    refuse(query, reply, responder, SERVFAIL, OptionalInt.of(why.code()));
    return true;
  }

  /** RFC 1996 section 3.7: it is answered, and whoever keeps the zone looks whether it is new. */
  private void notify(ClientQuery query, ReplySink reply, Responder responder) {
    String name = NameBytes.text(responder.name());
    boolean known =
        query.scan().questionType() == RdataText.SOA
            && notified.test(name, query.client().getAddress());
    if (!known) {
      refuse(query, reply, responder, REFUSED);
      return;
    }
    MessageWriter writer = responder.writer();
    writer.begin(query, query.room());
    writer.flag(Responder.AA);
    reply.reply(writer.bytes(), writer.finish(query, 0));
  }

  private void transfer(
      ClientQuery query,
      ReplySink plain,
      Responder responder,
      ServedZone served,
      Optional<Tsig> exchange) {
    Zone zone = served.zone();
    boolean allowed =
        exchange.isPresent() || transfers.access().verdict(query.client().getAddress()).lets();
    ReplySink reply = exchange.isPresent() ? signing(plain, exchange.get()) : plain;
    boolean apex =
        responder.nameLength() == zone.apex().length
            && (query.carrier() != Carrier.UDP || query.scan().questionType() == IXFR);
    if (!allowed || !apex) {
      refuse(query, reply, responder, REFUSED);
      return;
    }
    ClientQuery kept = query.kept();
    boolean changes = query.scan().questionType() == IXFR;
    long has = changes ? OutTransfer.has(query) : -1;
    if (changes && has >= 0 && (!OutTransfer.newer(zone.serial(), has) || udp(query))) {
      // RFC 1995 section 2 and 4: nothing is newer, or it does not fit: the SOA alone tells.
      MessageWriter writer = responder.writer();
      writer.begin(query, query.room());
      writer.flag(Responder.AA);
      writer.set(zone, zone.soa(), -1, zone.apex(), zone.ttl(zone.soa()));
      reply.reply(writer.bytes(), writer.finish());
      return;
    }
    List<ZoneDiff> path =
        changes ? OutTransfer.path(served.diffs(), has, zone.serial()) : List.of();
    if (path.isEmpty()) {
      served
          .prover()
          .whole(zone)
          .ifPresentOrElse(
              names -> OutTransfer.signed(kept, plain, zone, names, exchange, clock),
              () -> OutTransfer.whole(kept, plain, zone, exchange, clock));
    } else {
      OutTransfer.changes(kept, plain, zone, path, exchange, clock);
    }
  }

  /** Signs what goes through it; the array has room for that behind the message. */
  private ReplySink signing(ReplySink plain, Tsig exchange) {
    return new ReplySink() {
      @Override
      public void reply(byte[] message, int length) {
        plain.reply(message, exchange.sign(message, length, clock.instant().getEpochSecond()));
      }

      @Override
      public void drop() {
        plain.drop();
      }
    };
  }

  private static boolean udp(ClientQuery query) {
    return query.carrier() == Carrier.UDP;
  }

  private static void refuse(ClientQuery query, ReplySink reply, Responder responder, int rcode) {
    refuse(
        query,
        reply,
        responder,
        rcode,
        rcode == REFUSED ? OptionalInt.of(NOT_AUTHORITATIVE) : OptionalInt.empty());
  }

  /**
   * Gives no answer.
   *
   * @param why the code of an extended error (RFC 8914); empty for none
   */
  private static void refuse(
      ClientQuery query, ReplySink reply, Responder responder, int rcode, OptionalInt why) {
    MessageWriter writer = responder.writer();
    writer.begin(query, query.room());
    writer.flag(rcode);
    int end = writer.length();
    int after = query.putOpt(writer.bytes(), end, rcode, why, "");
    writer.finish();
    dev.glasshouse.dns.wire.Bytes.put16(writer.bytes(), 10, after > end ? 1 : 0);
    reply.reply(writer.bytes(), after);
  }
}

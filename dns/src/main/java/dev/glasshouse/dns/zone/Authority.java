package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers with authority, out of zones that may be exchanged while it answers. Every answer is
 * given at once, on the thread that asks.
 */
public final class Authority implements Answerer {
  private static final int REFUSED = 5;
  private static final int NOTIMP = 4;
  private static final int NOT_AUTHORITATIVE = 20;
  private static final int IN = 1;

  private final ThreadLocal<Responder> responders;
  private volatile ZoneTable zones = new ZoneTable(List.of());

  /** Without a zone yet. */
  public Authority(ZoneLimits limits) {
    responders = ThreadLocal.withInitial(() -> new Responder(limits));
  }

  /** Serves a zone from now on, in place of one of the same name. */
  public synchronized void put(Zone zone) {
    var all = new ArrayList<ServedZone>(zones.all());
    all.removeIf(its -> java.util.Arrays.equals(its.apex(), zone.apex()));
    all.add(new ServedZone(zone));
    zones = new ZoneTable(all);
  }

  /** Serves a zone no more. */
  public synchronized void remove(Zone zone) {
    zones = new ZoneTable(zones.all().stream().filter(its -> its.zone() != zone).toList());
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
    Responder responder = responders.get();
    MessageScan scan = query.scan();
    responder.read(query);
    if (scan.opcode() != 0) {
      refuse(query, reply, responder, NOTIMP);
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
      refuse(query, reply, responder, type == 251 || type == 252 ? REFUSED : NOTIMP);
      return;
    }
    int length = responder.answer(query, zone);
    reply.reply(responder.writer().bytes(), length);
  }

  private static void refuse(ClientQuery query, ReplySink reply, Responder responder, int rcode) {
    MessageWriter writer = responder.writer();
    writer.begin(query, query.room());
    writer.flag(rcode);
    int end = writer.length();
    int after =
        query.putOpt(
            writer.bytes(),
            end,
            rcode,
            rcode == REFUSED ? OptionalInt.of(NOT_AUTHORITATIVE) : OptionalInt.empty(),
            "");
    writer.finish();
    dev.glasshouse.dns.wire.Bytes.put16(writer.bytes(), 10, after > end ? 1 : 0);
    reply.reply(writer.bytes(), after);
  }
}

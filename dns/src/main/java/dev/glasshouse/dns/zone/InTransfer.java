package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Rcode;

/**
 * Makes a zone of the messages of a transfer. Pure: messages in, a verdict out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1995#section-4">RFC 1995 section 4</a>
 */
final class InTransfer {
  private final byte[] apex;
  private final Optional<Zone> have;
  private final ZoneLimits limits;
  private final int id;
  private final MessageScan scan = new MessageScan(WireLimits.TRANSFER);
  private final WireRecords records = new WireRecords();
  private final List<ZoneDiff.Item> changes = new ArrayList<>();
  private final List<Boolean> adds = new ArrayList<>();
  private ZoneBuilder builder = new ZoneBuilder();
  private byte[] newest = new byte[0];
  private State state = State.BEGIN;
  private boolean adding;
  private boolean incremental;
  private long count;

  private enum State {
    /** Nothing has come. */
    BEGIN,
    /** The newest SOA has come; the next record tells what follows. */
    TOLD,
    /** Records, or changes, come. */
    RECORDS,
    /** The newest SOA has come again. */
    OVER
  }

  /** What a message came to. */
  enum Verdict {
    /** More messages come. */
    MORE,
    /** The zone is whole. */
    WHOLE,
    /** The version that is there is the newest. */
    CURRENT
  }

  InTransfer(byte[] apex, Optional<Zone> have, int id, ZoneLimits limits) {
    this.apex = apex;
    this.have = have;
    this.id = id;
    this.limits = limits;
    builder.apex(apex);
    builder.file("");
  }

  MessageScan scan() {
    return scan;
  }

  long count() {
    return count;
  }

  boolean incremental() {
    return incremental;
  }

  /** Takes a message that {@link #scan} was given. */
  Verdict take() throws TransferException {
    if (scan.fault() != Fault.NONE) {
      throw broken("a message is broken: " + scan.text());
    }
    if (!scan.isResponse() || scan.id() != id || scan.opcode() != 0) {
      throw broken("a message does not answer our question");
    }
    if (scan.rcode() != 0) {
      boolean forbidden = scan.rcode() == Rcode.REFUSED || scan.rcode() == Rcode.NOTAUTH;
      throw new TransferException(
          "the server says " + Rcode.string(scan.rcode()), have.isPresent() && !forbidden);
    }
    for (int i = 0; i < scan.answers(); i++) {
      if (state == State.OVER) {
        throw broken("records come behind the end");
      }
      record(i);
    }
    if (state == State.OVER) {
      return Verdict.WHOLE;
    }
    if (state == State.TOLD && have.isPresent()) {
      // RFC 1995 section 2: the server's SOA alone says that it has nothing newer.
      long mine = have.get().serial();
      if (serial(newest) == mine) {
        return Verdict.CURRENT;
      }
      if (!OutTransfer.newer(serial(newest), mine)) {
        throw new TransferException(
            "the server has serial " + serial(newest) + ", which is older than " + mine);
      }
    }
    if (scan.answers() == 0) {
      throw broken("a message has no records");
    }
    return Verdict.MORE;
  }

  private TransferException broken(String why) {
    return new TransferException(why, have.isPresent());
  }

  private static long serial(byte[] soa) {
    return Bytes.u32(soa, soa.length - 20);
  }

  private void record(int i) throws TransferException {
    count++;
    int type = scan.type(i);
    byte[] name = NameBytes.lower(NameBytes.expand(scan.bytes(), scan.owner(i)));
    int length = records.expand(scan, i);
    byte[] data = Arrays.copyOf(records.bytes(), length);
    boolean soa = type == RdataText.SOA && Arrays.equals(name, apex);
    switch (state) {
      case BEGIN -> {
        if (!soa) {
          throw broken("the first record is not the zone's SOA");
        }
        newest = data;
        state = State.TOLD;
        builder.add(name, name.length, type, scan.ttl(i), data, length, 0, 0);
      }
      case TOLD -> {
        state = State.RECORDS;
        if (soa && have.isPresent() && serial(data) == have.get().serial()) {
          // RFC 1995 section 4: the second record is the SOA of what we have: changes follow.
          incremental = true;
          adding = false;
        } else if (soa && Arrays.equals(data, newest)) {
          state = State.OVER;
        } else {
          add(name, type, scan.ttl(i), data);
        }
      }
      case RECORDS -> {
        if (!incremental) {
          if (soa) {
            state = State.OVER;
          } else {
            add(name, type, scan.ttl(i), data);
          }
        } else if (soa) {
          if (adding && Arrays.equals(data, newest)) {
            state = State.OVER;
          }
          adding = !adding;
        } else {
          changes.add(new ZoneDiff.Item(name, type, scan.ttl(i), data));
          adds.add(adding);
        }
      }
      case OVER -> throw broken("records come behind the end");
    }
  }

  private void add(byte[] name, int type, int ttl, byte[] data) {
    builder.add(name, name.length, type, ttl, data, data.length, 0, 0);
  }

  /** The zone. */
  Zone zone() throws TransferException {
    if (incremental) {
      applyChanges();
    }
    var faults = new ArrayList<ZoneFault>();
    // A zone that another server serves is served here too: what it is worth is its owner's matter.
    return ZoneMaker.make(builder, limits, faults);
  }

  private void applyChanges() throws TransferException {
    Zone old = have.orElseThrow(() -> new TransferException("changes of nothing"));
    Set<ByteBuffer> removed = new HashSet<>();
    var added = new java.util.LinkedHashMap<ByteBuffer, ZoneDiff.Item>();
    for (int i = 0; i < changes.size(); i++) {
      ZoneDiff.Item item = changes.get(i);
      ByteBuffer key = item.key();
      if (adds.get(i)) {
        added.put(key, item);
      } else if (added.remove(key) == null) {
        removed.add(key);
      }
    }
    ZoneWalk.nodes(
        old,
        node ->
            ZoneWalk.node(
                old,
                node,
                (name, type, ttl, piece, from, length) -> {
                  if (type == RdataText.SOA) {
                    return;
                  }
                  byte[] data = Arrays.copyOfRange(piece, from, from + length);
                  var item = new ZoneDiff.Item(name, type, ttl, data);
                  if (!removed.remove(item.key())) {
                    add(name, type, ttl, data);
                  }
                }));
    if (!removed.isEmpty()) {
      throw broken("the changes take away records that are not there: " + removed.size());
    }
    added.values().forEach(item -> add(item.name(), item.type(), item.ttl(), item.data()));
  }
}

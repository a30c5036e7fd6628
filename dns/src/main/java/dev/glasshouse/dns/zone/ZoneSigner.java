package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/**
 * Signs the sets of a zone when they are asked for, and remembers what it signed. From any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4034#section-3.1.8.1">RFC 4034 section
 *     3.1.8.1</a>
 */
public final class ZoneSigner {
  private static final int REMEMBERED = 20_000;
  private static final long VALID = Duration.ofDays(7).toSeconds();
  private static final long EARLIER = Duration.ofHours(1).toSeconds();

  private final SigningKey key;
  private final InstantSource clock;
  private final boolean copied;
  private final Map<ByteBuffer, Made> made =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Made> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Made(long at, byte[] rrsig) {}

  /** Signs with a key. */
  public ZoneSigner(SigningKey key, InstantSource clock) {
    this(key, clock, false);
  }

  private ZoneSigner(SigningKey key, InstantSource clock, boolean copied) {
    this.key = key;
    this.clock = clock;
    this.copied = copied;
  }

  SigningKey key() {
    return key;
  }

  /** The zone's DS record, as the zone above has to have it. */
  public String ds(Zone zone) {
    byte[] ds = key.ds(zone.apex());
    return zone.name()
        + " IN DS "
        + Bytes.u16(ds, 0)
        + " "
        + ds[2]
        + " 2 "
        + java.util.HexFormat.of().withUpperCase().formatHex(ds, 4, ds.length);
  }

  /** The records that a signed zone has at its name: keys for all, and for the zone above. */
  List<ZoneDiff.Item> keys(byte[] apex, int ttl) {
    return List.of(
        new ZoneDiff.Item(apex, 48, ttl, key.dnskey()),
        new ZoneDiff.Item(apex, 59, ttl, key.ds(apex)),
        new ZoneDiff.Item(apex, 60, ttl, key.dnskey()));
  }

  /** The data of a signature over a set of records of this owner. */
  byte[] rrsig(byte[] apex, byte[] owner, int type, int ttl, List<byte[]> data) {
    long now = clock.instant().getEpochSecond();
    ByteBuffer known = known(owner, type, ttl, data);
    synchronized (made) {
      Made before = made.get(known);
      // What is half over is made anew, so that no cache gets what is about to end.
      if (before != null && now - before.at() < VALID / 2 && now >= before.at()) {
        return before.rrsig();
      }
    }
    byte[] rrsig = sign(apex, owner, type, ttl, data, now);
    synchronized (made) {
      made.put(known, new Made(now, rrsig));
    }
    return rrsig;
  }

  /** The same, not remembered: as long as can be until it is over. */
  byte[] anew(byte[] apex, byte[] owner, int type, int ttl, List<byte[]> data) {
    return sign(apex, owner, type, ttl, data, clock.instant().getEpochSecond());
  }

  /**
   * The same signer, for zones that other servers copy with their signatures (AXFR). The serial
   * number is raised by {@link #period}, so that they fetch new signatures in time; what is signed
   * in one period holds until the end of the next.
   */
  public ZoneSigner copied() {
    return new ZoneSigner(key, clock, true);
  }

  /** How many halves of a signature's life there were since 1970, each 3.5 days. */
  public long period() {
    return clock.instant().getEpochSecond() / (VALID / 2);
  }

  /** What the serial number is raised by. */
  long raise() {
    return copied ? period() : 0;
  }

  private static ByteBuffer known(byte[] owner, int type, int ttl, List<byte[]> data) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(owner);
    out.writeBytes(new byte[] {(byte) (type >> 8), (byte) type});
    out.writeBytes(ByteBuffer.allocate(4).putInt(ttl).array());
    data.forEach(out::writeBytes);
    return ByteBuffer.wrap(out.toByteArray());
  }

  private byte[] sign(byte[] apex, byte[] owner, int type, int ttl, List<byte[]> data, long now) {
    byte[] head = new byte[18 + apex.length];
    int labels = NameBytes.labels(owner, 0) - (owner[0] == 1 && owner[1] == '*' ? 1 : 0);
    Bytes.put16(head, 0, type);
    head[2] = (byte) key.algorithmNumber();
    head[3] = (byte) labels;
    Bytes.put32(head, 4, ttl);
    Bytes.put32(head, 8, (int) (now + VALID));
    Bytes.put32(head, 12, (int) (now - EARLIER));
    Bytes.put16(head, 16, key.tag());
    System.arraycopy(apex, 0, head, 18, apex.length);
    var all = new ByteArrayOutputStream();
    all.writeBytes(head);
    for (byte[] each : canonical(owner, type, data)) {
      all.writeBytes(owner);
      byte[] fixed = new byte[10];
      Bytes.put16(fixed, 0, type);
      Bytes.put16(fixed, 2, 1);
      Bytes.put32(fixed, 4, ttl);
      Bytes.put16(fixed, 8, each.length);
      all.writeBytes(fixed);
      all.writeBytes(each);
    }
    byte[] signature = key.sign(all.toByteArray());
    byte[] rrsig = Arrays.copyOf(head, head.length + signature.length);
    System.arraycopy(signature, 0, rrsig, head.length, signature.length);
    return rrsig;
  }

  /** RFC 4034 section 6.2 and 6.3: names in lower case, records in order. */
  private static List<byte[]> canonical(byte[] owner, int type, List<byte[]> data) {
    var all = new ArrayList<byte[]>();
    for (byte[] each : data) {
      all.add(
          Record.newRecord(name(owner), type, DClass.IN, 0, each.length, each)
              .rdataToWireCanonical());
    }
    all.sort(Arrays::compareUnsigned);
    return all;
  }

  private static Name name(byte[] owner) {
    try {
      return Name.fromString(NameBytes.text(owner));
    } catch (TextParseException e) {
      throw new IllegalStateException("a name of a zone is none: " + NameBytes.text(owner), e);
    }
  }
}

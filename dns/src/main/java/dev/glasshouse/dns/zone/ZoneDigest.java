package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.dnssec.CanonicalForm;
import dev.glasshouse.dns.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Whether a zone is as its owner wrote it: the digest in its ZONEMD record is made anew.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8976#section-4">RFC 8976 section 4</a>
 */
public final class ZoneDigest {
  /** Type ZONEMD. */
  public static final int ZONEMD = 63;

  private static final int SIMPLE = 1;
  private static final int FIXED = 6;
  private static final int SHORTEST = 12;

  private ZoneDigest() {}

  /** What came of it. */
  public enum Verdict {
    /** A digest is that of the zone. */
    RIGHT("its digest is right"),
    /** No digest is that of the zone, and some should be. */
    WRONG("its digest is wrong"),
    /** The zone has no digest. */
    ABSENT("it has no digest"),
    /** There are only digests of kinds that are not known here. */
    UNKNOWN("its digests are of unknown kinds");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** The same in words. */
    public String text() {
      return text;
    }
  }

  /** A record: owner, type and canonical data. */
  private record Item(Name name, int type, int ttl, byte[] data) {}

  /** Looks at a zone. Its cost is that of sorting and hashing all of it. */
  public static Verdict check(Zone zone) {
    List<Item> items = items(zone);
    Name apex = name(zone.apex());
    List<byte[]> digests =
        items.stream()
            .filter(item -> item.type() == ZONEMD && item.name().equals(apex))
            .map(Item::data)
            .toList();
    if (digests.isEmpty()) {
      return Verdict.ABSENT;
    }
    // Section 4, step 4: of one scheme and algorithm there may be one alone.
    Map<Integer, Integer> count = new HashMap<>();
    digests.stream()
        .filter(data -> data.length > FIXED)
        .forEach(data -> count.merge(Bytes.u16(data, 4), 1, Integer::sum));
    Verdict verdict = Verdict.UNKNOWN;
    for (byte[] data : digests) {
      if (data.length < FIXED + SHORTEST || Bytes.u32(data, 0) != zone.serial()) {
        verdict = Verdict.WRONG;
        continue;
      }
      String algorithm =
          switch (data[5]) {
            case 1 -> "SHA-384";
            case 2 -> "SHA-512";
            default -> "";
          };
      if (data[4] != SIMPLE || algorithm.isEmpty()) {
        continue;
      }
      byte[] digest = digest(items, apex, algorithm);
      if (count.getOrDefault(Bytes.u16(data, 4), 0) == 1
          && Arrays.equals(digest, 0, digest.length, data, FIXED, data.length)) {
        return Verdict.RIGHT;
      }
      verdict = Verdict.WRONG;
    }
    return verdict;
  }

  private static List<Item> items(Zone zone) {
    var items = new ArrayList<Item>();
    ZoneWalk.nodes(
        zone,
        node ->
            ZoneWalk.node(
                zone,
                node,
                (name, type, ttl, piece, from, length) -> {
                  Name owner = name(name);
                  byte[] data = Arrays.copyOfRange(piece, from, from + length);
                  Record record = Record.newRecord(owner, type, DClass.IN, ttl, data);
                  items.add(new Item(owner, type, ttl, CanonicalForm.data(record)));
                }));
    items.sort(
        Comparator.comparing(Item::name)
            .thenComparingInt(Item::type)
            .thenComparing(Item::data, Arrays::compareUnsigned));
    return items;
  }

  /** Section 3.3.1: all records once, in canonical order, without the digests themselves. */
  private static byte[] digest(List<Item> items, Name apex, String algorithm) {
    MessageDigest hash;
    try {
      hash = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    Optional<Item> before = Optional.empty();
    var out = new ByteArrayOutputStream();
    byte[] fixed = new byte[10];
    for (Item item : items) {
      boolean again =
          before.isPresent()
              && before.get().type() == item.type()
              && before.get().name().equals(item.name())
              && Arrays.equals(before.get().data(), item.data());
      before = Optional.of(item);
      if (again || item.name().equals(apex) && ofDigests(item)) {
        continue;
      }
      Bytes.put16(fixed, 0, item.type());
      Bytes.put16(fixed, 2, DClass.IN);
      Bytes.put32(fixed, 4, item.ttl());
      Bytes.put16(fixed, 8, item.data().length);
      out.reset();
      out.writeBytes(item.name().toWireCanonical());
      out.writeBytes(fixed);
      out.writeBytes(item.data());
      hash.update(out.toByteArray());
    }
    return hash.digest();
  }

  private static boolean ofDigests(Item item) {
    return item.type() == ZONEMD
        || item.type() == Type.RRSIG && Bytes.u16(item.data(), 0) == ZONEMD;
  }

  private static Name name(byte[] wire) {
    try {
      return new Name(wire);
    } catch (IOException e) {
      // A zone has only names that hold.
      throw new IllegalStateException(e);
    }
  }
}

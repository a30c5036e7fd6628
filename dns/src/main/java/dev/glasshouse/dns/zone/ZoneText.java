package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Writes a zone as text that name servers read (RFC 1035 section 5.1), a record a line: the SOA
 * record, what else the zone's own name has, then all other names. Owners are whole names, and
 * stand once. Holds no more than a record at a time.
 */
final class ZoneText {
  private static final byte[] ROOT = new byte[1];

  private final OutputStream to;
  private final RdataText reader = new RdataText();
  private byte[] owner = new byte[0];

  private ZoneText(OutputStream to) {
    this.to = to;
  }

  /** Writes a zone; what is written to is for the caller to close. */
  static void write(Zone zone, OutputStream to) throws IOException {
    var text = new ZoneText(to);
    try {
      ZoneWalk.set(zone, zone.apexNode(), zone.soa(), text::record);
      ZoneWalk.node(
          zone,
          zone.apexNode(),
          (name, type, ttl, piece, from, length) -> {
            if (type != RdataText.SOA) {
              text.record(name, type, ttl, piece, from, length);
            }
          });
      ZoneWalk.nodes(
          zone,
          node -> {
            if (node != zone.apexNode()) {
              ZoneWalk.node(zone, node, text::record);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void record(byte[] name, int type, int ttl, byte[] piece, int from, int length) {
    var line = new StringBuilder();
    if (!Arrays.equals(name, owner)) {
      owner = name;
      line.append(NameBytes.text(name));
    }
    // RFC 2181 section 8: a TTL with its highest bit set is none.
    line.append('\t').append(Math.max(0, ttl)).append("\tIN\t").append(Type.string(type));
    line.append('\t').append(data(type, Arrays.copyOfRange(piece, from, from + length)));
    try {
      to.write(RdataText.latin(line.append('\n').toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Data as its type writes it if that is read as the very same bytes, else as bytes. */
  private String data(int type, byte[] data) {
    return typed(type, data)
        .filter(text -> Arrays.equals(read(type, text), data))
        .orElseGet(() -> bytes(data));
  }

  private static Optional<String> typed(int type, byte[] data) {
    try {
      return Optional.of(
          Record.newRecord(Name.root, type, DClass.IN, 0, data.length, data).rdataToString());
    } catch (RuntimeException e) {
      // Not what its type has to be: its bytes are kept all the same.
      return Optional.empty();
    }
  }

  private byte[] read(int type, String text) {
    try {
      return reader.copy(reader.parse(new ZoneTokens(RdataText.latin(text)), type, ROOT));
    } catch (BadText e) {
      return new byte[0];
    }
  }

  /** RFC 3597 section 5. */
  private static String bytes(byte[] data) {
    return ("\\# " + data.length + " " + HexFormat.of().formatHex(data)).strip();
  }
}

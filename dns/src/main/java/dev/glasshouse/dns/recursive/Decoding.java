package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Bytes from outside become messages, or are refused: first they are looked over in bounds, then
 * decoded. Records that are broken in themselves are left out, and the rest is taken.
 */
final class Decoding {
  /** A type that nobody has (RFC 6895 section 3.1, private use): its data are not looked into. */
  private static final int OPAQUE = 65_280;

  private static final int MOST_SINGLED = 64;
  private static final int TYPE_BEFORE_TTL = 4;

  private Decoding() {}

  /** A message out of its bytes. */
  static Message message(byte[] bytes) throws IOException {
    var scan = new MessageScan(WireLimits.ANSWER);
    if (scan.scan(bytes) != Fault.NONE) {
      throw new IOException(scan.text());
    }
    try {
      return parse(bytes);
    } catch (IOException e) {
      if (scan.records() > MOST_SINGLED) {
        throw e;
      }
      return without(broken(bytes, scan), bytes, scan);
    }
  }

  private static Message parse(byte[] bytes) throws IOException {
    try {
      return new Message(bytes);
    } catch (RuntimeException e) {
      // Some broken records come to this.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The records that cannot be decoded. */
  private static List<Integer> broken(byte[] bytes, MessageScan scan) {
    var broken = new ArrayList<Integer>();
    for (int i = 0; i < scan.records(); i++) {
      byte[] copy = bytes.clone();
      for (int other = 0; other < scan.records(); other++) {
        if (other != i) {
          hide(copy, scan, other);
        }
      }
      try {
        parse(copy);
      } catch (IOException e) {
        broken.add(i);
      }
    }
    return broken;
  }

  private static void hide(byte[] message, MessageScan scan, int record) {
    Bytes.put16(message, scan.ttlAt(record) - TYPE_BEFORE_TTL, OPAQUE);
  }

  private static Message without(List<Integer> broken, byte[] bytes, MessageScan scan)
      throws IOException {
    byte[] copy = bytes.clone();
    broken.forEach(record -> hide(copy, scan, record));
    Message message = parse(copy);
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
      for (Record record : List.copyOf(message.getSection(section))) {
        if (record.getType() == OPAQUE) {
          message.removeRecord(record, section);
        }
      }
    }
    return message;
  }
}

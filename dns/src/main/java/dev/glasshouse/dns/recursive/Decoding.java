package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Bytes from outside become messages, or are refused: first they are looked over in bounds, then
 * decoded. Records that are broken in themselves are left out, and the rest is taken.
 *
 * @param whole whether nothing was left out
 */
record Decoding(Message message, boolean whole) {
  /** A type that nobody has (RFC 6895 section 3.1, private use): its data are not looked into. */
  private static final int OPAQUE = 65_280;

  private static final int MOST_SINGLED = 64;
  private static final int POINTER = 0xc0;

  /**
   * A message out of its bytes.
   *
   * @param scan of these bytes
   * @param servers how many name servers of a delegation are taken
   */
  static Decoding of(MessageScan scan, byte[] bytes, int servers) throws IOException {
    Fault fault = scan.fault();
    String problem = fault == Fault.NONE ? "" : scan.text();
    if (fault != Fault.NONE && fault != Fault.DATA && fault != Fault.COMPRESSED) {
      throw new IOException(problem);
    }
    byte[] few = fault == Fault.NONE ? Excess.hidden(scan, bytes, servers, OPAQUE) : bytes;
    Optional<Message> whole = fault == Fault.NONE ? parsed(few) : Optional.empty();
    if (few != bytes) {
      whole.ifPresent(Decoding::withoutHidden);
    }
    return whole.isPresent()
        ? new Decoding(whole.get(), true)
        : new Decoding(withoutBroken(bytes, problem), false);
  }

  private static Optional<Message> parsed(byte[] bytes) {
    try {
      return Optional.of(new Message(bytes));
    } catch (IOException | RuntimeException e) {
      // Some broken records come to the one, and some to the other.
      return Optional.empty();
    }
  }

  private static Message withoutBroken(byte[] bytes, String problem) throws IOException {
    List<Integer> types = types(bytes);
    if (types.isEmpty() || types.size() > MOST_SINGLED) {
      throw new IOException("broken records: " + problem);
    }
    var broken = new ArrayList<Integer>();
    for (int one : types) {
      byte[] copy = bytes.clone();
      types.stream().filter(other -> other != one).forEach(other -> hide(copy, other));
      if (checked(copy).isEmpty()) {
        broken.add(one);
      }
    }
    byte[] copy = bytes.clone();
    broken.forEach(one -> hide(copy, one));
    Message message =
        checked(copy).orElseThrow(() -> new IOException("broken records: " + problem));
    return withoutHidden(message);
  }

  private static Message withoutHidden(Message message) {
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
      for (Record record : List.copyOf(message.getSection(section))) {
        if (record.getType() == OPAQUE) {
          message.removeRecord(record, section);
        }
      }
    }
    return message;
  }

  private static Optional<Message> checked(byte[] bytes) {
    return new MessageScan(WireLimits.ANSWER).scan(bytes) == Fault.NONE
        ? parsed(bytes)
        : Optional.empty();
  }

  private static void hide(byte[] message, int type) {
    // What stands at a record's end as OPT or TSIG is no record like others, and stays.
    if (Bytes.u16(message, type) != org.xbill.DNS.Type.OPT) {
      Bytes.put16(message, type, OPAQUE);
    }
  }

  /** Where the records' types stand; none when the message is cut. */
  private static List<Integer> types(byte[] bytes) {
    var types = new ArrayList<Integer>();
    int at = MessageScan.HEADER;
    for (int i = 0; i < Bytes.u16(bytes, 4); i++) {
      at = skipName(bytes, at) + 4;
    }
    int records = Bytes.u16(bytes, 6) + Bytes.u16(bytes, 8) + Bytes.u16(bytes, 10);
    for (int i = 0; i < records; i++) {
      at = skipName(bytes, at);
      if (at + 10 > bytes.length) {
        return List.of();
      }
      types.add(at);
      at += 10 + Bytes.u16(bytes, at + 8);
    }
    return types;
  }

  private static int skipName(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      if ((bytes[at] & POINTER) == POINTER) {
        return at + 2;
      }
      at += 1 + (bytes[at] & 0xff);
    }
    return at + 1;
  }
}

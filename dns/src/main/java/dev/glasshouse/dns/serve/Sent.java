package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.net.InetSocketAddress;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What is done with the bytes of an answer that leaves: told, cut. Its facts are in the bytes. */
final class Sent {
  private static final int TC = 0x0200;

  private Sent() {}

  /** A hash of what makes answers the same to {@link ResponseRate}. */
  static int kind(byte[] answer, int length) {
    int rcode = answer[3] & 0xf;
    boolean has = Bytes.u16(answer, 6) > 0 && Bytes.u16(answer, 4) == 1 && length > 16;
    // "There is none" is one account, however many names are asked for.
    if (!has) {
      return rcode + 1;
    }
    int hash = 0x811c9dc5;
    for (int at = MessageScan.HEADER; answer[at] != 0; ) {
      int end = at + 1 + (answer[at] & 0xff);
      for (; at < end; at++) {
        hash = (hash ^ NameBytes.lower(answer[at])) * 0x01000193;
      }
    }
    return hash;
  }

  /** An answer without its records, with its question and its OPT record, and TC. */
  static byte[] cut(byte[] answer, int length) {
    var scan = new MessageScan(WireLimits.TRANSFER);
    scan.scan(answer, length);
    int end = Math.min(scan.questionEnd(), length);
    int opt = scan.opt();
    int from = opt < 0 ? 0 : scan.owner(opt);
    int size = opt < 0 ? 0 : 11 + scan.dataLength(opt);
    byte[] cut = new byte[end + size];
    System.arraycopy(answer, 0, cut, 0, end);
    System.arraycopy(answer, from, cut, end, size);
    Bytes.put16(cut, 2, Bytes.u16(answer, 2) | TC);
    Bytes.put32(cut, 6, 0);
    Bytes.put16(cut, 10, opt < 0 ? 0 : 1);
    return cut;
  }

  static void tell(
      Trail trail, InetSocketAddress client, Carrier carrier, byte[] answer, int length) {
    trail.mark(
        new ZoneStep.ReplySent(
            AddressWords.of(client),
            carrier.name(),
            name(answer),
            type(answer),
            Rcode.string(answer[3] & 0xf),
            Bytes.u16(answer, 6),
            length,
            (answer[2] & 2) != 0),
        Because.HAPPENED);
  }

  static void tellCut(Trail trail, InetSocketAddress client, byte[] answer, int length, int room) {
    trail.mark(
        turnedAway(client, answer, "truncated"),
        Because.of(ZoneReason.TOO_LARGE, Clause.rfc(2181, "9"), length, room));
  }

  static void tellLimited(
      Trail trail, InetSocketAddress client, byte[] answer, boolean slipped, int slip) {
    String address = client.getAddress().getHostAddress();
    trail.mark(
        turnedAway(client, answer, slipped ? "truncated" : "dropped"),
        slipped
            ? Because.of(ZoneReason.RATE_SLIPPED, address, slip)
            : Because.of(ZoneReason.RATE_LIMITED, address));
  }

  private static ZoneStep.QueryTurnedAway turnedAway(
      InetSocketAddress client, byte[] answer, String outcome) {
    return new ZoneStep.QueryTurnedAway(
        AddressWords.of(client), Carrier.UDP.name(), outcome, name(answer), type(answer));
  }

  private static boolean asks(byte[] answer) {
    return Bytes.u16(answer, 4) == 1;
  }

  private static String name(byte[] answer) {
    return asks(answer) ? NameBytes.text(answer, MessageScan.HEADER) : "";
  }

  private static String type(byte[] answer) {
    if (!asks(answer)) {
      return "";
    }
    int at = MessageScan.HEADER + NameBytes.length(answer, MessageScan.HEADER);
    return Type.string(Bytes.u16(answer, at));
  }
}

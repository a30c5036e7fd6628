package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Takes out of a message what no honest delegation has: name servers by the hundred and their
 * addresses, each of which would cost something (NRDelegation). It is done before anything is
 * decoded: the records that are too many become the data of one that is not looked into, so what
 * points into them still finds it.
 */
final class Excess {
  private static final int AUTHORITIES_AT = 8;
  private static final int ADDITIONALS_AT = 10;

  /** Addresses for each name server. */
  private static final int ADDRESSES = 4;

  private final MessageScan scan;
  private final byte[] bytes;
  private final int opaque;
  private boolean cut;

  private Excess(MessageScan scan, byte[] bytes, int opaque) {
    this.scan = scan;
    this.bytes = bytes;
    this.opaque = opaque;
  }

  /**
   * The message with its excess hidden; the same bytes where there is none.
   *
   * @param scan of the message, which is without fault
   * @param servers how many name servers are kept
   * @param opaque the type of the record that hides the rest
   */
  static byte[] hidden(MessageScan scan, byte[] bytes, int servers, int opaque) {
    int additional = scan.answers() + scan.authorities();
    if (scan.records() - scan.answers() <= servers) {
      return bytes;
    }
    var excess = new Excess(scan, bytes.clone(), opaque);
    excess.hide(Section.AUTHORITY, scan.answers(), additional, servers);
    excess.hide(Section.ADDITIONAL, additional, scan.records(), servers * ADDRESSES);
    return excess.cut ? excess.bytes : bytes;
  }

  private void hide(int section, int from, int to, int most) {
    int kept = 0;
    int gone = 0;
    for (int i = from; i < to; i++) {
      if (!counts(section, i) || ++kept <= most) {
        continue;
      }
      int last = i;
      while (last + 1 < to && counts(section, last + 1)) {
        last++;
      }
      int data = scan.data(i);
      Bytes.put16(bytes, data - 10, opaque);
      Bytes.put16(bytes, data - 2, scan.data(last) + scan.dataLength(last) - data);
      gone += last - i;
      cut = true;
      i = last;
    }
    int at = section == Section.AUTHORITY ? AUTHORITIES_AT : ADDITIONALS_AT;
    Bytes.put16(bytes, at, Bytes.u16(bytes, at) - gone);
  }

  private boolean counts(int section, int record) {
    int type = scan.type(record);
    return section == Section.AUTHORITY
        ? type == Type.NS
        : type == Type.A || type == Type.AAAA || type == Type.RRSIG;
  }
}

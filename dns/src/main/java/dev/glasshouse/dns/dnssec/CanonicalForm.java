package dev.glasshouse.dns.dnssec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The bytes that are signed: records in canonical form and order.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4034#section-6">RFC 4034 section 6</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5.3.2">RFC 4035 section 5.3.2</a>
 */
public final class CanonicalForm {
  /** Behind the owner stand type, class, TTL and length. */
  private static final int FIXED = 10;

  /** Types whose data has names that count in lower case (RFC 4034 section 6.2, RFC 6840, 5.1). */
  private static final Set<Integer> LOWERED =
      Set.of(
          Type.NS,
          Type.MD,
          Type.MF,
          Type.CNAME,
          Type.SOA,
          Type.MB,
          Type.MG,
          Type.MR,
          Type.PTR,
          Type.MINFO,
          Type.MX,
          Type.RP,
          Type.AFSDB,
          Type.RT,
          Type.SIG,
          Type.PX,
          Type.NXT,
          Type.NAPTR,
          Type.KX,
          Type.SRV,
          Type.DNAME,
          Type.A6,
          Type.RRSIG);

  private CanonicalForm() {}

  /** What a signature of a set is over: its own data without the signature, then the records. */
  static byte[] signed(SignedSet set, RRSIGRecord signature) {
    var out = new ByteArrayOutputStream(512);
    byte[] own = signature.rdataToWireCanonical();
    out.write(own, 0, own.length - signature.getSignature().length);
    Name owner =
        set.expanded(signature)
            // the name that was signed: an asterisk in place of what it stood for
            ? set.name().wild(set.name().labels() - 1 - signature.getLabels())
            : set.name();
    byte[] name = owner.toWireCanonical();
    byte[] previous = {};
    for (byte[] data : inOrder(set.records())) {
      // two records that are alike count once (RFC 4034 section 6.3)
      if (Arrays.equals(previous, data) && data.length > 0) {
        continue;
      }
      previous = data;
      out.writeBytes(name);
      number(out, set.type());
      number(out, set.dclass());
      number(out, (int) (signature.getOrigTTL() >>> 16));
      number(out, (int) signature.getOrigTTL());
      number(out, data.length);
      out.writeBytes(data);
    }
    return out.toByteArray();
  }

  private static List<byte[]> inOrder(List<Record> records) {
    var all = new ArrayList<byte[]>(records.size());
    records.forEach(r -> all.add(data(r)));
    all.sort(Arrays::compareUnsigned);
    return all;
  }

  /** A record's data in canonical form. */
  public static byte[] data(Record record) {
    if (LOWERED.contains(record.getType())) {
      return record.rdataToWireCanonical();
    }
    byte[] whole = record.toWire(Section.ANSWER);
    return Arrays.copyOfRange(whole, record.getName().length() + FIXED, whole.length);
  }

  private static void number(ByteArrayOutputStream out, int number) {
    out.write(number >> 8);
    out.write(number);
  }
}

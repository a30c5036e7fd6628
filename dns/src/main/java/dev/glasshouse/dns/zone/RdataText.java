package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A record's data out of zone text into bytes. The types that large zones are made of are read
 * here; the others are read by dnsjava.
 */
final class RdataText {
  static final int A = 1;
  static final int NS = 2;
  static final int CNAME = 5;
  static final int SOA = 6;
  static final int PTR = 12;
  static final int MX = 15;
  static final int TXT = 16;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int DNAME = 39;
  private static final int EUI48 = 108;
  private static final int EUI64 = 109;

  private final byte[] to = new byte[66_000];
  private int at;

  /** The bytes that were read last; from 0 to the length that was returned. */
  byte[] bytes() {
    return to;
  }

  /**
   * Reads the rest of an entry.
   *
   * @return the data's length, bytes
   */
  int parse(ZoneTokens in, int type, byte[] origin) throws BadText {
    at = 0;
    if (!in.next()) {
      throw new BadText("the data is missing");
    }
    if (!in.quoted() && in.end() - in.start() == 2 && in.word().equals("\\#")) {
      unknown(in, type);
    } else {
      known(in, type, origin);
    }
    if (in.next()) {
      throw new BadText("more than the type has: " + in.word());
    }
    return at;
  }

  private void known(ZoneTokens in, int type, byte[] origin) throws BadText {
    switch (type) {
      case A -> address4(in);
      case AAAA -> address6(in);
      case NS, CNAME, PTR, DNAME -> name(in, origin);
      case MX -> {
        number16(in);
        more(in, "the exchange");
        name(in, origin);
      }
      case SRV -> {
        number16(in);
        more(in, "the weight");
        number16(in);
        more(in, "the port");
        number16(in);
        more(in, "the target");
        name(in, origin);
      }
      case SOA -> soa(in, origin);
      case TXT -> {
        do {
          string(in);
        } while (in.next());
      }
      case EUI48 -> hyphened(in, 6);
      case EUI64 -> hyphened(in, 8);
      default -> other(in, type, origin);
    }
  }

  /** RFC 7043 sections 3.2 and 4.2: pairs of hexadecimal digits with hyphens between them. */
  private void hyphened(ZoneTokens in, int length) throws BadText {
    try {
      byte[] data = HexFormat.ofDelimiter("-").parseHex(in.word());
      if (data.length == length) {
        System.arraycopy(data, 0, to, at, length);
        at += length;
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new BadText("not " + length + " pairs of hexadecimal digits with hyphens: " + in.word());
  }

  private static void more(ZoneTokens in, String what) throws BadText {
    if (!in.next()) {
      throw new BadText(what + " is missing");
    }
  }

  private void soa(ZoneTokens in, byte[] origin) throws BadText {
    name(in, origin);
    more(in, "the mailbox");
    name(in, origin);
    more(in, "the serial number");
    long serial = number(in, "the serial number");
    put32(serial);
    for (String what : new String[] {"refresh", "retry", "expire", "minimum"}) {
      more(in, what);
      long time = time(in.text(), in.start(), in.end());
      if (time < 0) {
        throw new BadText(what + " is no time: " + in.word());
      }
      put32(time);
    }
  }

  private void address4(ZoneTokens in) throws BadText {
    byte[] text = in.text();
    int value = -1;
    int parts = 0;
    for (int i = in.start(); i <= in.end(); i++) {
      if (i == in.end() || text[i] == '.') {
        if (value < 0 || value > 255 || parts == 4) {
          throw new BadText("no IPv4 address: " + in.word());
        }
        to[at + parts++] = (byte) value;
        value = -1;
      } else if (text[i] >= '0' && text[i] <= '9' && value <= 255) {
        value = Math.max(0, value) * 10 + text[i] - '0';
      } else {
        throw new BadText("no IPv4 address: " + in.word());
      }
    }
    if (parts != 4) {
      throw new BadText("no IPv4 address: " + in.word());
    }
    at += 4;
  }

  private void address6(ZoneTokens in) throws BadText {
    String word = in.word();
    try {
      byte[] bytes =
          word.indexOf(':') < 0 || word.indexOf('%') >= 0 || word.indexOf('[') >= 0
              ? new byte[0]
              : InetAddress.ofLiteral(word).getAddress();
      if (bytes.length == 4) {
        // Java takes ::ffff:1.2.3.4 for an IPv4 address.
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        bytes = mapped;
      }
      if (bytes.length == 16) {
        System.arraycopy(bytes, 0, to, at, 16);
        at += 16;
        return;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new BadText("no IPv6 address: " + word);
  }

  private void name(ZoneTokens in, byte[] origin) throws BadText {
    at += NameText.parse(in.text(), in.start(), in.end(), origin, to, at);
  }

  private void number16(ZoneTokens in) throws BadText {
    long value = number(in, "a number");
    if (value > 0xffff) {
      throw new BadText("a number above 65535: " + in.word());
    }
    Bytes.put16(to, at, (int) value);
    at += 2;
  }

  private static long number(ZoneTokens in, String what) throws BadText {
    long value = 0;
    for (int i = in.start(); i < in.end(); i++) {
      int digit = in.text()[i] - '0';
      value = value * 10 + digit;
      if (digit < 0 || digit > 9 || value > 0xffff_ffffL) {
        throw new BadText(what + " is no number up to 4294967295: " + in.word());
      }
    }
    return value;
  }

  private void put32(long value) {
    Bytes.put32(to, at, (int) value);
    at += 4;
  }

  private void string(ZoneTokens in) throws BadText {
    int length = at++;
    byte[] text = in.text();
    for (int i = in.start(); i < in.end(); i++) {
      byte letter = text[i];
      if (letter == '\\') {
        int code = NameText.escape(text, i, in.end());
        if (code < 0) {
          throw new BadText("a broken escape in " + in.word());
        }
        i += code >>> 8;
        letter = (byte) code;
      }
      to[at++] = letter;
      if (at - length > 256) {
        throw new BadText("a string of more than 255 bytes");
      }
    }
    to[length] = (byte) (at - length - 1);
    if (at > 65535) {
      throw new BadText("the data is longer than 65535 bytes");
    }
  }

  /** RFC 3597 section 5: a length and bytes as hexadecimal digits. */
  private void unknown(ZoneTokens in, int type) throws BadText {
    more(in, "the length");
    long length = number(in, "the length");
    var digits = new StringBuilder();
    while (in.next()) {
      digits.append(in.word());
    }
    byte[] data;
    try {
      data = HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new BadText("no hexadecimal digits: " + digits);
    }
    if (data.length != length || length > 65535) {
      throw new BadText("the data has " + data.length + " bytes, not " + length);
    }
    checked(type, data);
    System.arraycopy(data, 0, to, 0, data.length);
    at = data.length;
  }

  /** Bytes of a known type have to make sense. */
  private static void checked(int type, byte[] data) throws BadText {
    try {
      Record.newRecord(Name.root, type, DClass.IN, 0, data.length, data);
    } catch (RuntimeException e) {
      throw new BadText("the data is none of type " + Type.string(type));
    }
  }

  private void other(ZoneTokens in, int type, byte[] origin) throws BadText {
    var line = new StringBuilder();
    do {
      if (in.quoted()) {
        line.append('"').append(in.word()).append('"');
      } else {
        line.append(in.word());
      }
      line.append(' ');
    } while (in.next());
    try {
      Name base = origin.length == 0 ? Name.root : new Name(origin);
      Record record = Record.fromString(Name.root, type, DClass.IN, 0, line.toString(), base);
      byte[] data = record.rdataToWireCanonical();
      System.arraycopy(data, 0, to, 0, data.length);
      at = data.length;
    } catch (IOException | RuntimeException e) {
      String reason = String.valueOf(e.getMessage());
      throw new BadText(
          "no " + Type.string(type) + " data: " + reason.replaceFirst("^<none>:\\d+: ", ""));
    }
  }

  /** Seconds of a TTL such as {@code 300} or {@code 1h30m}; -1 when it is none. */
  static long time(byte[] text, int from, int end) {
    long all = 0;
    long value = -1;
    for (int i = from; i < end; i++) {
      int letter = NameBytes.lower(text[i]);
      if (letter >= '0' && letter <= '9') {
        value = Math.max(0, value) * 10 + letter - '0';
        if (value > 0xffff_ffffL) {
          return -1;
        }
        continue;
      }
      long unit =
          switch (letter) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> -1;
          };
      if (unit < 0 || value < 0) {
        return -1;
      }
      all += value * unit;
      value = -1;
    }
    if (value >= 0) {
      all += value;
    } else if (end == from) {
      return -1;
    }
    return all > 0xffff_ffffL ? -1 : all;
  }

  /** A word as Latin-1 text. */
  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A copy of the bytes that were read last. */
  byte[] copy(int length) {
    return Arrays.copyOf(to, length);
  }
}

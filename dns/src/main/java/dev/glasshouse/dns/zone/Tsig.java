package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * The signatures of one exchange: a question and its answer, or the messages of a transfer, each of
 * which is chained to the one before.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-4.3">RFC 8945 section 4.3</a>
 */
final class Tsig {
  static final int BADSIG = 16;
  static final int BADKEY = 17;
  static final int BADTIME = 18;

  /** How many bytes a signature takes at most: a name of usual length, and the longest MAC. */
  static final int ROOM = 400;

  private static final int TYPE = 250;
  private static final int ANY = 255;
  private static final int FUDGE = 300;
  private static final int TIME_SIZE = 6;

  private final TsigKey key;
  private byte[] last;
  private boolean first = true;
  private Mac pending;

  private Tsig(TsigKey key, byte[] last) {
    this.key = key;
    this.last = last;
    this.pending = begin();
  }

  /** What came of checking a message. */
  sealed interface Verdict {
    /** It was signed with the key, now. */
    record Good(Tsig exchange) implements Verdict {}

    /** It was not signed. */
    record Unsigned() implements Verdict {}

    /** It was signed with the key, at a time that is too far from ours. */
    record Untimely(Tsig exchange, long time) implements Verdict {}

    /** It was signed, but not so that it counts. */
    record Bad(int error) implements Verdict {}
  }

  /** The exchange that our own question begins. */
  static Tsig asking(TsigKey key) {
    return new Tsig(key, new byte[0]);
  }

  /** Checks a question; what answers it goes on with the exchange. */
  static Verdict question(MessageScan scan, List<TsigKey> keys, long now) {
    int record = scan.signature();
    if (record < 0 || scan.type(record) != TYPE) {
      return new Verdict.Unsigned();
    }
    var facts = Facts.of(scan, record);
    Optional<TsigKey> key =
        keys.stream().filter(its -> its.is(facts.name(), facts.algorithm())).findFirst();
    if (key.isEmpty()) {
      return new Verdict.Bad(BADKEY);
    }
    var exchange = new Tsig(key.get(), new byte[0]);
    int error = exchange.check(scan, facts, now);
    return switch (error) {
      case 0 -> new Verdict.Good(exchange);
      case BADTIME -> new Verdict.Untimely(exchange, facts.time());
      default -> new Verdict.Bad(error);
    };
  }

  TsigKey key() {
    return key;
  }

  /** What a signature record says. */
  private record Facts(
      byte[] name,
      byte[] algorithm,
      long time,
      int fudge,
      byte[] mac,
      int id,
      int error,
      byte[] other,
      int at) {
    static Facts of(MessageScan scan, int record) {
      byte[] bytes = scan.bytes();
      byte[] name = NameBytes.lower(NameBytes.expand(bytes, scan.owner(record)));
      int data = scan.data(record);
      byte[] algorithm = NameBytes.lower(NameBytes.expand(bytes, data));
      int at = skip(bytes, data);
      long time = time(bytes, at);
      int size = Bytes.u16(bytes, at + 8);
      byte[] mac = Arrays.copyOfRange(bytes, at + 10, at + 10 + size);
      return new Facts(
          name,
          algorithm,
          time,
          Bytes.u16(bytes, at + 6),
          mac,
          Bytes.u16(bytes, at + 10 + size),
          Bytes.u16(bytes, at + 12 + size),
          Arrays.copyOfRange(
              bytes, at + 16 + size, at + 16 + size + Bytes.u16(bytes, at + 14 + size)),
          scan.owner(record));
    }

    /** Seconds since 1970, in 48 bits. */
    static long time(byte[] bytes, int at) {
      return (long) Bytes.u16(bytes, at) << 32 | Bytes.u32(bytes, at + 2);
    }

    private static int skip(byte[] bytes, int from) {
      int at = from;
      while (bytes[at] != 0 && (bytes[at] & 0xc0) == 0) {
        at += 1 + bytes[at];
      }
      return bytes[at] == 0 ? at + 1 : at + 2;
    }
  }

  /**
   * Checks an answer, or the next message of a transfer; some of those need no signature.
   *
   * @return 0, or the error
   */
  int answer(MessageScan scan, long now) {
    int record = scan.signature();
    if (record < 0 || scan.type(record) != TYPE) {
      if (first) {
        return BADSIG;
      }
      // RFC 8945 section 5.3.1: up to 99 in a row, which the next signature covers.
      pending.update(scan.bytes(), 0, scan.length());
      unsigned++;
      return unsigned > 99 ? BADSIG : 0;
    }
    var facts = Facts.of(scan, record);
    if (facts.error() != 0) {
      return facts.error();
    }
    return key.is(facts.name(), facts.algorithm()) ? check(scan, facts, now) : BADKEY;
  }

  /**
   * What an answer says is wrong with our signature, in words; empty when nothing is. Nobody proves
   * it: it is for people to read.
   *
   * @param now our time, seconds since 1970
   */
  static Optional<String> refusal(MessageScan scan, long now) {
    int record = scan.signature();
    if (record < 0 || scan.type(record) != TYPE) {
      return Optional.empty();
    }
    var facts = Facts.of(scan, record);
    return switch (facts.error()) {
      case 0 -> Optional.empty();
      case BADSIG -> Optional.of("BADSIG: its key of that name has another secret");
      case BADKEY -> Optional.of("BADKEY: it has no key of that name and algorithm");
      case BADTIME ->
          Optional.of(
              "BADTIME: "
                  + (facts.other().length == TIME_SIZE
                      ? "its clock shows " + clock(Facts.time(facts.other(), 0)) + ", "
                      : "")
                  + "ours "
                  + clock(now));
      default -> Optional.of("TSIG error " + facts.error());
    };
  }

  private static String clock(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  private int unsigned;

  /** Whether the last message that was checked had a signature of its own. */
  boolean covered() {
    return unsigned == 0;
  }

  private int check(MessageScan scan, Facts facts, long now) {
    byte[] head = Arrays.copyOf(scan.bytes(), MessageScan.HEADER);
    Bytes.put16(head, 0, facts.id());
    Bytes.put16(head, 10, Bytes.u16(head, 10) - 1);
    pending.update(head);
    pending.update(scan.bytes(), MessageScan.HEADER, facts.at() - MessageScan.HEADER);
    byte[] mac = seal(facts.time(), facts.fudge(), 0, new byte[0]);
    if (!MessageDigest.isEqual(mac, facts.mac())) {
      return BADSIG;
    }
    unsigned = 0;
    next(mac);
    return Math.abs(now - facts.time()) > facts.fudge() ? BADTIME : 0;
  }

  private Mac begin() {
    Mac mac = key.mac();
    if (last.length > 0) {
      mac.update(new byte[] {(byte) (last.length >> 8), (byte) last.length});
      mac.update(last);
    }
    return mac;
  }

  private void next(byte[] mac) {
    last = mac;
    answered = !asked;
    asked = false;
    first = first && !answered;
    pending = begin();
  }

  // The question is the first message, its answer the second: only behind that one are timers
  // enough.
  private boolean asked = true;
  private boolean answered;

  /** Ends a digest with what the signature record says of itself. */
  private byte[] seal(long time, int fudge, int error, byte[] other) {
    byte[] timers = new byte[8];
    Bytes.put16(timers, 0, (int) (time >> 32));
    Bytes.put32(timers, 2, (int) time);
    Bytes.put16(timers, 6, fudge);
    if (!first) {
      pending.update(timers);
      return pending.doFinal();
    }
    pending.update(key.nameBytes());
    pending.update(new byte[] {0, (byte) ANY, 0, 0, 0, 0});
    pending.update(key.algorithmBytes());
    pending.update(timers);
    byte[] rest = new byte[4];
    Bytes.put16(rest, 0, error);
    Bytes.put16(rest, 2, other.length);
    pending.update(rest);
    pending.update(other);
    return pending.doFinal();
  }

  /**
   * Signs a message: puts the record behind it.
   *
   * @param message has room for 700 bytes behind its length
   * @return its new length
   */
  int sign(byte[] message, int length, long now) {
    pending.update(message, 0, length);
    byte[] mac = seal(now, FUDGE, 0, new byte[0]);
    int end = record(key, message, length, now, mac, 0);
    next(mac);
    return end;
  }

  /**
   * Signs a message that says only that the question was not signed at our time: with the
   * question's time, so that who asked can check it, and with ours beside it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-5.2.3">RFC 8945 section 5.2.3</a>
   */
  int signUntimely(byte[] message, int length, long asked, long now) {
    byte[] ours = new byte[TIME_SIZE];
    Bytes.put16(ours, 0, (int) (now >> 32));
    Bytes.put32(ours, 2, (int) now);
    pending.update(message, 0, length);
    byte[] mac = seal(asked, FUDGE, BADTIME, ours);
    int end = record(key, message, length, asked, mac, BADTIME);
    // The record ends with the length of what is beside it.
    System.arraycopy(ours, 0, message, end, TIME_SIZE);
    Bytes.put16(message, end - 2, TIME_SIZE);
    int data = end - (key.algorithmBytes().length + 16 + mac.length);
    Bytes.put16(message, data - 2, end + TIME_SIZE - data);
    next(mac);
    return end + TIME_SIZE;
  }

  /** Puts a record behind a message that says only what is wrong (RFC 8945 section 5.3.2). */
  static int refuse(MessageScan question, byte[] message, int length, long now, int error) {
    byte[] bytes = question.bytes();
    int record = question.signature();
    byte[] name = NameBytes.expand(bytes, question.owner(record));
    byte[] algorithm = NameBytes.expand(bytes, question.data(record));
    return record(name, algorithm, message, length, now, new byte[0], error);
  }

  private static int record(
      TsigKey key, byte[] message, int length, long now, byte[] mac, int error) {
    return record(key.nameBytes(), key.algorithmBytes(), message, length, now, mac, error);
  }

  private static int record(
      byte[] name, byte[] algorithm, byte[] to, int length, long now, byte[] mac, int error) {
    int at = length;
    System.arraycopy(name, 0, to, at, name.length);
    at += name.length;
    Bytes.put16(to, at, TYPE);
    Bytes.put16(to, at + 2, ANY);
    Bytes.put32(to, at + 4, 0);
    Bytes.put16(to, at + 8, algorithm.length + 16 + mac.length);
    at += 10;
    System.arraycopy(algorithm, 0, to, at, algorithm.length);
    at += algorithm.length;
    Bytes.put16(to, at, (int) (now >> 32));
    Bytes.put32(to, at + 2, (int) now);
    Bytes.put16(to, at + 6, FUDGE);
    Bytes.put16(to, at + 8, mac.length);
    System.arraycopy(mac, 0, to, at + 10, mac.length);
    at += 10 + mac.length;
    Bytes.put16(to, at, Bytes.u16(to, 0));
    Bytes.put16(to, at + 2, error);
    Bytes.put16(to, at + 4, 0);
    Bytes.put16(to, 10, Bytes.u16(to, 10) + 1);
    return at + 6;
  }
}

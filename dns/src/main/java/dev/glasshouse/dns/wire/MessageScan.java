package dev.glasshouse.dns.wire;

import java.util.Arrays;

/**
 * Looks over a message's bytes, and remembers where everything stands: nothing is decoded, and
 * nothing is allocated for a message that has no more records than those before it.
 *
 * <p>What passes has counts, lengths and names that hold: parsers of records behind it meet no
 * surprise, and spend little. Bytes after the last record are a fact ({@link #trailing}), not a
 * fault: resolvers tolerate them, servers need not.
 *
 * <p>One scan at a time, by one thread; the facts hold until the next.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035#section-4">RFC 1035 section 4</a>
 */
public final class MessageScan {
  /** The length of a message's header, bytes. */
  public static final int HEADER = 12;

  private static final byte[] NO_BYTES = new byte[HEADER];
  private static final int FACTS = 5;
  private static final int[] NOTHING = {};
  private static final int OPT = 41;
  private static final int SIG = 24;
  private static final int TSIG = 250;
  private static final int UPDATE = 5;

  private final WireLimits limits;
  private final NameWalk names;
  private byte[] bytes = NO_BYTES;
  private int length;
  private Fault fault = Fault.SHORT;
  private int faultAt;

  private int questionEnd;
  private int count;
  private int end;
  private int opt;
  private int signature;
  // For each record: where its owner stands, its type, class, data, and the data's length.
  private int[] facts = NOTHING;

  /** A scan that refuses what costs more than this. */
  public MessageScan(WireLimits limits) {
    this.limits = limits;
    this.names = new NameWalk(limits);
  }

  private MessageScan(MessageScan other) {
    limits = other.limits;
    names = other.names;
    bytes = Arrays.copyOf(other.bytes, other.length);
    length = other.length;
    fault = other.fault;
    faultAt = other.faultAt;
    questionEnd = other.questionEnd;
    count = other.count;
    end = other.end;
    opt = other.opt;
    signature = other.signature;
    facts = Arrays.copyOf(other.facts, other.count * FACTS);
  }

  /** The same facts of a copy of the message, which nobody writes into; it looks over no other. */
  public MessageScan kept() {
    return new MessageScan(this);
  }

  /** Looks over a whole array. */
  public Fault scan(byte[] message) {
    return scan(message, message.length);
  }

  /**
   * Looks over a message.
   *
   * @param message where it begins at 0; kept until the next scan, never changed
   * @param size its length, bytes
   */
  public Fault scan(byte[] message, int size) {
    bytes = message;
    length = size;
    questionEnd = HEADER;
    end = HEADER;
    count = 0;
    opt = -1;
    signature = -1;
    faultAt = 0;
    fault = size < HEADER ? Fault.SHORT : body();
    return fault;
  }

  private Fault body() {
    int questions = questions();
    if (questions > 1) {
      return Fault.QUESTIONS;
    }
    int records = Bytes.u16(bytes, 6) + Bytes.u16(bytes, 8) + Bytes.u16(bytes, 10);
    if (records > limits.records()) {
      return Fault.RECORDS;
    }
    names.begin(bytes, length);
    int at = HEADER;
    if (questions == 1) {
      at = names.skip(at);
      if (at < 0) {
        return nameFault(HEADER);
      }
      at += 4;
      if (at > length) {
        return fault(Fault.CUT, HEADER);
      }
    }
    questionEnd = at;
    // Room only for what the bytes can hold: a count that lies costs nothing.
    int room = Math.min(records, (length - at) / 11 + 1) * FACTS;
    if (room > facts.length) {
      facts = Arrays.copyOf(facts, Math.max(room, Math.max(facts.length * 2, 2 * FACTS)));
    }
    for (int i = 0; i < records; i++) {
      at = record(at, i, records);
      if (at < 0) {
        return fault;
      }
      count++;
    }
    end = at;
    return Fault.NONE;
  }

  /** Steps over a record; -1 with {@link #fault} set when it is broken. */
  private int record(int begin, int index, int records) {
    int at = names.skip(begin);
    if (at < 0) {
      fault = nameFault(begin);
      return -1;
    }
    if (at + 10 > length) {
      fault = fault(Fault.CUT, begin);
      return -1;
    }
    int type = Bytes.u16(bytes, at);
    int dataLength = Bytes.u16(bytes, at + 8);
    int data = at + 10;
    if (data + dataLength > length) {
      fault = fault(Fault.CUT, begin);
      return -1;
    }
    int slot = index * FACTS;
    facts[slot] = begin;
    facts[slot + 1] = type;
    facts[slot + 2] = Bytes.u16(bytes, at + 2);
    facts[slot + 3] = data;
    facts[slot + 4] = dataLength;
    Fault its =
        type == OPT
            ? opt(index, begin, data, dataLength)
            : dataLength == 0 && opcode() == UPDATE
                ? Fault.NONE
                : RecordForm.check(names, type, data, data + dataLength);
    if ((type == TSIG || type == SIG && dataLength > 1 && Bytes.u16(bytes, data) == 0)
        && its == Fault.NONE) {
      if (index != records - 1 || Bytes.u16(bytes, 10) == 0) {
        its = Fault.SIGNATURE;
      }
      signature = index;
    }
    if (its != Fault.NONE) {
      fault = fault(its, begin);
      return -1;
    }
    return data + dataLength;
  }

  /** RFC 6891 section 6.1.1: at most one, in the additional section, owned by the root. */
  private Fault opt(int index, int owner, int data, int dataLength) {
    if (opt >= 0
        || bytes[owner] != 0
        || index < Bytes.u16(bytes, 6) + Bytes.u16(bytes, 8)
        || !RecordForm.options(bytes, data, data + dataLength)) {
      return Fault.EDNS;
    }
    opt = index;
    return Fault.NONE;
  }

  private Fault nameFault(int at) {
    return fault(names.fault(), at);
  }

  private Fault fault(Fault what, int at) {
    faultAt = at;
    return what;
  }

  /** What is wrong with the message; {@link Fault#NONE} when it can be parsed. */
  public Fault fault() {
    return fault;
  }

  /** What is wrong with the message in words, with the numbers that tell where. */
  public String text() {
    return switch (fault) {
      case NONE -> fault.text();
      case SHORT -> "only " + length + " bytes, less than a header";
      case QUESTIONS -> questions() + " questions";
      case RECORDS ->
          Bytes.u16(bytes, 6)
              + Bytes.u16(bytes, 8)
              + Bytes.u16(bytes, 10)
              + " records, more than "
              + limits.records();
      default -> fault.text() + " (the record at byte " + faultAt + ")";
    };
  }

  /** The bytes that were looked over. */
  public byte[] bytes() {
    return bytes;
  }

  /** The message's length, bytes. */
  public int length() {
    return length;
  }

  /** The message's id. */
  public int id() {
    return Bytes.u16(bytes, 0);
  }

  /** The header's second 16 bits: QR, opcode, flags and the lower bits of the response code. */
  public int flags() {
    return Bytes.u16(bytes, 2);
  }

  /** Whether it is a response. */
  public boolean isResponse() {
    return (bytes[2] & 0x80) != 0;
  }

  /** The opcode, 0 for a query. */
  public int opcode() {
    return bytes[2] >> 3 & 0xf;
  }

  /** The response code, with the upper bits of an OPT record. */
  public int rcode() {
    int low = bytes[3] & 0xf;
    return opt < 0 ? low : (bytes[ttlAt(opt)] & 0xff) << 4 | low;
  }

  /** How many questions it says it has. */
  public int questions() {
    return Bytes.u16(bytes, 4);
  }

  /** Where the question's type stands. Only if there is a question. */
  public int questionTypeAt() {
    return questionEnd - 4;
  }

  /** The question's type. Only if there is a question. */
  public int questionType() {
    return Bytes.u16(bytes, questionEnd - 4);
  }

  /** The question's class. Only if there is a question. */
  public int questionClass() {
    return Bytes.u16(bytes, questionEnd - 2);
  }

  /** Where the first record stands. The question's name is at {@link #HEADER}. */
  public int questionEnd() {
    return questionEnd;
  }

  /** How many records were looked over, of all sections. */
  public int records() {
    return count;
  }

  /** How many records are before those of the authority section. */
  public int answers() {
    return Bytes.u16(bytes, 6);
  }

  /** How many records the authority section has. */
  public int authorities() {
    return Bytes.u16(bytes, 8);
  }

  /** Where a record's owner stands. */
  public int owner(int record) {
    return facts[record * FACTS];
  }

  /** A record's type. */
  public int type(int record) {
    return facts[record * FACTS + 1];
  }

  /** A record's class; of an OPT record the size that its sender takes. */
  public int dclass(int record) {
    return facts[record * FACTS + 2];
  }

  /** Where a record's TTL stands, 4 bytes. */
  public int ttlAt(int record) {
    return facts[record * FACTS + 3] - 6;
  }

  /** A record's TTL, seconds; one with the highest bit set is 0 (RFC 2181 section 8). */
  public int ttl(int record) {
    return Math.max(0, Bytes.i32(bytes, ttlAt(record)));
  }

  /** Where a record's data stands. */
  public int data(int record) {
    return facts[record * FACTS + 3];
  }

  /** How long a record's data is, bytes. */
  public int dataLength(int record) {
    return facts[record * FACTS + 4];
  }

  /** Which record is the OPT record; -1 when there is none. */
  public int opt() {
    return opt;
  }

  /** Which record is the TSIG or SIG(0) record; -1 when there is none. */
  public int signature() {
    return signature;
  }

  /** Where the last record ends. */
  public int end() {
    return end;
  }

  /** How many bytes come after the last record. */
  public int trailing() {
    return length - end;
  }

  /** The largest answer by UDP that the sender takes, bytes: 512 without OPT, never less. */
  public int udpSize() {
    return opt < 0 ? 512 : Math.max(512, dclass(opt));
  }

  /** The EDNS version; 0 without OPT. */
  public int ednsVersion() {
    return opt < 0 ? 0 : bytes[ttlAt(opt) + 1] & 0xff;
  }

  /** Whether the sender understands DNSSEC (RFC 3225). */
  public boolean dnssecOk() {
    return opt >= 0 && (bytes[ttlAt(opt) + 2] & 0x80) != 0;
  }

  /**
   * Where an EDNS option's length stands, with its data behind; -1 when there is none.
   *
   * @param code the option's code
   */
  public int option(int code) {
    if (opt < 0) {
      return -1;
    }
    int at = data(opt);
    int last = at + dataLength(opt);
    while (at < last) {
      if (Bytes.u16(bytes, at) == code) {
        return at + 2;
      }
      at += 4 + Bytes.u16(bytes, at + 2);
    }
    return -1;
  }
}

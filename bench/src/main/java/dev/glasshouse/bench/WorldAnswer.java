package dev.glasshouse.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One answer of {@link NameWorld}, built over the bytes of its question. */
final class WorldAnswer {
  /** Whose the answer is. */
  enum Role {
    ROOT,
    TOP,
    OWNER
  }

  /** How many top-level domains there are. */
  static final int TOPS = 10;

  /** How many addresses the zones' first servers share, and as many their second. */
  static final int SERVERS = 200;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int SOA = 6;
  private static final int OPT = 41;
  private static final int NAME = 12;

  private final ByteBuffer out;
  private final int zones;
  // Where the labels of the question's name begin, from the left.
  private final int[] labels = new int[128];
  private int depth;
  private int type;
  private int answers;
  private int authorities;
  private int additionals;

  private WorldAnswer(ByteBuffer question, int zones) {
    this.out = question;
    this.zones = zones;
  }

  /**
   * Makes a question its answer, which ends at the buffer's limit.
   *
   * @param zones how many zones there are
   * @param role who answers
   * @throws IndexOutOfBoundsException when it is no question
   */
  static void write(ByteBuffer question, int zones, Role role) {
    new WorldAnswer(question, zones).write(role);
  }

  private void write(Role role) {
    int at = NAME;
    for (; out.get(at) != 0; at += 1 + out.get(at)) {
      labels[depth++] = at;
    }
    type = out.getShort(at + 1);
    int end = at + 5;
    boolean edns = out.limit() > end && out.getShort(10) > 0;
    out.clear().position(end);
    int rcode = records(role);
    if (edns) {
      out.put((byte) 0).putShort((short) OPT).putShort((short) 1232).putInt(0).putShort((short) 0);
      additionals++;
    }
    boolean authority = answers > 0 || authorities == 1 && additionals <= (edns ? 1 : 0);
    out.putShort(2, (short) (0x8000 | (authority ? 0x0400 : 0) | rcode));
    out.putShort(6, (short) answers).putShort(8, (short) authorities);
    out.putShort(10, (short) additionals).flip();
  }

  private int records(Role role) {
    return switch (role) {
      case ROOT -> root();
      case TOP -> top();
      case OWNER -> owner();
    };
  }

  private int root() {
    if (depth == 0 && type == NS) {
      answers++;
      int server = nameServer(NAME, "a");
      glue(server, 0, 1);
      return 0;
    }
    int number = depth == 0 ? -1 : number(depth - 1, 't');
    if (number < 0 || number >= TOPS) {
      return none(NAME + (depth == 0 ? 0 : length(0)), depth > 0);
    }
    authorities++;
    glue(nameServer(labels[depth - 1], "ns"), 1, number + 1);
    return 0;
  }

  private int top() {
    int zone = depth < 2 ? -1 : number(depth - 2, 'z');
    if (zone < 0 || zone >= zones) {
      return none(labels[depth - 1], depth > 1);
    }
    servers(zone, true);
    return 0;
  }

  private int owner() {
    int apex = labels[depth - 2];
    int zone = number(depth - 2, 'z');
    if (depth == 2 && type == NS) {
      servers(zone, false);
    } else if (depth == 3 && type == A) {
      int server = number(0, 'n');
      answers++;
      header(NAME, A, 4);
      out.putInt(server < 0 ? 0x0a000000 | zone : 0x7f350201 + (server << 8) + zone % SERVERS);
    } else {
      return none(apex, false);
    }
    return 0;
  }

  private void servers(int zone, boolean referral) {
    int first = nameServer(labels[depth - 2], "n0");
    int second = nameServer(labels[depth - 2], "n1");
    if (referral) {
      authorities += 2;
    } else {
      answers += 2;
    }
    glue(first, 2, zone % SERVERS + 1);
    glue(second, 3, zone % SERVERS + 1);
  }

  /** That there is no such name, or nothing of the type there. */
  private int none(int apex, boolean noName) {
    authorities++;
    header(apex, SOA, 22);
    out.put((byte) 0).put((byte) 0);
    out.putInt(1).putInt(3600).putInt(600).putInt(86400).putInt(300);
    return noName ? 3 : 0;
  }

  /** An NS record; where its data stands. */
  private int nameServer(int owner, String label) {
    boolean root = out.get(owner) == 0;
    byte[] text = label.getBytes(StandardCharsets.US_ASCII);
    header(owner, NS, 1 + text.length + (root ? 1 : 2));
    int data = out.position();
    out.put((byte) text.length).put(text);
    if (root) {
      out.put((byte) 0);
    } else {
      out.putShort((short) (0xc000 | owner));
    }
    return data;
  }

  private void glue(int owner, int third, int fourth) {
    additionals++;
    header(owner, A, 4);
    out.putInt(0x7f350000 | third << 8 | fourth);
  }

  private void header(int owner, int kind, int size) {
    if (out.get(owner) == 0) {
      out.put((byte) 0);
    } else {
      out.putShort((short) (0xc000 | owner));
    }
    out.putShort((short) kind).putShort((short) 1).putInt(86400).putShort((short) size);
  }

  private int length(int from) {
    int length = 0;
    for (int i = from; i < depth; i++) {
      length += 1 + out.get(labels[i]);
    }
    return length;
  }

  /** The number behind a label's letter, which may have either case; -1 where it is not so. */
  private int number(int label, char letter) {
    int at = labels[label];
    int size = out.get(at);
    if (size < 2 || (out.get(at + 1) | 0x20) != letter) {
      return -1;
    }
    int number = 0;
    for (int i = 2; i <= size; i++) {
      int digit = out.get(at + i) - '0';
      if (digit < 0 || digit > 9 || number > 9_999_999) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}

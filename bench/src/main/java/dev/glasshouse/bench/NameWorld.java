package dev.glasshouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The name servers of a small internet on loopback addresses, for resolvers to be measured with:
 * the root (127.53.0.1), ten top-level domains {@code t0} to {@code t9} (127.53.1.1 to .10) and
 * their zones {@code z0.t0}, {@code z1.t1}, ..., each with two servers among 400 addresses. Every
 * name {@code h...} in a zone has an address. Each answer leaves a round trip late.
 *
 * <p>Arguments: how many zones there are, the round trip in milliseconds, the port (53 where
 * resolvers shall find it by themselves). For each line of its input it tells how many questions
 * came since the last.
 */
public final class NameWorld {
  private static final int TOPS = 10;
  private static final int SERVERS = 200;
  private static final int ROOM = 512;
  private static final int BUFFERS = 1 << 21;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int SOA = 6;
  private static final int OPT = 41;

  private final int zones;
  private final long late;
  private final Selector selector;
  private final Queue<Due> waiting = new ArrayDeque<>();
  private final AtomicLong asked = new AtomicLong();
  private final ByteBuffer in = ByteBuffer.allocateDirect(4096);

  /** An answer that is on its way. */
  private record Due(long at, DatagramChannel from, SocketAddress to, ByteBuffer message) {}

  /** Whose a socket is. */
  private enum Role {
    ROOT,
    TOP,
    OWNER
  }

  private NameWorld(int zones, long late) throws IOException {
    this.zones = zones;
    this.late = late;
    this.selector = Selector.open();
  }

  /** Answers until it is killed. */
  public static void main(String[] arguments) throws IOException {
    var world =
        new NameWorld(
            Integer.parseInt(arguments[0]),
            TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1])));
    int port = Integer.parseInt(arguments[2]);
    world.open("127.53.0.1", port, Role.ROOT);
    for (int i = 1; i <= TOPS; i++) {
      world.open("127.53.1." + i, port, Role.TOP);
    }
    for (int i = 1; i <= SERVERS; i++) {
      world.open("127.53.2." + i, port, Role.OWNER);
      world.open("127.53.3." + i, port, Role.OWNER);
    }
    Thread.ofPlatform().daemon().start(world::tellCounts);
    System.out.println("ready");
    world.run();
  }

  private void open(String address, int port, Role role) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFERS);
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, role);
  }

  private void tellCounts() {
    try {
      while (System.in.read() >= 0) {
        System.out.println(asked.getAndSet(0));
      }
    } catch (IOException e) {
      // Whoever asked is gone.
    }
  }

  private void run() throws IOException {
    while (true) {
      long left = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().at - System.nanoTime();
      if (left == Long.MAX_VALUE) {
        selector.select(this::receive);
      } else if (left > 1_000_000) {
        selector.select(this::receive, left / 1_000_000);
      } else {
        selector.selectNow(this::receive);
      }
      while (!waiting.isEmpty() && waiting.peek().at - System.nanoTime() <= 0) {
        Due due = waiting.remove();
        due.from.send(due.message, due.to);
      }
    }
  }

  private void receive(SelectionKey key) {
    var channel = (DatagramChannel) key.channel();
    try {
      while (true) {
        in.clear();
        SocketAddress from = channel.receive(in);
        if (from == null) {
          return;
        }
        asked.incrementAndGet();
        in.flip();
        var answer = new Answer(in, zones, (Role) key.attachment());
        waiting.add(new Due(System.nanoTime() + late, channel, from, answer.message()));
      }
    } catch (IOException | RuntimeException e) {
      System.err.println("a question could not be answered: " + e);
    }
  }

  /** One answer, built behind the bytes of its question. */
  private static final class Answer {
    private static final int NAME = 12;

    private final ByteBuffer out = ByteBuffer.allocate(ROOM);
    private final int zones;
    // Where the labels of the question's name begin, from the left.
    private final int[] labels = new int[128];
    private int depth;
    private int type;
    private int answers;
    private int authorities;
    private int additionals;

    Answer(ByteBuffer question, int zones, Role role) {
      this.zones = zones;
      int at = NAME;
      for (; question.get(at) != 0; at += 1 + question.get(at)) {
        labels[depth++] = at;
      }
      type = question.getShort(at + 1);
      int end = at + 5;
      boolean edns = question.limit() > end && question.getShort(10) > 0;
      out.put(question.slice(0, end));
      int rcode = records(role);
      if (edns) {
        out.put((byte) 0)
            .putShort((short) OPT)
            .putShort((short) 1232)
            .putInt(0)
            .putShort((short) 0);
        additionals++;
      }
      boolean authority = answers > 0 || authorities == 1 && additionals <= (edns ? 1 : 0);
      out.putShort(2, (short) (0x8000 | (authority ? 0x0400 : 0) | rcode));
      out.putShort(6, (short) answers).putShort(8, (short) authorities);
      out.putShort(10, (short) additionals).flip();
    }

    ByteBuffer message() {
      return out;
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
}

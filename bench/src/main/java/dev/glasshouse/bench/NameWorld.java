package dev.glasshouse.bench;

import dev.glasshouse.bench.WorldAnswer.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The name servers of a small internet on loopback addresses, for resolvers to be measured with:
 * the root (127.53.0.1), ten top-level domains {@code t0} to {@code t9} (127.53.1.1 to .10) and
 * their zones {@code z0.t0}, {@code z1.t1}, ..., each with two servers among 400 addresses. Every
 * name {@code h...} in a zone has an address. Each answer leaves a round trip late.
 *
 * <p>It looks for questions and sends what is due every quarter of a millisecond, in batches, and
 * sleeps in between: it takes as little as it can of the processor that it shares with those who
 * ask, and no resolver has to wake it.
 *
 * <p>Arguments: how many zones there are, the round trip in milliseconds, the port (53 where
 * resolvers shall find it by themselves). For each line of its input it tells how many questions
 * came since the last, and how late their answers were at the mean and at most, microseconds behind
 * the round trip.
 */
public final class NameWorld {
  private static final long TURN = TimeUnit.MICROSECONDS.toNanos(250);

  private final DatagramRing ring;
  private final int zones;
  private final long roundTrip;
  // When each message of the ring came.
  private final long[] came = new long[DatagramRing.SLOTS];
  // What is told; guarded by this.
  private long asked;
  private long late;
  private long latest;

  private NameWorld(DatagramRing ring, int zones, long roundTrip) {
    this.ring = ring;
    this.zones = zones;
    this.roundTrip = roundTrip;
  }

  /** Answers until it is killed. */
  public static void main(String[] arguments) throws IOException {
    var world =
        new NameWorld(
            DatagramRing.open(Integer.parseInt(arguments[2])),
            Integer.parseInt(arguments[0]),
            TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1])));
    Thread.ofPlatform().daemon().start(world::tellCounts);
    System.out.println("ready");
    world.run();
  }

  private void tellCounts() {
    try {
      while (System.in.read() >= 0) {
        System.out.println(counts());
      }
    } catch (IOException e) {
      // Whoever asked is gone.
    }
  }

  private synchronized String counts() {
    String told = asked + " " + late / 1000 / Math.max(1, asked) + " " + latest / 1000;
    asked = 0;
    late = 0;
    latest = 0;
    return told;
  }

  private synchronized void count(int answers, long sumLate, long mostLate) {
    asked += answers;
    late += sumLate;
    latest = Math.max(latest, mostLate);
  }

  private void run() {
    while (true) {
      for (int first = ring.received(), count = ring.receive(); count > 0; ) {
        long now = System.nanoTime();
        for (int i = first; i < first + count; i++) {
          came[i & DatagramRing.SLOTS - 1] = now;
          answer(i);
        }
        first = ring.received();
        count = ring.receive();
      }
      send();
      LockSupport.parkNanos(TURN);
    }
  }

  private void send() {
    long now = System.nanoTime();
    long sum = 0;
    long most = 0;
    int count = 0;
    for (int i = ring.sent(); i != ring.received(); i++) {
      long behind = now - came[i & DatagramRing.SLOTS - 1] - roundTrip;
      if (behind < 0) {
        break;
      }
      sum += behind;
      most = Math.max(most, behind);
      count++;
    }
    if (count > 0) {
      ring.send(count);
      count(count, sum, most);
    }
  }

  private void answer(int number) {
    ByteBuffer message = ring.message(number);
    try {
      WorldAnswer.write(message, zones, role(ring.address(number)));
    } catch (RuntimeException e) {
      System.err.println("a question could not be answered: " + e);
      message.clear().limit(0);
    }
  }

  private static Role role(int address) {
    return switch (address >> 8 & 0xff) {
      case 0 -> Role.ROOT;
      case 1 -> Role.TOP;
      default -> Role.OWNER;
    };
  }
}

package dev.glasshouse.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What names share is walked once; what comes of it is as if each had been walked alone. */
class NameWalkTest {
  private static final int PRIVATE = 65_280;
  private static final WireLimits LIMITS = WireLimits.ANSWER;

  @Test
  void asIfEachNameHadBeenWalkedAlone() {
    var random = new Random(11);
    Set<Fault> seen = EnumSet.noneOf(Fault.class);
    for (int round = 0; round < 400; round++) {
      byte[] message = message(random);
      var scan = new MessageScan(LIMITS);
      Fault fault = scan.scan(message);
      assertThat(fault).as("round %d", round).isEqualTo(alone(message));
      seen.add(fault);
    }
    assertThat(seen).contains(Fault.NONE, Fault.STEPS, Fault.POINTER, Fault.NAME_LONG);
  }

  /** A record whose data are labels and pointers, and many whose owners lead into it. */
  private static byte[] message(Random random) {
    ByteBuffer message = ByteBuffer.allocate(65_535);
    message.put(new byte[MessageScan.HEADER]);
    record(message.put((byte) 0), 0);
    int data = message.position();
    int chains = random.nextInt(20);
    int longest = 1 + random.nextInt(120);
    int[] places = new int[400];
    int count = 0;
    while (count < places.length) {
      int labels = 1 + random.nextInt(longest);
      for (int i = 0; i < labels && count < places.length; i++) {
        places[count++] = message.position();
        message.put((byte) 1).put((byte) 'a');
      }
      if (random.nextInt(20) < chains && count > 0 && count < places.length) {
        int target = places[random.nextInt(count)];
        places[count++] = message.position();
        message.putShort((short) (0xc000 | target));
      } else {
        message.put((byte) 0);
      }
    }
    message.put((byte) 0);
    message.putShort(data - 2, (short) (message.position() - data));
    int records = 1 + random.nextInt(2000);
    for (int i = 1; i < records; i++) {
      int target = places[random.nextInt(count)];
      record(message.putShort((short) (0xc000 | target)), 0);
    }
    message.putShort(6, (short) records);
    return Arrays.copyOf(message.array(), message.position());
  }

  private static void record(ByteBuffer message, int length) {
    message.putShort((short) PRIVATE).putShort((short) 1).putInt(60).putShort((short) length);
  }

  /** What is wrong with the first name that is, each walked from its beginning to its end. */
  private static Fault alone(byte[] message) {
    int at = MessageScan.HEADER;
    int steps = LIMITS.steps();
    for (int i = 0; i < Bytes.u16(message, 6); i++) {
      int here = at;
      int lowest = at;
      int length = 0;
      int follows = 0;
      while (true) {
        int first = message[here] & 0xff;
        if (--steps < 0) {
          return Fault.STEPS;
        }
        if (first >= 0xc0) {
          int target = Bytes.u16(message, here) & 0x3fff;
          if (target >= lowest || ++follows > LIMITS.follows()) {
            return Fault.POINTER;
          }
          lowest = target;
          here = target;
          continue;
        }
        length += first + 1;
        if (length > 255) {
          return Fault.NAME_LONG;
        }
        if (first == 0) {
          break;
        }
        here += first + 1;
      }
      at += (message[at] & 0xff) >= 0xc0 ? 2 : 1;
      at += 10 + Bytes.u16(message, at + 8);
    }
    return Fault.NONE;
  }
}

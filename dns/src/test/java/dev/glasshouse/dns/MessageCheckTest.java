package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Malicious messages are told from good ones, and cost little. */
class MessageCheckTest {
  private static Optional<String> problem(byte[] message) {
    return MessageCheck.problem(message, Limits.DEFAULT);
  }

  private static byte[] question() throws Exception {
    return Messages.question("www.site.test", "A", 7, Messages.Edns.ON, Limits.DEFAULT);
  }

  @Test
  void goodOnesPass() throws Exception {
    byte[] question = question();
    assertThat(problem(question)).isEmpty();
    byte[] answer =
        Wire.answer(
            question,
            "www.site.test. 300 CNAME a.site.test.",
            "a.site.test. 300 A 192.0.2.1",
            "!site.test. 300 SOA ns.site.test. me.site.test. 1 2 3 4 5");
    assertThat(problem(answer)).isEmpty();
  }

  @Test
  void everyCutIsFound() throws Exception {
    byte[] answer = Wire.answer(question(), "www.site.test. 300 A 192.0.2.1");
    for (int length = 0; length < answer.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(answer, length);
      assertThat(problem(cut)).as("cut to %d bytes", length).isPresent();
    }
  }

  private static ByteBuffer header(int questions, int answers) {
    ByteBuffer message = ByteBuffer.allocate(65535);
    message.putShort((short) 1).putShort((short) 0x8180);
    message.putShort((short) questions).putShort((short) answers).putInt(0);
    return message;
  }

  private static byte[] bytes(ByteBuffer message) {
    return java.util.Arrays.copyOf(message.array(), message.position());
  }

  @Test
  void pointersThatLeadNowhereGood() {
    for (int target : new int[] {0, 5, 12, 13, 14, 0x3fff}) {
      ByteBuffer message = header(1, 0);
      message.putShort((short) (0xc000 | target)).putInt(0x00010001);
      assertThat(problem(bytes(message))).as("to %d", target).isPresent();
    }
  }

  @Test
  void aMessageFullOfPointersIsCheap() {
    // Names that each point at the one before, as far back as pointers reach.
    ByteBuffer message = header(0, 500);
    int last = 0;
    for (int i = 0; i < 500; i++) {
      int here = message.position();
      message.put((byte) 1).put((byte) 'a');
      if (last == 0) {
        message.put((byte) 0);
      } else {
        message.putShort((short) (0xc000 | last));
      }
      last = here;
      message.putShort((short) 1).putShort((short) 1).putInt(0).putShort((short) 0);
    }
    assertThat(problem(bytes(message))).isPresent();
  }

  @Test
  void tooManyRecords() {
    assertThat(problem(bytes(header(0, 60000)))).contains("60000 records, more than 512");
  }

  @Test
  void rubbishNeverEscapes() {
    var random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] message = new byte[random.nextInt(201)];
      random.nextBytes(message);
      if (message.length > 11 && random.nextBoolean()) {
        // A header that promises little lets the rest be read.
        System.arraycopy(bytes(header(1, random.nextInt(3))), 0, message, 0, 12);
      }
      parse(message, "seed 1, case " + i);
    }
  }

  @Test
  void brokenAnswersNeverEscape() throws Exception {
    var random = new Random(2);
    byte[] whole =
        Wire.answer(
            question(),
            "www.site.test. 300 CNAME a.site.test.",
            "a.site.test. 300 A 192.0.2.1",
            "!site.test. 300 SOA ns.site.test. me.site.test. 1 2 3 4 5");
    for (int where = 0; where < whole.length; where++) {
      for (int what : new int[] {0, 1, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff}) {
        byte[] answer = whole.clone();
        answer[where] = (byte) what;
        parse(answer, "byte " + where + " is " + what);
      }
    }
    for (int i = 0; i < 3000; i++) {
      byte[] answer = whole.clone();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
      }
      parse(answer, "seed 2, case " + i);
    }
  }

  private static void parse(byte[] message, String which) {
    try {
      parse(message);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(which + ": " + HexFormat.of().formatHex(message), e);
    }
  }

  private static void parse(byte[] message) {
    try {
      var parsed = Messages.parse(message, Limits.DEFAULT);
      Messages.mismatch(parsed, 7, "www.site.test", "A");
      Messages.answers(parsed);
      Messages.read(parsed, "www.site.test", "A", java.time.Instant.EPOCH, "x", Limits.DEFAULT);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }
}

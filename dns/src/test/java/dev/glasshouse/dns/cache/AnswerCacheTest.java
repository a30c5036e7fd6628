package dev.glasshouse.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Ready answers come out as they went in, but for the letters of the question and the TTLs. */
class AnswerCacheTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int QUESTION_END = 12 + 13 + 4;

  private final AnswerCache cache = new AnswerCache(1 << 20);
  private final AnswerCache.Copy copy = new AnswerCache.Copy();

  /** An answer with one address, which lives 300 seconds. */
  private static byte[] answer(String name) {
    byte[] message = new byte[QUESTION_END + 16];
    message[7] = 1;
    message[12] = 11;
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, message, 13, 11);
    message[QUESTION_END - 3] = 1;
    Bytes.put32(message, QUESTION_END + 6, 300);
    Bytes.put32(message, QUESTION_END + 12, 0xc0000201);
    return message;
  }

  private static AnswerCache.Key key(byte[] message, int how) {
    return new AnswerCache.Key().set(message, 12, QUESTION_END, how);
  }

  private static AnswerCache.Stored stored(byte[] message, int error, String text) {
    int[] ttls = {QUESTION_END + 6};
    return new AnswerCache.Stored(message, ttls, error, text, 5 * SECOND, 305 * SECOND);
  }

  private byte[] found() {
    return Arrays.copyOf(copy.message(0), copy.length());
  }

  @Test
  void comesOutAsItWentInAndAges() {
    byte[] message = answer("Example-One");
    cache.put(key(message, 0), stored(message, -1, ""));
    assertThat(cache.get(key(answer("eXAMPLE-oNE"), 0), 10 * SECOND, copy)).isTrue();
    assertThat(found()).isEqualTo(answer("example-one"));
    assertThat(copy.error()).isEqualTo(-1);
    assertThat(copy.text()).isEmpty();
    copy.age(15 * SECOND);
    assertThat(Bytes.i32(copy.message(0), QUESTION_END + 6)).isEqualTo(290);
    assertThat(copy.soonOver(200 * SECOND)).isFalse();
    assertThat(copy.soonOver(280 * SECOND)).isTrue();
    assertThat(cache.get(key(message, 0), 304 * SECOND, copy)).isTrue();
    assertThat(cache.get(key(message, 0), 305 * SECOND, copy)).isFalse();
  }

  @Test
  void whatWasAskedOtherwiseIsAnotherAnswer() {
    byte[] message = answer("example-one");
    cache.put(key(message, 0), stored(message, -1, ""));
    cache.put(key(message, 1), stored(message, 22, "nobody answers: \u4e2d"));
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(key(message, 1), 0, copy)).isTrue();
    assertThat(copy.error()).isEqualTo(22);
    assertThat(copy.text()).isEqualTo("nobody answers: \u4e2d");
    assertThat(found()).isEqualTo(message);
    assertThat(cache.get(key(message, 2), 0, copy)).isFalse();
    cache.clear();
    assertThat(cache.get(key(message, 1), 0, copy)).isFalse();
  }

  @Test
  void theAnswerToAnotherQuestionIsNotKept() {
    byte[] other = answer("example-two");
    cache.put(key(answer("example-one"), 0), stored(other, -1, ""));
    byte[] otherType = answer("example-one");
    otherType[QUESTION_END - 3] = 28;
    cache.put(key(answer("example-one"), 0), stored(otherType, -1, ""));
    assertThat(cache.size()).isZero();
  }

  @Test
  void anAnswerTakesLessThanThreeHundredBytes() {
    for (int i = 0; i < 5000; i++) {
      byte[] message = answer("example-%03d".formatted(i % 1000));
      cache.put(key(message, i / 1000), stored(message, -1, ""));
    }
    assertThat(cache.size()).isEqualTo(5000);
    assertThat(cache.weight() / cache.size()).isLessThan(150);
  }

  @Test
  void aLongAnswerComesOutWhole() {
    byte[] message = Arrays.copyOf(answer("example-one"), 9000);
    Arrays.fill(message, QUESTION_END + 16, 9000, (byte) 7);
    cache.put(key(message, 0), stored(message, -1, ""));
    assertThat(cache.get(key(message, 0), 0, copy)).isTrue();
    assertThat(found()).isEqualTo(message);
  }
}

package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a server is taken for dead. */
class ServerBookTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.53", 53);
  private static final long WAIT = Duration.ofMillis(400).toNanos();

  private final ServerBook book = new ServerBook(RecursorLimits.DEFAULT);

  @Test
  void silenceTimeAfterTimeIsDeath() {
    long now = 0;
    for (int i = 0; i < 6; i++) {
      assertThat(book.dead(SERVER, now)).isFalse();
      book.silent(SERVER, now, now + WAIT);
      now += WAIT;
    }
    assertThat(book.dead(SERVER, now)).isTrue();
  }

  @Test
  void manyQuestionsThatWereOutTogetherAreOneSilence() {
    for (int i = 0; i < 200; i++) {
      book.silent(SERVER, i, WAIT + i);
    }
    assertThat(book.dead(SERVER, 2 * WAIT)).isFalse();
    assertThat(book.distance(SERVER, 2 * WAIT)).isEqualTo(ServerBook.UNKNOWN << 1);
  }

  @Test
  void whoHasAnsweredAnotherSinceIsNotSilent() {
    long now = 0;
    for (int i = 0; i < 20; i++) {
      book.answered(SERVER, WAIT / 2, now + WAIT / 2);
      book.silent(SERVER, now, now + WAIT);
      now += WAIT;
    }
    assertThat(book.distance(SERVER, now)).isEqualTo(WAIT / 2);
    assertThat(book.dead(SERVER, now)).isFalse();
  }
}

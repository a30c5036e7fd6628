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
      assertThat(book.page(SERVER, now).dead(now)).isFalse();
      book.page(SERVER, now).silent(now, now + WAIT);
      now += WAIT;
    }
    assertThat(book.page(SERVER, now).dead(now)).isTrue();
  }

  @Test
  void manyQuestionsThatWereOutTogetherAreOneSilence() {
    for (int i = 0; i < 200; i++) {
      book.page(SERVER, i).silent(i, WAIT + i);
    }
    assertThat(book.page(SERVER, 2 * WAIT).dead(2 * WAIT)).isFalse();
    assertThat(book.page(SERVER, 2 * WAIT).distance()).isEqualTo(ServerBook.UNKNOWN << 1);
  }

  @Test
  void whoHasAnsweredAnotherSinceIsNotSilent() {
    long now = 0;
    for (int i = 0; i < 20; i++) {
      book.page(SERVER, now).answered(WAIT / 2, now + WAIT / 2);
      book.page(SERVER, now).silent(now, now + WAIT);
      now += WAIT;
    }
    assertThat(book.page(SERVER, now).distance()).isEqualTo(WAIT / 2);
    assertThat(book.page(SERVER, now).dead(now)).isFalse();
  }
}

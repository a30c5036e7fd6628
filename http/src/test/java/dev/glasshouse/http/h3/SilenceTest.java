package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.h3.Silence.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a peer is asked whether it is there, and when it is given up; told the time. */
class SilenceTest {
  private static final Limits.Multiplex MULTIPLEX = Limits.CLIENT.multiplex();
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Silence silence = new Silence(MULTIPLEX, LONGEST, LIMIT, 0, 0);
  private long now;

  private Verdict after(Duration time, long datagrams) {
    now += time.toNanos();
    return silence.look(now, datagrams);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void nobodyIsAskedWhileContentComes() {
    for (int i = 1; i < 100; i++) {
      assertThat(after(ms(250), i * 40)).isEqualTo(new Verdict.Wait(MULTIPLEX.ask()));
    }
  }

  @Test
  void whoOnlyAcknowledgesIsAskedLessAndLessOften() {
    long datagrams = 0;
    Duration wait = MULTIPLEX.ask();
    for (Duration next :
        new Duration[] {ms(500), ms(1000), ms(2000), ms(4000), ms(8000), LONGEST}) {
      assertThat(after(wait, datagrams)).isInstanceOf(Verdict.Ask.class);
      Verdict answered = after(ms(1), ++datagrams);
      assertThat(answered).isEqualTo(new Verdict.Wait(next));
      wait = answered.after();
    }
    // Content: from here on as at the beginning.
    assertThat(after(wait, datagrams)).isInstanceOf(Verdict.Ask.class);
    assertThat(after(ms(250), datagrams + 50)).isEqualTo(new Verdict.Wait(MULTIPLEX.ask()));
  }

  @Test
  void whoIsHeardAgainIsToldOf() {
    assertThat(after(ms(250), 0)).isEqualTo(new Verdict.Ask(ms(250), ms(250)));
    assertThat(after(ms(250), 0)).isEqualTo(new Verdict.Ask(ms(500), ms(1000)));
    assertThat(after(ms(1000), 30)).isEqualTo(new Verdict.HeardAgain(ms(1500), 2, MULTIPLEX.ask()));
  }

  @Test
  void whoSaysNothingIsGivenUp() {
    Verdict verdict = after(ms(250), 0);
    while (verdict instanceof Verdict.Ask) {
      verdict = after(verdict.after(), 0);
    }
    assertThat(verdict).isEqualTo(new Verdict.GiveUp(ms(3500), 4, Duration.ZERO));
  }

  /** A program that was stopped for a while has heard nothing, and asks before it judges. */
  @Test
  void timeThatWeStoodStillDoesNotCount() {
    assertThat(after(ms(250), 0)).isInstanceOf(Verdict.Ask.class);
    assertThat(after(ms(60_000), 0)).isInstanceOf(Verdict.Ask.class);
    assertThat(after(ms(250), 1)).isInstanceOf(Verdict.HeardAgain.class);
  }

  /** A peer that may stand still for a short time only is asked in time. */
  @Test
  void noLongerThanItMayStandStill() {
    var strict = new Silence(MULTIPLEX, ms(100), LIMIT, 0, 0);
    assertThat(strict.look(ms(250).toNanos(), 0).after()).isEqualTo(ms(100));
  }
}

package dev.glasshouse.http.alt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Alt-Svc says, and what is remembered of it. */
class AltSvcTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ORIGIN = "https://a.example";

  private static AltSvc.Offered offered(String value) {
    return (AltSvc.Offered) AltSvc.parse(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "h3=\":443\" | h3 :443 | 86400 | false",
        "h3=\":443\"; ma=60 | h3 :443 | 60 | false",
        "h3=\"alt.example:8443\";persist=1; ma=\"7\" | h3 alt.example:8443 | 7 | true",
        "h3=\":1\";persist=2 | h3 :1 | 86400 | false",
        "h3=\":1\";v=\"46,43\" | h3 :1 | 86400 | false",
        "w%3Dx%3Ay#z=\":80\" | w=x:y#z :80 | 86400 | false",
        "h3=\"[2001:db8::1]:443\" | h3 [2001:db8::1]:443 | 86400 | false",
        "h3=:443 | h3 :443 | 86400 | false",
        "h3=\":443\";ma=99999999999999999999 | h3 :443 | 315360000 | false",
      })
  void readsOne(String value, String alternative, long age, boolean persist) {
    AltSvc.Offer offer = offered(value).offers().getFirst();
    assertThat(offer.alternative()).hasToString(alternative);
    assertThat(offer.maxAge()).isEqualTo(Duration.ofSeconds(age));
    assertThat(offer.persist()).isEqualTo(persist);
  }

  @Test
  void readsSeveralAndLeavesOutTheMalformed() {
    AltSvc.Offered said = offered("h3=\":443\", , nonsense, h3-29=\"x\", h2=\"b.example:1\";ma=5");
    assertThat(said.offers())
        .extracting(AltSvc.Offer::alternative)
        .containsExactly(new Alternative("h3", "", 443), new Alternative("h2", "b.example", 1));
    assertThat(said.leftOut()).containsExactly("nonsense", "h3-29=\"x\"");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "h3",
        "=\":443\"",
        "h3=\":0\"",
        "h3=\":65536\"",
        "h3=\":443\";ma=soon",
        "h3=\"a b:443\"",
        "h3=\"a/../b:443\"",
        "h3=\"[::1:443\"",
        "h 3=\":443\"",
        "CLEAR",
        "h%zz=\":443\"",
      })
  void whatIsMalformedIsNotHeeded(String value) {
    assertThat(AltSvc.parse(value)).isInstanceOf(AltSvc.Malformed.class);
  }

  @Test
  void clearClears() {
    assertThat(AltSvc.parse(" clear ")).isEqualTo(new AltSvc.Clear());
  }

  @Test
  void nothingThatComesBreaksIt() {
    var random = new Random(7);
    String letters = "h3=\":;,\\ma persist1[]%20\u00e9\t";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(AltSvc.parse(text.toString())).isNotNull();
    }
  }

  @Test
  void remembersUntilItHoldsNoMore() {
    var memory = new AltSvcMemory();
    memory.learn(ORIGIN, "a.example", offered("h3=\":443\";ma=60, h2=\"b:1\";ma=10"), NOW);
    assertThat(memory.of(ORIGIN, NOW.plusSeconds(9))).hasSize(2);
    assertThat(memory.of(ORIGIN, NOW.plusSeconds(10)))
        .extracting(AltSvcMemory.Known::alternative)
        .containsExactly(new Alternative("h3", "a.example", 443));
    assertThat(memory.of(ORIGIN, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void theLastThatWasSaidCounts() {
    var memory = new AltSvcMemory();
    memory.learn(ORIGIN, "a.example", offered("h3=\":443\""), NOW);
    memory.learn(ORIGIN, "a.example", offered("h3=\":444\""), NOW);
    assertThat(memory.of(ORIGIN, NOW)).hasSize(1);
    memory.learn(ORIGIN, "a.example", offered("h3=\":444\";ma=0"), NOW);
    assertThat(memory.of(ORIGIN, NOW)).isEmpty();
    memory.learn(ORIGIN, "a.example", offered("h3=\":443\""), NOW);
    memory.clear(ORIGIN);
    assertThat(memory.of(ORIGIN, NOW)).isEmpty();
  }

  @Test
  void theBrokenAreLeftAloneForLongerEachTime() {
    var memory = new AltSvcMemory();
    var alternative = new Alternative("h3", "a.example", 443);
    Instant at = NOW;
    for (long minutes : new long[] {5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 2880, 2880}) {
      AltSvcMemory.Broken broken = memory.failed(ORIGIN, alternative, at);
      assertThat(Duration.between(at, broken.until())).isEqualTo(Duration.ofMinutes(minutes));
      assertThat(memory.broken(ORIGIN, alternative, at)).isPresent();
      assertThat(memory.broken("https://other.example", alternative, at)).isEmpty();
      at = broken.until();
      assertThat(memory.broken(ORIGIN, alternative, at)).isEmpty();
    }
    memory.worked(ORIGIN, alternative);
    assertThat(memory.failed(ORIGIN, alternative, at).failures()).isEqualTo(1);
  }

  @Test
  void theLateAreRememberedUntilTheyWork() {
    var memory = new AltSvcMemory();
    var alternative = new Alternative("h3", "a.example", 443);
    assertThat(memory.wasLate(ORIGIN, alternative, NOW)).isFalse();
    memory.late(ORIGIN, alternative, NOW);
    assertThat(memory.broken(ORIGIN, alternative, NOW)).isEmpty();
    assertThat(memory.wasLate("https://other.example", alternative, NOW)).isFalse();
    assertThat(memory.wasLate(ORIGIN, alternative, NOW.plusSeconds(299))).isTrue();
    assertThat(memory.wasLate(ORIGIN, alternative, NOW.plusSeconds(300))).isFalse();
    memory.late(ORIGIN, alternative, NOW.plusSeconds(300));
    List<String> lines = memory.lines(NOW);
    assertThat(lines)
        .containsExactly("late https://a.example h3 a.example:443 2026-01-01T00:15:00Z 2");
    var other = new AltSvcMemory();
    assertThat(other.read(lines, NOW)).isZero();
    assertThat(other.wasLate(ORIGIN, alternative, NOW.plusSeconds(899))).isTrue();
    assertThat(other.broken(ORIGIN, alternative, NOW)).isEmpty();
    other.worked(ORIGIN, alternative);
    assertThat(other.lines(NOW)).isEmpty();
  }

  @Test
  void isWrittenAndRead() {
    var memory = new AltSvcMemory();
    memory.learn(ORIGIN, "a.example", offered("h3=\":443\";persist=1, w%3Dx=\"[::1]:2\""), NOW);
    memory.failed(ORIGIN, new Alternative("h3", "a.example", 443), NOW);
    List<String> lines = memory.lines(NOW);
    assertThat(lines)
        .containsExactly(
            "known https://a.example h3 a.example:443 2026-01-02T00:00:00Z persist",
            "known https://a.example w%3Dx [::1]:2 2026-01-02T00:00:00Z -",
            "broken https://a.example h3 a.example:443 2026-01-01T00:05:00Z 1");
    var other = new AltSvcMemory();
    assertThat(other.read(lines, NOW)).isZero();
    assertThat(other.lines(NOW)).isEqualTo(lines);
    assertThat(other.read(List.of("# a note", "", "known", "x y z a b c", lines.getFirst()), NOW))
        .isEqualTo(2);
  }

  @Test
  void isBounded() {
    var memory = new AltSvcMemory();
    for (int i = 0; i < AltSvcMemory.ORIGINS + 10; i++) {
      memory.learn("https://" + i + ".example", i + ".example", offered("h3=\":443\""), NOW);
      memory.failed("https://" + i, new Alternative("h3", "x", 443), NOW);
    }
    assertThat(memory.of("https://9.example", NOW)).isEmpty();
    assertThat(memory.of("https://10.example", NOW)).hasSize(1);
    assertThat(memory.lines(NOW)).hasSize(2 * AltSvcMemory.ORIGINS);
  }
}

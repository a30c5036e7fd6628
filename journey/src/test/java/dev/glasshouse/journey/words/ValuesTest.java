package dev.glasshouse.journey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
  private final Values en = StepTable.standard().values(Language.EN);
  private final Values zh = StepTable.standard().values(Language.ZH);

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 ms, 0.00 ms",
    "41000, 0.04 ms, 0.04 ms",
    "994999, 0.99 ms, 0.99 ms",
    "999999, 1.0 ms, 1.0 ms",
    "9960000, 10 ms, 10 ms",
    "214000000, 214 ms, 214 ms",
    "999600000, 1 s, 1 s",
    "1240000000, 1.24 s, 1.24 s",
    "59980000000, 60 s, 60 s",
    "60000000000, 1 min, 1 分钟",
    "61000000000, 1 min 1 s, 1 分钟 1 秒",
    "7260000000000, 2 h 1 min, 2 小时 1 分钟",
    "90000000000000, 1 d 1 h, 1 天 1 小时",
  })
  void durations(long nanos, String english, String chinese) {
    assertThat(en.duration(nanos)).isEqualTo(english);
    assertThat(zh.duration(nanos)).isEqualTo(chinese);
  }

  /** What is said by hand is what Java's format says. */
  @Test
  void kilobytes() {
    for (long bytes = 1000; bytes < 99_950; bytes++) {
      String formatted = String.format(Locale.ROOT, "%.1f kB", bytes / 1000.0);
      if (!en.bytes(bytes).equals(formatted)) {
        assertThat(en.bytes(bytes)).isEqualTo(formatted);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "12345, 12.3 kB",
    "99949, 99.9 kB",
    "99950, 100 kB",
    "999949, 1.0 MB",
    "999400, 999 kB",
    "999500, 1.0 MB",
    "9223372036854775807, 9.2 EB",
  })
  void sizes(long bytes, String said) {
    assertThat(en.bytes(bytes)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "47 分钟 56 秒, 在 47 分钟 56 秒内保持新鲜",
    "251 ms, 在 251 ms 内保持新鲜",
    "很久, 在很久内保持新鲜",
  })
  void chineseHasNoSpacesBetweenItsOwnCharacters(String fact, String said) {
    assertThat(Sentence.of("在 {left} 内保持新鲜").say(_ -> fact, zh)).isEqualTo(said);
  }

  @Test
  void numbersAndNouns() {
    assertThat(en.say(6, "words", "")).isEqualTo("six");
    assertThat(en.say(13, "words", "")).isEqualTo("13");
    assertThat(zh.say(6, "words", "")).isEqualTo("6");
    assertThat(en.say(1, "of", "box|boxes")).isEqualTo("1 box");
    assertThat(en.say(12_345L, "of", "box|boxes")).isEqualTo("12,345 boxes");
    assertThat(en.say(List.of("a", "b"), "of", "style sheet")).isEqualTo("2 style sheets");
    assertThat(en.say(Instant.parse("2026-01-31T23:00:00Z"), "date", "")).isEqualTo("2026-01-31");
    assertThat(en.say("typed", "quoted", "")).isEqualTo("\"typed\"");
    assertThat(zh.say("timed out", "word", "")).isEqualTo("超时");
    assertThat(zh.say("unheard of", "word", "")).isEqualTo("unheard of");
  }

  @Test
  void listsAreBounded() {
    List<String> many = Collections.nCopies(43, "x");
    assertThat(en.say(many, "", "")).isEqualTo("x, x, x, x, x, x and 37 more");
    assertThat(zh.say(many, "", "")).isEqualTo("x、x、x、x、x、x 等另外 37 项");
  }

  @Test
  void textIsBoundedAndSafe() {
    assertThat(Values.text("a".repeat(1000))).hasSize(Values.CHARACTERS).contains("...");
    assertThat(Values.text("\ud83d\ude00".repeat(500)).codePoints())
        .noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    assertThat(Values.text("\u0007\u009b\u202e\ud800")).isEqualTo("\\u0007\\u009b\\u202e\\ud800");
  }

  @Test
  void partsVanishByTheirFactsOrByTheirGuards() {
    Sentence sentence = Sentence.of("a[ b {x}][{y?} c {x}][{y!} d] e");
    assertThat(sentence.say(name -> Map.<String, Object>of("x", 0, "y", true).get(name), en))
        .isEqualTo("a c 0 e");
    assertThat(sentence.say(name -> Map.<String, Object>of("x", "7", "y", "").get(name), en))
        .isEqualTo("a b 7 d e");
    assertThat(sentence.facts()).containsExactly("x", "y");
    assertThat(Sentence.ofReason("[::1] and {0:ms}").say(name -> Duration.ofMillis(3), en))
        .isEqualTo("[::1] and 3.0 ms");
  }

  @Test
  void languagesByTheirTags() {
    assertThat(Language.of("zh_CN.UTF-8")).contains(Language.ZH);
    assertThat(Language.of("zh-Hans")).contains(Language.ZH);
    assertThat(Language.of("EN")).contains(Language.EN);
    assertThat(Language.of("fr")).isEmpty();
    assertThat(Language.of("")).isEmpty();
  }
}

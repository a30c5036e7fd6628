package dev.glasshouse.journey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  private final Values chinese = StepTable.standard().values(Language.ZH);
  private final Values english = StepTable.standard().values(Language.EN);

  private String zh(Object said) {
    return chinese.say(said, "word", "");
  }

  @Test
  void placesAreKeptAndSaid() {
    assertThat(zh("line 12")).isEqualTo("第 12 行");
    assertThat(zh("@import in line 3")).isEqualTo("第 3 行的 @import");
    assertThat(zh("scanner, line 7")).isEqualTo("预扫描器（第 7 行）");
    assertThat(zh("the built-in names")).isEqualTo("内置域名表");
    assertThat(zh("the name a.invalid does not exist (NXDOMAIN, says RFC 6761 section 6.4)"))
        .isEqualTo("域名 a.invalid 不存在（NXDOMAIN，依据：RFC 6761 第 6.4 节）");
    assertThat(zh(java.util.List.of("[::1]:9 refused", "peer"))).isEqualTo("[::1]:9 被拒绝、对方");
  }

  @Test
  void whatStandsBehindAUrlIsSaidToo() {
    assertThat(
            Wording.in(Language.ZH)
                .problem(
                    "http://a.test/: the servers could not find out about a.test (SERVFAIL, says our"
                        + " own resolver: no server of the root answers)"))
        .isEqualTo("http://a.test/：服务器查不出 a.test（SERVFAIL，依据：自己的解析器：没有任何根服务器回答）");
  }

  @Test
  void englishStays() {
    for (String text : new String[] {"line 12", "@import in line 3", "a rule", "no such phrase"}) {
      assertThat(english.say(text, "word", "")).isEqualTo(text);
    }
  }

  @Test
  void theFirstThatFitsIsTakenAndDepthHasAnEnd() {
    var table = new LinkedHashMap<String, String>();
    table.put("x", "y");
    table.put("a * b", "1 * 2");
    table.put("a *", "3 *");
    table.put("*!", "<*>");
    var phrases = new Phrases(table);
    assertThat(phrases.say("a x b")).isEqualTo("1 y 2");
    assertThat(phrases.say("a x")).isEqualTo("3 y");
    assertThat(phrases.say("a (x")).isEqualTo("3 (x");
    assertThat(phrases.say("a ")).isEqualTo("a ");
    assertThat(phrases.say("!".repeat(60))).contains("<<<<<").doesNotContain("<<<<<<<");
  }
}

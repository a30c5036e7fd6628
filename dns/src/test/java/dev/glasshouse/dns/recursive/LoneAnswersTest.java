package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Answers that stand for themselves come out of their bytes as they went in. */
class LoneAnswersTest {
  private static final long SECOND = 1_000_000_000L;

  private final LoneAnswers answers = new LoneAnswers(1 << 20);

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static RecordSet set(Question question, Rank rank, String... data) {
    List<Record> records =
        List.of(data).stream()
            .map(d -> {
              try {
                return Record.fromString(
                    question.name(), question.type(), DClass.IN, 300, d, Name.root);
              } catch (java.io.IOException e) {
                throw new IllegalArgumentException(e);
              }
            })
            .toList();
    return new RecordSet(
        question.name(),
        question.type(),
        DClass.IN,
        records,
        List.of(),
        300,
        300 * SECOND,
        rank,
        Security.INDETERMINATE);
  }

  private void put(Question question, String... data) {
    assertThat(answers.put(question, set(question, Rank.ANSWER_AA, data))).isTrue();
  }

  @Test
  void recordsComeOutAsTheyWentIn() {
    var four = Question.of(name("www.example.test."), Type.A);
    var six = Question.of(name("www.example.test."), Type.AAAA);
    var text = Question.of(name("www.example.test."), Type.TXT);
    put(four, "192.0.2.1", "192.0.2.2");
    put(six, "2001:db8::1");
    put(text, "\"one\" \"two\"", "\"Three\"");
    for (Question question : List.of(four, six, text)) {
      RecordSet out = answers.get(question, 10 * SECOND).orElseThrow();
      assertThat(out.is(question.name(), question.type())).isTrue();
      assertThat(out.ttl()).isEqualTo(300);
      assertThat(out.expires()).isEqualTo(300 * SECOND);
      assertThat(out.rank()).isEqualTo(Rank.ANSWER_AA);
      assertThat(out.security()).isEqualTo(Security.INDETERMINATE);
      assertThat(out.records()).allMatch(r -> r.getTTL() == 290);
      assertThat(answers.has(question, out)).isTrue();
    }
    assertThat(answers.get(four, 0).orElseThrow().records())
        .isEqualTo(set(four, Rank.ANSWER_AA, "192.0.2.1", "192.0.2.2").records());
    assertThat(answers.get(text, 0).orElseThrow().records())
        .isEqualTo(set(text, Rank.ANSWER_AA, "\"one\" \"two\"", "\"Three\"").records());
  }

  @Test
  void namesAreAskedForInAnySpellingAndComeOutAsAsked() {
    put(Question.of(name("WWW.Example.test."), Type.A), "192.0.2.1");
    var asked = Question.of(name("www.eXample.test."), Type.A);
    assertThat(answers.get(asked, 0).orElseThrow().name().toString())
        .isEqualTo("www.eXample.test.");
    assertThat(answers.get(Question.of(asked.name(), Type.AAAA), 0)).isEmpty();
    answers.remove(asked);
    assertThat(answers.get(asked, 0)).isEmpty();
  }

  @Test
  void anotherSetIsNotTheOneThatIsHeld() {
    var question = Question.of(name("www.example.test."), Type.A);
    RecordSet before = set(question, Rank.ANSWER_AA, "192.0.2.1");
    put(question, "192.0.2.1");
    assertThat(answers.has(question, before)).isTrue();
    put(question, "192.0.2.1", "192.0.2.2");
    assertThat(answers.has(question, before)).isFalse();
    put(question, "192.0.2.2");
    assertThat(answers.has(question, before)).isFalse();
    put(question, "192.0.2.1");
    assertThat(answers.has(question, before.living(299, 0))).isFalse();
  }

  @Test
  void onlyAnswersOfOwnersWithoutNamesInThemFit() {
    var question = Question.of(name("www.example.test."), Type.A);
    assertThat(LoneAnswers.fits(set(question, Rank.ANSWER_AA, "192.0.2.1"))).isTrue();
    assertThat(LoneAnswers.fits(set(question, Rank.ADDITIONAL, "192.0.2.1"))).isFalse();
    RecordSet checked = set(question, Rank.ANSWER_AA, "192.0.2.1").with(Security.SECURE);
    assertThat(LoneAnswers.fits(checked)).isFalse();
    var mail = Question.of(name("example.test."), Type.MX);
    assertThat(LoneAnswers.fits(set(mail, Rank.ANSWER_AA, "10 mail.example.test."))).isFalse();
  }
}

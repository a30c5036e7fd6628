package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  private static String told(Journey journey, Level level, Language language) {
    return StoryText.render(Story.of(journey, level, language), Look.PIPED);
  }

  @Test
  void tellsTheDecisionWithItsReasonAndClause() {
    assertThat(told(Fixture.journey(), Level.BRIEF, Language.EN))
        .contains(
            "followed the redirect to http://www.glasshouse.test/, with GET: 301 is permanent, and"
                + " the method stays GET (RFC 9110 15.4.2)");
    assertThat(told(Fixture.journey(), Level.BRIEF, Language.ZH))
        .contains(
            "跟随重定向，以 GET 前往 http://www.glasshouse.test/：301 是永久重定向，方法仍为 GET（RFC 9110 15.4.2）");
  }

  @Test
  void tellsWhereAnAnswerCameFromAndHowLongSomethingWaited() {
    String full = told(Fixture.journey(), Level.FULL, Language.EN);
    assertThat(full)
        .contains("answer taken from the hosts file, line 4: www.glasshouse.test is 127.0.0.1")
        .containsPattern("waited 45 ms .*: six connections to this origin were already busy")
        .contains("not [::1]:80: ")
        .contains("also because: connection 3")
        .contains("[told by the kernel]");
  }

  @Test
  void everyStepIsToldAtFullAndFewerBefore() {
    Journey journey = Fixture.journey();
    for (Language language : Language.values()) {
      assertThat(ids(journey, Level.FULL, language)).hasSameSizeAs(journey.entries());
      assertThat(ids(journey, Level.FULL, language))
          .containsAll(ids(journey, Level.USUAL, language));
      assertThat(ids(journey, Level.USUAL, language))
          .containsAll(ids(journey, Level.BRIEF, language))
          .hasSizeGreaterThan(ids(journey, Level.BRIEF, language).size());
    }
  }

  private static List<Long> ids(Journey journey, Level level, Language language) {
    return Story.of(journey, level, language).lines().stream()
        .map(Story.Line::id)
        .filter(id -> id != 0)
        .distinct()
        .toList();
  }

  @Test
  void failuresStandOutAtEveryLevel() {
    for (Level level : Level.values()) {
      assertThat(told(Fixture.journey(), level, Language.EN))
          .containsPattern(" ✗ +fetched http://stats.nowhere.test/hit")
          .containsPattern(" ✗ +stats.nowhere.test has no address: the name does not exist")
          .containsPattern(" ✗ +the body broke off after 41 ms and 31.0 kB");
    }
    assertThat(
            StoryText.render(
                Story.of(Fixture.journey(), Level.BRIEF, Language.EN), new Look(0, true, true)))
        .contains("\u001b[1;31mfetched http://stats.nowhere.test/hit");
  }

  @Test
  void aProblemThatIsTheReasonIsToldOnceAndInTheRightLanguage() {
    var step =
        Made.step(
            dev.glasshouse.journey.FetchStep.FetchFailed.class,
            "url",
            "http://h/",
            "problem",
            "http://h/: the peer reset the connection (RFC 9112 9.6)");
    var because =
        Because.of(
            dev.glasshouse.journey.HttpReason.PEER_RESET,
            dev.glasshouse.journey.Clause.rfc(9112, "9.6"));
    var journey =
        new Journey(
            Fixture.ZERO,
            List.of(new Entry(1, 1, 1, List.of(), because, Source.MEASURED, step)),
            0);
    assertThat(told(journey, Level.BRIEF, Language.EN))
        .endsWith("could not fetch http://h/: the peer reset the connection (RFC 9112 9.6)\n");
    assertThat(told(journey, Level.BRIEF, Language.ZH))
        .endsWith("无法获取 http://h/：对方重置了连接（RFC 9112 9.6）\n");
  }

  /** RFC 6265bis section 5.6: a line without "=" is a cookie without a name. */
  @Test
  void aCookieWithoutANameIsToldAsThat() {
    var step = Made.step(CookieStep.CookieKept.class, "name", "", "domain", "h.test", "path", "/");
    var journey =
        new Journey(
            Fixture.ZERO,
            List.of(new Entry(1, 1, 1, List.of(), Because.HAPPENED, Source.MEASURED, step)),
            0);
    assertThat(told(journey, Level.FULL, Language.EN))
        .contains("kept the cookie without a name for h.test/");
    assertThat(told(journey, Level.FULL, Language.ZH)).contains("保存 h.test/ 的 cookie（无名）");
  }

  @Test
  void manyOfAKindBecomeANumberButFailuresAreKept() {
    var entries = new ArrayList<Entry>();
    for (int i = 1; i <= 100; i++) {
      String outcome = i == 90 ? "failed" : "loaded";
      entries.add(
          entry(
              i,
              Made.step(
                  PageStep.Navigated.class,
                  "page",
                  i,
                  "url",
                  "u",
                  "how",
                  "link",
                  "outcome",
                  outcome)));
    }
    Story story = Story.of(new Journey(Fixture.ZERO, entries, 0), Level.BRIEF, Language.EN);
    assertThat(story.lines()).hasSize(42);
    assertThat(story.lines())
        .extracting(Story.Line::text)
        .contains("and 59 more (Navigated)")
        .anyMatch(text -> text.startsWith("page 90 went to u (a link) in 0.00 ms: FAILED"));
  }

  @Test
  void aHugeJourneyStaysBounded() {
    var entries = new ArrayList<Entry>();
    for (int i = 1; i <= 20_000; i++) {
      List<Long> causes = i == 1 ? List.of() : List.of((long) (i / 3 + (i < 3 ? 1 : 0)));
      entries.add(
          new Entry(
              i,
              i,
              i,
              causes,
              Because.HAPPENED,
              Source.MEASURED,
              Made.step(PageStep.Parsed.class, "url", "u", "bytes", i)));
    }
    Story story = Story.of(new Journey(Fixture.ZERO, entries, 0), Level.FULL, Language.EN);
    assertThat(story.lines()).hasSize(Story.MOST_LINES + 1);
    assertThat(story.lines().getLast().text()).isEqualTo("and 15000 more");
  }

  @Test
  void aChainOfCausesAsLongAsTheJourneyIsToldToo() {
    var entries = new ArrayList<Entry>();
    for (int i = 1; i <= 3_000; i++) {
      List<Long> causes = i == 1 ? List.of() : List.of(i - 1L);
      entries.add(
          new Entry(
              i,
              i,
              i,
              causes,
              Because.HAPPENED,
              Source.MEASURED,
              Made.step(PageStep.Parsed.class, "url", "u", "bytes", i)));
    }
    Story story = Story.of(new Journey(Fixture.ZERO, entries, 0), Level.FULL, Language.EN);
    assertThat(story.lines()).hasSize(3_000);
    assertThat(story.lines().getLast().depth()).isEqualTo(Story.DEEPEST);
  }

  @Test
  void aFullRecordIsAFailureInTheStory() {
    Journey full = Fixture.journey(new Limits(60));
    assertThat(told(full, Level.BRIEF, Language.EN))
        .containsPattern(" ✗ the record is full: \\d+ steps are kept, " + full.dropped());
  }

  @Test
  void whatATerminalWouldObeyIsShownByNumber() {
    String evil = "a\u001b[2Jb\u202ec\nd";
    var entry =
        entry(
            1,
            Made.step(
                JourneyStep.NotSupported.class,
                "feature",
                evil,
                "where",
                "",
                "instead",
                evil.repeat(100)));
    assertThat(told(new Journey(Fixture.ZERO, List.of(entry), 0), Level.FULL, Language.EN))
        .contains("a\\u001b[2Jb\\u202ec\\u000ad")
        .hasLineCount(1)
        .matches(text -> text.length() < 400);
  }

  private static Entry entry(long id, Step step) {
    return new Entry(
        id, id, id, List.of(), Because.of(JourneyReason.ASKED_FOR), Source.MEASURED, step);
  }

  @Test
  void linesWrapAtTheWidthAndChineseCountsTwo() {
    for (Language language : Language.values()) {
      String text =
          StoryText.render(
              Story.of(Fixture.journey(), Level.FULL, language), new Look(72, false, true));
      assertThat(text.lines()).allSatisfy(l -> assertThat(Columns.width(l)).isLessThan(73));
      assertThat(text.lines()).noneMatch(l -> l.strip().startsWith("，"));
    }
  }
}

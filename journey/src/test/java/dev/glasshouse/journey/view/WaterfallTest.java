package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.view.Waterfall.Segment;
import dev.glasshouse.journey.words.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private final Waterfall waterfall = Waterfall.of(Fixture.journey());

  private Row row(String urlEnd) {
    return waterfall.rows().stream()
        .filter(r -> r.url().endsWith(urlEnd))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRedirectIsTwoRowsAndADataUrlIsOne() {
    assertThat(waterfall.rows()).hasSize(8);
    assertThat(waterfall.rows()).extracting(row -> row.answer().status()).startsWith(301, 200);
    assertThat(row("KGgo...").segments()).isEmpty();
    assertThat(row("KGgo...").answer().bytes()).isEqualTo(310);
  }

  @Test
  void phasesAreThoseOfTheSteps() {
    assertThat(row("house.css").segments())
        .extracting(Segment::phase)
        .containsExactly(Phase.NAME, Phase.DIAL, Phase.TLS, Phase.SEND, Phase.WAIT, Phase.RECEIVE);
    assertThat(row("house.css").nanos(Phase.TLS)).isEqualTo(15_000_000);
  }

  @Test
  void aConnectionMadeForAnotherExchangeShowsOnlyWhileThisOneWaits() {
    Row row = row("print.css");
    assertThat(row.answer().reused()).isTrue();
    assertThat(row.answer().connection()).isEqualTo(3);
    assertThat(row.segments())
        .extracting(Segment::phase)
        .containsExactly(
            Phase.QUEUED, Phase.DIAL, Phase.QUEUED, Phase.SEND, Phase.WAIT, Phase.RECEIVE);
    assertThat(row.nanos(Phase.QUEUED) + row.nanos(Phase.DIAL)).isEqualTo(45_100_000);
  }

  @Test
  void failuresSayWhy() {
    assertThat(row("/hit").failure().problem()).isEqualTo("NXDOMAIN");
    assertThat(row("灯.png").failure().problem()).startsWith("reset by");
    assertThat(row("print.css").failed()).isFalse();
  }

  @Test
  void pageWorkAndMilestonesStandUnderTheRows() {
    assertThat(waterfall.work())
        .extracting(Waterfall.Work::sort)
        .containsExactly(Waterfall.Sort.values());
    assertThat(waterfall.milestones())
        .extracting(Waterfall.Milestone::name)
        .containsExactly("interactive", "DOMContentLoaded", "first paint", "load");
    assertThat(waterfall.work()).allMatch(work -> work.page() == 1);
  }

  @Test
  void phasesNeverOverlapAndNeverExceedTheRowWhateverTheSteps() {
    var random = new Random(20260304);
    for (int round = 0; round < 500; round++) {
      Waterfall one = Waterfall.of(scrambled(random));
      for (Row row : one.rows()) {
        long at = row.span().begin();
        for (Segment segment : row.segments()) {
          assertThat(segment.begin()).isGreaterThanOrEqualTo(at);
          assertThat(segment.end()).isGreaterThan(segment.begin());
          at = segment.end();
        }
        assertThat(at).isLessThanOrEqualTo(row.span().end());
      }
      String text = WaterfallText.render(one, new Look(90, false, true), Language.EN);
      assertThat(text.lines()).allSatisfy(l -> assertThat(Columns.width(l)).isLessThan(90));
    }
  }

  /** An exchange whose steps have any times at all, as a confused recorder would give them. */
  private static Journey scrambled(Random random) {
    var entries = new ArrayList<Entry>();
    entries.add(
        entry(
            1,
            random,
            List.of(),
            Made.step(
                FetchStep.Exchanged.class,
                "fetch",
                1,
                "method",
                "GET",
                "url",
                "u",
                "status",
                200,
                "mediaType",
                "",
                "bytes",
                1)));
    long id = 2;
    for (Step step :
        List.of(
            Made.step(HttpStep.ConnectionAwaited.class, "origin", "o", "busy", 6, "ahead", 1),
            Made.step(
                ConnectionStep.Dialed.class,
                "connection",
                1,
                "host",
                "h",
                "local",
                "l",
                "remote",
                "r",
                "attempts",
                1),
            Made.step(ConnectionStep.DialFailed.class, "host", "h", "problems", List.of("p")),
            Made.step(
                HttpStep.RequestSent.class,
                "connection",
                1,
                "version",
                "",
                "method",
                "GET",
                "target",
                "/",
                "fields",
                List.of(),
                "headerBytes",
                1,
                "bodyBytes",
                0),
            Made.step(
                HttpStep.ResponseBegun.class,
                "connection",
                1,
                "version",
                "",
                "status",
                200,
                "reasonPhrase",
                "",
                "fields",
                List.of(),
                "headerBytes",
                1),
            Made.step(
                HttpStep.ResponseEnded.class,
                "connection",
                1,
                "wireBytes",
                1,
                "framing",
                "none",
                "complete",
                true,
                "trailers",
                List.of()),
            Made.step(
                HttpStep.RequestSent.class,
                "connection",
                2,
                "version",
                "",
                "method",
                "GET",
                "target",
                "/",
                "fields",
                List.of(),
                "headerBytes",
                1,
                "bodyBytes",
                0))) {
      entries.add(entry(id++, random, List.of(1 + random.nextLong(id - 1)), step));
    }
    return new Journey(Fixture.ZERO, entries, 0);
  }

  private static Entry entry(long id, Random random, List<Long> causes, Step step) {
    long begin = random.nextLong(1000);
    long end = begin + random.nextLong(300);
    return new Entry(id, begin, end, causes, Because.HAPPENED, Source.MEASURED, step);
  }

  @Test
  void everyLineFitsTheTerminal() {
    for (int width : new int[] {41, 60, 61, 73, 80, 100, 140, 300}) {
      for (Language language : Language.values()) {
        String text = WaterfallText.render(waterfall, new Look(width, false, true), language);
        assertThat(text.lines())
            .as("width " + width)
            .allSatisfy(line -> assertThat(Columns.width(line)).isLessThan(width + 1));
      }
    }
  }

  @Test
  void asciiIsAsciiAndPlainHasNoEscapes() {
    String text = WaterfallText.render(waterfall, new Look(100, false, false), Language.EN);
    assertThat(text.replace("图片/灯", "")).matches("\\p{ASCII}*").doesNotContain("\u001b");
    assertThat(WaterfallText.render(waterfall, new Look(100, true, true), Language.EN))
        .contains("\u001b[")
        .endsWith("\n");
    assertThat(WaterfallText.render(waterfall, Look.PIPED, Language.EN)).doesNotContain("\u001b");
  }

  @Test
  void rowsMarkReuseFailureStatusAndSize() {
    String text = WaterfallText.render(waterfall, new Look(140, false, true), Language.EN);
    assertThat(text)
        .containsPattern("✗ https://static.glasshouse.test/print.css +404 +27 bytes +↻3 ")
        .containsPattern("✗ POST http://stats.nowhere.test/hit +- ")
        .containsPattern("http://glasshouse.test/ +301 +#1 ")
        .contains("connection used again");
  }

  @Test
  void aFullRecordIsSaid() {
    Journey full = Fixture.journey(new dev.glasshouse.journey.Limits(60));
    assertThat(full.dropped()).isPositive();
    assertThat(WaterfallText.render(Waterfall.of(full), Look.PIPED, Language.EN))
        .contains("the record was full: " + full.dropped() + " steps are missing");
  }
}

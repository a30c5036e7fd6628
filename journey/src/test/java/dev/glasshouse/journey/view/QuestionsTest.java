package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The tree of questions behind a row's names, out of a journey that is made by hand. */
class QuestionsTest {
  private static final long MS = 1_000_000;
  private final AtomicLong now = new AtomicLong();
  private final Recorder recorder = new Recorder(now::get, Instant.EPOCH, Limits.DEFAULT);

  private void at(long ms) {
    now.set(ms * MS);
  }

  private static long mark(Trail trail, Step step) {
    return trail.mark(step, Because.HAPPENED);
  }

  private static NameStep.NameAsked asked(String server, String type) {
    return new NameStep.NameAsked(server, "UDP", "www.site.test", type, 1);
  }

  private static NameStep.ServerAnswered answered(String server, String type) {
    return new NameStep.ServerAnswered(
        server, "UDP", "www.site.test", type, "NOERROR", List.of(), Duration.ZERO, 40);
  }

  private static RecursionStep.ServerChosen chosen(String zone, String server, String name) {
    return new RecursionStep.ServerChosen(zone, server, "UDP", name, "A", Duration.ZERO);
  }

  private static RecursionStep.MessageHeard heard(String zone, String server, String name) {
    return new RecursionStep.MessageHeard(
        zone, server, "UDP", name, "A", "NOERROR", "referral", List.of(), 90);
  }

  /** A fetch whose name is asked for at a resolver, which asks the root and then the owner. */
  private Journey journey() {
    Trail root = recorder.trail();
    long fetch = root.open();
    Trail under = root.after(fetch);
    at(1);
    long ask = mark(under, asked("192.0.2.1:53", "A"));
    at(2);
    Trail resolver = under.after(ask);
    long first = mark(resolver, chosen(".", "192.0.2.2:53", "test."));
    at(5);
    resolver.after(first).add(2 * MS, heard(".", "192.0.2.2:53", "test."), Because.HAPPENED);
    long second = mark(resolver, chosen("test.", "192.0.2.3:53", "www.site.test."));
    at(8);
    resolver
        .after(second)
        .add(
            5 * MS,
            new RecursionStep.ServerSilent("test.", "192.0.2.3:53", "no answer in time"),
            Because.HAPPENED);
    at(9);
    under.add(MS, answered("192.0.2.1:53", "A"), Because.HAPPENED);
    at(10);
    root.close(
        fetch,
        0,
        new FetchStep.Fetched(1, "http://www.site.test/", "document", "person", "high", "done"),
        Because.HAPPENED);
    return recorder.journey();
  }

  @Test
  void eachQuestionStandsUnderTheOneThatLedToIt() {
    List<Waterfall.Question> questions = Waterfall.of(journey()).rows().getFirst().questions();
    assertThat(questions)
        .extracting(q -> q.depth() + " " + q.name() + " " + q.type() + " " + q.server())
        .containsExactly(
            "0 www.site.test A 192.0.2.1:53",
            "1 test. A 192.0.2.2:53",
            "1 www.site.test. A 192.0.2.3:53");
    assertThat(questions)
        .extracting(Waterfall.Question::failed)
        .containsExactly(false, false, true);
    assertThat(questions.getFirst().span()).isEqualTo(new Waterfall.Span(MS, 9 * MS));
    assertThat(questions.getLast().span()).isEqualTo(new Waterfall.Span(5 * MS, 8 * MS));
  }

  @Test
  void theyAreDrawnInFullAlone() {
    Waterfall waterfall = Waterfall.of(journey());
    String full = WaterfallText.render(waterfall, Level.FULL, Look.PIPED, Language.EN);
    assertThat(full)
        .contains("    www.site.test A @ 192.0.2.1 ")
        .contains("      test. A @ 192.0.2.2 ");
    assertThat(full.lines().filter(line -> line.contains("@ 192.0.2.3")))
        .singleElement()
        .asString()
        .startsWith("✗");
    assertThat(WaterfallText.render(waterfall, Look.PIPED, Language.EN)).doesNotContain(" @ ");
  }

  /** The resolver inside of the program is asked, and has no address. */
  @Test
  void theProgramsOwnResolverIsNamed() {
    Trail root = recorder.trail();
    long fetch = root.open();
    Trail under = root.after(fetch);
    at(1);
    long own = under.open();
    Trail resolver = under.after(own);
    long first = mark(resolver, chosen(".", "192.0.2.2:53", "test."));
    at(5);
    resolver.after(first).add(2 * MS, heard(".", "192.0.2.2:53", "test."), Because.HAPPENED);
    at(9);
    under.close(
        own, MS, new NameStep.ResolverAsked("www.site.test", "A", "BOGUS"), Because.HAPPENED);
    root.close(
        fetch,
        0,
        new FetchStep.Fetched(1, "http://www.site.test/", "document", "person", "high", "done"),
        Because.HAPPENED);
    Waterfall waterfall = Waterfall.of(recorder.journey());
    assertThat(waterfall.rows().getFirst().questions())
        .extracting(q -> q.depth() + " " + q.name() + " " + q.server() + " " + q.failed())
        .containsExactly("0 www.site.test  true", "1 test. 192.0.2.2:53 false");
    assertThat(WaterfallText.render(waterfall, Level.FULL, Look.PIPED, Language.EN))
        .contains("www.site.test A @ our own resolver");
    assertThat(WaterfallText.render(waterfall, Level.FULL, Look.PIPED, Language.ZH))
        .contains("www.site.test A @ 自己的解析器");
  }
}

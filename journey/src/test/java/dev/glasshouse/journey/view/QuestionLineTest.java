package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FrontReason;
import dev.glasshouse.journey.FrontStep;
import dev.glasshouse.journey.NameServiceReason;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.journey.words.Language;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A name server's question in one line. */
class QuestionLineTest {
  private final Recorder recorder = Recorder.start();

  private String line() {
    return QuestionLine.of(recorder.journey(), Language.EN);
  }

  /** It never became a question of the name system: what HTTP says stands for it. */
  @Test
  void aRequestThatBringsNoQuestionHasItsClientAndStatus() {
    recorder
        .trail()
        .mark(
            new NameServiceStep.HttpQuestionServed("127.0.0.1:4711", "HTTP/2", "PUT", 405, 0, 0),
            Because.of(
                NameServiceReason.NO_MESSAGE,
                Clause.rfc(8484, "4.1"),
                "only GET and POST bring questions"));
    assertThat(line())
        .contains(" 127.0.0.1:4711 HTTP/2 PUT -> 405, ")
        .contains("only GET and POST bring questions")
        .contains("RFC 8484 4.1");
  }

  @Test
  void whatWasHiddenIsWhyAnAnswerIsEmpty() {
    Trail trail = recorder.trail();
    long id =
        trail.mark(
            new ZoneStep.QueryCame("127.0.0.1:4711", "UDP", "inside.test.", "A", 40),
            Because.HAPPENED);
    trail
        .after(id)
        .mark(
            new FrontStep.AddressHidden("inside.test.", "A", "10.0.0.1", "10.0.0.0/8", "strip"),
            Because.of(FrontReason.ADDRESS_IN_RULE, "10.0.0.0/8"));
    assertThat(line()).contains("inside.test. A").contains("10.0.0.1");
  }

  /** Its question is named, where one could be read. */
  @Test
  void whatIsTurnedAwayIsNamed() {
    recorder
        .trail()
        .mark(
            new ZoneStep.QueryTurnedAway(
                "127.0.0.1:4711", "UDP", "FORMERR", "some.test.", "NXNAME"),
            Because.of(ZoneReason.TYPE_OF_MESSAGES, Clause.rfc(6895, "3.1"), "NXNAME"));
    assertThat(line()).contains(" 127.0.0.1:4711 UDP some.test. NXNAME -> FORMERR, ");
  }

  @Test
  void whatCannotBeReadHasNoName() {
    recorder
        .trail()
        .mark(
            new ZoneStep.QueryTurnedAway("127.0.0.1:4711", "UDP", "FORMERR", "", ""),
            Because.of(ZoneReason.MALFORMED, "a name is cut"));
    assertThat(line()).contains(" 127.0.0.1:4711 UDP -> FORMERR, ");
  }

  @Test
  void whyTheseRecordsAndNoOthers() {
    Trail trail = recorder.trail();
    long id =
        trail.mark(
            new ZoneStep.QueryCame("127.0.0.1:4711", "UDP", "www.site.test.", "A", 40),
            Because.HAPPENED);
    trail
        .after(id)
        .mark(
            new ZoneStep.RecordsChosen(
                "www.site.test.", "A", "network", List.of("192.0.2.1"), List.of("192.0.2.2")),
            Because.of(ZoneReason.CLIENT_NETWORK, "127.0.0.1", "here"));
    trail
        .after(id)
        .mark(
            new ZoneStep.ZoneAnswered(
                "www.site.test.", "A", "site.test.", "answer", "www.site.test."),
            Because.of(ZoneReason.HAS_RECORDS));
    assertThat(line())
        .contains("gives 192.0.2.1, not 192.0.2.2")
        .contains("belongs to the network here");
  }
}

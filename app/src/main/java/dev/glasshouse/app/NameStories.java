package dev.glasshouse.app;

import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.journey.view.QuestionLine;
import dev.glasshouse.journey.words.Language;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The stories of the questions that a name server is asked, each a journey of its own, told when
 * the question is answered. While too many wait to be written, new questions are not recorded.
 * Without a form nothing is recorded.
 */
final class NameStories implements AutoCloseable {
  /** Steps of one question: its budget of 200 messages makes some hundreds. */
  private static final int STEPS = 5_000;

  /** There the request ends behind its question. */
  private static final String HTTPS = Carrier.HTTPS.name();

  private final Optional<Form> form;
  private final Language language;
  private final Optional<StoryWriter> writer;

  /** How questions are told. */
  enum Form {
    /** A line each. */
    LOG,
    /** The whole story. */
    STORY,
    /** The journey as JSON lines. */
    JSON
  }

  private NameStories(Optional<Form> form, Language language, Optional<StoryWriter> writer) {
    this.form = form;
    this.language = language;
    this.writer = writer;
  }

  /**
   * Begins.
   *
   * @param form how; empty for not at all
   */
  static NameStories begin(Optional<Form> form, Language language, PrintWriter out) {
    String lost =
        form.filter(Form.JSON::equals).isPresent()
            ? ""
            : "(%d questions are not told: they came faster than lines go out)";
    return new NameStories(form, language, form.map(_ -> StoryWriter.begin(out, lost)));
  }

  /** Where the story of a question that comes now is told. */
  Trail next() {
    return writer.isPresent() && writer.get().hasRoom()
        ? Recorder.start(new Limits(STEPS), new Open()).trail()
        : Trail.OFF;
  }

  /** A story that goes on until its question is answered: not one that another server heard of. */
  private final class Open implements BiConsumer<Recorder, Entry> {
    private final AtomicLong question = new AtomicLong();

    @Override
    public void accept(Recorder whose, Entry entry) {
      if (entry.step() instanceof ZoneStep.QueryCame) {
        question.compareAndSet(0, entry.id());
      }
      boolean ours = entry.causes().isEmpty() || entry.causes().contains(question.get());
      if (ours && isLast(entry.step())) {
        writer.orElseThrow().take(to -> tell(whose.journey(), to));
      }
    }
  }

  private static boolean isLast(Step step) {
    return switch (step) {
      case ZoneStep.ReplySent sent -> !sent.carrier().equals(HTTPS);
      case ZoneStep.QueryTurnedAway away ->
          !away.outcome().equals("truncated") && !away.carrier().equals(HTTPS);
      case NameServiceStep.HttpQuestionServed _ -> true;
      default -> false;
    };
  }

  private void tell(Journey journey, StringBuilder to) {
    switch (form.orElseThrow()) {
      case JSON -> StoryWriter.json(journey, to);
      case LOG -> StoryWriter.line(QuestionLine.of(journey, language), to);
      case STORY -> StoryWriter.story(QuestionLine.of(journey, language), journey, language, to);
    }
  }

  /** Writes what has ended, and ends. */
  @Override
  public void close() {
    writer.ifPresent(StoryWriter::close);
  }
}

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
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.QuestionLine;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The stories of the questions that a name server is asked, each a journey of its own, told when
 * the question is answered. Bounded: while more wait to be written than {@link #WAITING}, new
 * questions are not recorded, and how many were not is told. Without a form nothing is recorded.
 */
final class NameStories implements AutoCloseable {
  /** Stories that wait to be written: some seconds of what a terminal takes. */
  private static final int WAITING = 1000;

  /** Steps of one question: its budget of 200 messages makes some hundreds. */
  private static final int STEPS = 5_000;

  /** There the request ends behind its question. */
  private static final String HTTPS = Carrier.HTTPS.name();

  private static final Duration END = Duration.ofSeconds(5);

  private final Optional<Form> form;
  private final Language language;
  private final PrintWriter out;
  private final BlockingQueue<Recorder> ended = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong untold = new AtomicLong();
  private final Optional<Thread> writer;
  private volatile boolean closed;

  /** How questions are told. */
  enum Form {
    /** A line each. */
    LOG,
    /** The whole story. */
    STORY,
    /** The journey as JSON lines. */
    JSON
  }

  private NameStories(Optional<Form> form, Language language, PrintWriter out) {
    this.form = form;
    this.language = language;
    this.out = out;
    this.writer =
        form.map(how -> Thread.ofPlatform().name("glass-stories").daemon().unstarted(this::write));
  }

  /**
   * Begins.
   *
   * @param form how; empty for not at all
   */
  static NameStories begin(Optional<Form> form, Language language, PrintWriter out) {
    var stories = new NameStories(form, language, out);
    stories.writer.ifPresent(Thread::start);
    return stories;
  }

  /** Where the story of a question that comes now is told. */
  Trail next() {
    if (form.isEmpty()) {
      return Trail.OFF;
    }
    if (ended.remainingCapacity() == 0 || closed) {
      untold.incrementAndGet();
      return Trail.OFF;
    }
    return Recorder.start(new Limits(STEPS), new Open()).trail();
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
      if (ours && isLast(entry.step()) && !ended.offer(whose)) {
        untold.incrementAndGet();
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

  private void write() {
    try {
      while (!closed || !ended.isEmpty()) {
        Recorder next = ended.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (next != null) {
          tell(next.journey());
        }
        long lost = untold.getAndSet(0);
        if (lost > 0 && form.orElseThrow() != Form.JSON) {
          out.println("(" + lost + " questions are not told: they came faster than lines go out)");
        }
        if (ended.isEmpty()) {
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      // The command ends, and waits no longer.
    }
  }

  private void tell(Journey journey) {
    switch (form.orElseThrow()) {
      case JSON -> JourneyWriter.write(journey, out);
      case LOG -> out.println(QuestionLine.of(journey, language));
      case STORY -> {
        out.println(QuestionLine.of(journey, language));
        var story = Story.of(journey, Level.FULL, language);
        out.println(StoryText.render(story, Look.PIPED).stripTrailing());
        out.println();
      }
    }
  }

  /** Writes what has ended, and ends. */
  @Override
  public void close() {
    closed = true;
    writer.ifPresent(thread -> {
      try {
        if (!thread.join(END)) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
      }
    });
  }
}

package dev.glasshouse.app;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.TraceFields;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.export.OtlpWriter;
import dev.glasshouse.journey.view.RequestLine;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.server.logs.AccessLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The stories of the requests that a web server answers, each a journey of its own, told when the
 * answer is out.
 */
final class RequestStories implements Stories, AutoCloseable {
  /** Steps of one request: the server's own few, and those of a program or a proxy behind it. */
  private static final Limits LIMITS = new Limits(2_000);

  private static final Story UNTOLD = new Untold();

  private final Form form;
  private final Language language;
  private final RequestLine lines;
  private final AccessLine access = new AccessLine(ZoneId.systemDefault());
  private final Story combined = new Combined();
  private final Optional<StoryWriter> writer;
  private final Optional<OtlpSender> collector;
  private final Optional<LastStories> kept;
  private final LongAdder begun = new LongAdder();

  /** How requests are told. */
  enum Form {
    /** Not at all. */
    NONE,
    /** A line each, with its why. */
    LINE,
    /** A line each, as Apache and nginx write their access logs. */
    COMBINED,
    /** The whole story. */
    STORY,
    /** The journey as JSON lines. */
    JSON
  }

  private RequestStories(
      Form form,
      Language language,
      Optional<StoryWriter> writer,
      Optional<OtlpSender> collector,
      Optional<LastStories> kept) {
    this.form = form;
    this.language = language;
    this.lines = RequestLine.in(language);
    this.writer = writer;
    this.collector = collector;
    this.kept = kept;
  }

  /**
   * Begins.
   *
   * @param collector where the journeys are sent besides, which is closed with these
   * @param kept where the last of them are kept besides
   */
  static RequestStories begin(
      Form form,
      Language language,
      PrintWriter out,
      Optional<OtlpSender> collector,
      Optional<LastStories> kept) {
    boolean words = form == Form.LINE || form == Form.STORY;
    String lost = words ? "(%d requests are not told: they came faster than lines go out)" : "";
    return new RequestStories(
        form,
        language,
        form == Form.NONE ? Optional.empty() : Optional.of(StoryWriter.begin(out, lost)),
        collector,
        kept);
  }

  @Override
  public Story begin(Request request) {
    begun.increment();
    boolean told =
        switch (form) {
          case NONE, COMBINED -> false;
          case LINE, STORY, JSON -> writer.orElseThrow().hasRoom();
        };
    if (told || kept.isPresent() || collector.isPresent()) {
      return new Recorded(request, told, Recorder.start(LIMITS));
    }
    return form == Form.COMBINED ? combined : UNTOLD;
  }

  /** A request of which nothing stays. */
  private static final class Untold implements Story {
    @Override
    public Trail trail() {
      return Trail.OFF;
    }

    @Override
    public boolean endsAtOnce() {
      return true;
    }
  }

  /** A request of which a line in the log is all that stays. */
  private final class Combined implements Story {
    @Override
    public boolean endsAtOnce() {
      return true;
    }

    @Override
    public Trail trail() {
      return Trail.OFF;
    }

    @Override
    public void end(Served served) {
      writer.orElseThrow().take(new AccessTold(served, System.currentTimeMillis()));
    }
  }

  /** A request that is told as Apache and nginx do. */
  private final class AccessTold implements StoryWriter.Told {
    private final Served served;
    private final long millis;

    AccessTold(Served served, long millis) {
      this.served = served;
      this.millis = millis;
    }

    @Override
    public void write(StringBuilder to) {
      access.combined(served, millis, to);
      StoryWriter.end(to);
    }
  }

  /** A request with a journey of its own. */
  private final class Recorded implements Story, StoryWriter.Told {
    private final boolean told;
    private final Recorder recorder;
    private final Trail trail;
    private final Optional<TraceContext> client;

    Recorded(Request request, boolean told, Recorder recorder) {
      this.told = told;
      this.recorder = recorder;
      this.trail = recorder.trail();
      this.client = TraceFields.of(request);
      client.ifPresent(context -> {
        Trail _ = TraceFields.tell(context, trail);
      });
    }

    @Override
    public boolean endsAtOnce() {
      return true;
    }

    @Override
    public long begun() {
      return recorder.begun();
    }

    /** A client that told its journey is told how long the answer took. */
    @Override
    public Response answered(Response response) {
      return client.isPresent()
          ? TraceFields.timed(response, "total", Duration.ofNanos(trail.now()))
          : response;
    }

    @Override
    public Trail trail() {
      return trail;
    }

    @Override
    public void end(Served served) {
      if (told) {
        writer.orElseThrow().take(this);
      } else if (form == Form.COMBINED) {
        combined.end(served);
      }
      if (kept.isPresent()) {
        kept.get().take(recorder);
      }
      if (collector.isPresent()) {
        collector
            .get()
            .take(
                () -> new OtlpWriter.Told(recorder.journey(), trail.root().orElseThrow(), client));
      }
    }

    @Override
    public void write(StringBuilder to) {
      Journey journey = recorder.journey();
      switch (form) {
        case JSON -> StoryWriter.json(journey, to);
        case LINE -> {
          lines.write(journey, to);
          StoryWriter.end(to);
        }
        case STORY -> StoryWriter.story(lines.of(journey), journey, language, to);
        case NONE, COMBINED -> throw new IllegalStateException("nothing is recorded for " + form);
      }
    }
  }

  /** How many requests have begun. */
  long begun() {
    return begun.sum();
  }

  /** Writes what has ended, and ends. */
  @Override
  public void close() {
    writer.ifPresent(StoryWriter::close);
    collector.ifPresent(OtlpSender::close);
  }
}

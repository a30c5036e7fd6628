package dev.glasshouse.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in the journey we are: the recorder, and the step that causes what is done next.
 *
 * <p>It is passed as a parameter to everything that does something worth telling. {@link #OFF}
 * records nothing; code that records asks {@link #on()} first, so that a journey that is off costs
 * no allocation:
 *
 * <pre>{@code
 * long id = trail.open();
 * long begin = trail.now();
 * ... work, with trail.after(id) passed on ...
 * if (trail.on()) {
 *   trail.close(id, begin, new NameStep.NameAnswered(...), Because.of(...));
 * }
 * }</pre>
 *
 * Trails may be used from any thread.
 */
public final class Trail {
  /** Records nothing, and costs nothing. */
  public static final Trail OFF = new Trail(null, 0);

  private final @Nullable Recorder recorder;
  private final long cause;

  /** The causes of a step that has no more of them: one list for all of them. */
  private final List<Long> causes;

  Trail(@Nullable Recorder recorder, long cause) {
    this.recorder = recorder;
    this.cause = cause;
    this.causes = cause == 0 ? List.of() : List.of(cause);
  }

  /** Whether anything is recorded. */
  public boolean on() {
    return recorder != null;
  }

  /** Nanoseconds since the journey's zero; 0 when off. */
  public long now() {
    return recorder == null ? 0 : recorder.now();
  }

  /**
   * The time that was read off the journey's clock last, or its beginning: for a decision that
   * follows at once on what that time was for, where reading a clock takes longer than deciding. 0
   * when off.
   */
  public long lately() {
    return recorder == null ? 0 : recorder.lately();
  }

  /**
   * The journey's time at a moment that was read off {@link System#nanoTime}, by a thread that has
   * better to do than to fetch the record into its cache. Of a journey on another clock than the
   * system's it is now; 0 when off.
   */
  public long at(long nanoTime) {
    return recorder == null ? 0 : recorder.at(nanoTime);
  }

  /** Hands out the id of a step that begins now, so that others can name it as their cause. */
  public long open() {
    return recorder == null ? 0 : recorder.open();
  }

  /** A number for a connection, fetch or page, unique in the journey; from 1. 0 when off. */
  public long number() {
    return recorder == null ? 0 : recorder.number();
  }

  /** The trail of what the step with this id causes. */
  public Trail after(long id) {
    return recorder == null || id == cause ? this : new Trail(recorder, id);
  }

  /** The id of the step that causes what is recorded here; 0 at the root. */
  public long cause() {
    return cause;
  }

  /**
   * What another process is told of the step that causes what is done here; empty when nothing is
   * recorded. Asking costs a journey two random numbers, once.
   */
  public Optional<TraceContext> context() {
    return recorder == null ? Optional.empty() : Optional.of(recorder.context(cause));
  }

  /** What another process is told of the journey as a whole; empty when nothing is recorded. */
  public Optional<TraceContext> root() {
    return recorder == null ? Optional.empty() : Optional.of(recorder.context(0));
  }

  /**
   * The trail of what is done because of a step that a context names; empty when it names none of
   * this journey.
   */
  public Optional<Trail> joined(TraceContext context) {
    long id = recorder == null ? 0 : recorder.step(context);
    return id == 0 ? Optional.empty() : Optional.of(after(id));
  }

  /**
   * Where the reader of a body hands on its pieces, so that the journey keeps them; where it keeps
   * none, that costs nothing.
   *
   * @param message request or response
   */
  public KeptBody keep(String message) {
    return recorder == null || recorder.bodies() == null
        ? KeptBody.NONE
        : new KeptBody(this, recorder.bodies(), message);
  }

  /** The recorder of a trail that is on, for tests. */
  Recorder recorder() {
    return Objects.requireNonNull(recorder);
  }

  /** Records a moment. Returns its id. */
  public long mark(Step step, Because because, long... moreCauses) {
    if (recorder == null) {
      return 0;
    }
    long now = recorder.now();
    return recorder.add(now, now, causes(moreCauses), because, Source.MEASURED, step);
  }

  /** Records a step that began at {@code begin} and ends now. Returns its id. */
  public long add(long begin, Step step, Because because, long... moreCauses) {
    return recorder == null
        ? 0
        : recorder.add(begin, recorder.now(), causes(moreCauses), because, Source.MEASURED, step);
  }

  /** Records a step that is over already. Returns its id. */
  public long add(long begin, long end, Step step, Because because, Source source) {
    return recorder == null ? 0 : recorder.add(begin, end, causes, because, source, step);
  }

  /** Records a step that is over already, whose facts are put together when they are read. */
  public void late(long begin, long end, LateStep step, Because because) {
    if (recorder != null) {
      recorder.late(begin, end, causes, because, step);
    }
  }

  /** Records a step whose id was handed out by {@link #open()}, which ends now. */
  public void close(long id, long begin, Step step, Because because, long... moreCauses) {
    if (recorder != null) {
      record(id, begin, recorder.now(), step, because, Source.MEASURED, moreCauses);
    }
  }

  /** Records a step with all its particulars. */
  public void record(
      long id,
      long begin,
      long end,
      Step step,
      Because because,
      Source source,
      long... moreCauses) {
    if (recorder != null) {
      recorder.record(new Entry(id, begin, end, causes(moreCauses), because, source, step));
    }
  }

  private List<Long> causes(long... more) {
    if (more.length == 0) {
      return causes;
    }
    var all = new ArrayList<Long>(more.length + 1);
    all.addAll(causes);
    for (long id : more) {
      if (id != 0 && !all.contains(id)) {
        all.add(id);
      }
    }
    return List.copyOf(all);
  }
}

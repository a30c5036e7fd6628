package dev.glasshouse.fetch;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A fetch's row in the journey: the step that lasts from the asking to the last byte. */
final class FetchRow {
  private final FetchRequest request;
  private final Trail outer;
  private final long id;
  private final long begin;
  private final long number;
  private final Trail trail;
  private final AtomicBoolean ended;

  FetchRow(FetchRequest request, Trail outer) {
    this.request = request;
    this.outer = outer;
    this.id = outer.open();
    this.begin = outer.now();
    this.number = outer.number();
    this.trail = outer.after(id);
    this.ended = new AtomicBoolean();
  }

  private FetchRow(Trail outer, FetchRequest request) {
    this.request = request;
    this.outer = outer;
    this.id = 0;
    this.begin = 0;
    this.number = 0;
    this.trail = outer;
    this.ended = new AtomicBoolean(true);
  }

  /** For what is decided as for a fetch, and is none: it has no row, and its steps stand below. */
  static FetchRow none(FetchRequest request, Trail trail) {
    return new FetchRow(trail, request);
  }

  /** What the fetch causes goes under this. */
  Trail trail() {
    return trail;
  }

  /** The fetch's number in the journey. */
  long number() {
    return number;
  }

  /** It went well. */
  void complete() {
    end("ok");
  }

  /** The asker did not want the rest. */
  void givenUp() {
    end("cancelled");
  }

  /** It failed. */
  void failed(IOException problem) {
    boolean cancelled = Problems.isCancelled(problem);
    if (trail.on() && !cancelled && !ended.get()) {
      Because because = problem instanceof FetchException its ? its.because() : Because.HAPPENED;
      trail.mark(
          new FetchStep.FetchFailed(request.url().display(), Problems.text(problem)), because);
    }
    end(cancelled ? "cancelled" : "failed");
  }

  private void end(String outcome) {
    if (ended.compareAndSet(false, true) && outer.on()) {
      outer.close(
          id,
          begin,
          new FetchStep.Fetched(
              number,
              request.url().display(),
              request.destination() == Destination.EMPTY
                  ? "other"
                  : request.destination().toString(),
              request.initiator(),
              request.priority().toString(),
              outcome),
          Because.HAPPENED);
    }
  }
}

package dev.glasshouse.server.web;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.server.sites.Sparing;
import dev.glasshouse.server.sites.Told;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the person who runs a server what clients did on their connections that is no request:
 * rules broken, limits met, heads that never came whole. Requests have stories of their own.
 *
 * <p>Whoever attacks makes many of them: few a second are told ({@link Sparing}). Safe for many
 * threads.
 */
final class Misuse {
  /** Nothing is kept: what is told is told at once. */
  private static final Limits NONE = new Limits(1);

  private final Sparing told;
  private final Wording wording = Wording.in(Language.EN);
  private final Trail trail = Recorder.start(NONE, (_, entry) -> take(entry)).trail();

  /** Why the last of them was. */
  private final AtomicReference<Because> last = new AtomicReference<>(Because.HAPPENED);

  /** Tells it there. */
  Misuse(Told told, InstantSource clock) {
    this.told = new Sparing(told, clock);
  }

  /** What connections are to tell on. */
  Trail trail() {
    return trail;
  }

  private void take(Entry entry) {
    if (!isMisuse(entry)) {
      return;
    }
    boolean again = last.getAndSet(entry.because()).equals(entry.because());
    switch (entry.step()) {
      // Taking leave of who broke a rule says the rule again.
      case StreamStep.GoingAway its when again ->
          told.problem(() -> wording.sentence(briefly(entry, its)));
      // So does the answer, which says whose it was.
      case HttpStep.RequestServed _ when again -> told.problem(() -> wording.sentence(entry));
      default -> told.problem(() -> wording.whole(entry));
    }
  }

  private static Entry briefly(Entry entry, StreamStep.GoingAway its) {
    var step = new StreamStep.GoingAway(its.connection(), its.by(), its.last(), its.code(), "");
    return new Entry(
        entry.id(),
        entry.begin(),
        entry.end(),
        entry.causes(),
        entry.because(),
        entry.source(),
        step);
  }

  private static boolean isMisuse(Entry entry) {
    return switch (entry.step()) {
      case JourneyStep.LimitReached _ -> true;
      case HttpStep.ProtocolViolated _ -> true;
      case HttpStep.ExchangeFailed _ -> true;
      // What was answered without having been a request.
      case HttpStep.RequestServed its -> its.method().equals("-");
      case StreamStep.GoingAway its -> its.by().equals("us") && !its.code().endsWith("NO_ERROR");
      default -> false;
    };
  }
}

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
import dev.glasshouse.server.sites.Told;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the person who runs a server what clients did on their connections that is no request:
 * rules broken, limits met, heads that never came whole. Requests have stories of their own.
 *
 * <p>Whoever attacks makes many of them: at most {@link #LINES} a second are told, and how many
 * were left out. Safe for many threads.
 */
final class Misuse {
  /** Lines a second: enough to see what happens, and no way to fill a disk. */
  static final int LINES = 20;

  /** Nothing is kept: what is told is told at once. */
  private static final Limits NONE = new Limits(1);

  private final Told told;
  private final InstantSource clock;
  private final Wording wording = Wording.in(Language.EN);
  private final Trail trail = Recorder.start(NONE, (_, entry) -> take(entry)).trail();

  /** Why the last of them was. */
  private final AtomicReference<Because> last = new AtomicReference<>(Because.HAPPENED);

  private long second;
  private int lines;
  private long left;

  /** Tells it there. */
  Misuse(Told told, InstantSource clock) {
    this.told = told;
    this.clock = clock;
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
      // Taking leave of who broke a rule only says the rule again.
      case StreamStep.GoingAway _ when again -> {}
      // So does the answer, which says whose it was.
      case HttpStep.RequestServed _ when again -> tell(wording.sentence(entry));
      default -> tell(wording.whole(entry));
    }
  }

  private void tell(String line) {
    if (mayTell()) {
      told.problem(line);
    }
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

  /** Whether there is room for a line more; tells how many there were left out before. */
  private boolean mayTell() {
    long before = 0;
    synchronized (this) {
      long now = clock.instant().getEpochSecond();
      if (now != second) {
        before = left;
        second = now;
        lines = 0;
        left = 0;
      }
      if (lines == LINES) {
        left++;
        return false;
      }
      lines++;
    }
    if (before > 0) {
      told.problem(before + " more such lines were left out");
    }
    return true;
  }
}

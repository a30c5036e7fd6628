package dev.glasshouse.app;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Limits;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.util.function.Consumer;

/** What changes in the pools of an edge, a line each with its why. */
final class PoolNews implements Pool.News {
  private final Wording words;
  private final Consumer<String> lines;

  PoolNews(Language language, Consumer<String> lines) {
    this.words = Wording.in(language);
    this.lines = lines;
  }

  @Override
  public void told(EdgeStep step, Because why) {
    // The first servers of a pool are no news: the command has just named them.
    if (why.reason() != EdgeReason.ASKED_FOR) {
      var recorder = Recorder.start(new Limits(1));
      recorder.trail().mark(step, why);
      lines.accept(words.whole(recorder.journey().entries().getFirst()));
    }
  }
}

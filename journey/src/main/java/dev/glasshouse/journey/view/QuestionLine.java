package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A name server's question in one line: when (UTC), who asked how for what, what it got after how
 * long, and why.
 */
public final class QuestionLine {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private QuestionLine() {}

  /** The line of a journey that has one question. */
  public static String of(Journey journey, Language language) {
    var text = new StringBuilder(WHEN.format(journey.wallZero()));
    Optional<Entry> came = last(journey, ZoneStep.QueryCame.class::isInstance);
    Optional<Entry> sent = last(journey, ZoneStep.ReplySent.class::isInstance);
    Optional<Entry> turned = last(journey, ZoneStep.QueryTurnedAway.class::isInstance);
    if (came.map(Entry::step).orElse(null) instanceof ZoneStep.QueryCame its) {
      text.append(' ').append(its.client()).append(' ').append(its.carrier());
      text.append(' ').append(its.name()).append(' ').append(its.type());
    } else if (turned.map(Entry::step).orElse(null) instanceof ZoneStep.QueryTurnedAway its) {
      text.append(' ').append(its.client()).append(' ').append(its.carrier());
    }
    text.append(language == Language.ZH ? " → " : " -> ").append(outcome(sent, turned, language));
    journey.entries().stream()
        .mapToLong(Entry::end)
        .max()
        .ifPresent(end -> text.append(String.format(Locale.ROOT, ", %.1f ms", end / 1e6)));
    why(journey, turned)
        .map(Wording.in(language)::whole)
        .ifPresent(sentence ->
            text.append(language == Language.ZH ? "：" : ": ").append(sentence));
    return text.toString();
  }

  private static String outcome(Optional<Entry> sent, Optional<Entry> turned, Language language) {
    boolean chinese = language == Language.ZH;
    if (sent.map(Entry::step).orElse(null) instanceof ZoneStep.ReplySent its) {
      String records =
          chinese
              ? its.answers() + " 条记录"
              : its.answers() + (its.answers() == 1 ? " record" : " records");
      return its.code() + ", " + records + (its.truncated() ? (chinese ? "，已截断" : ", cut") : "");
    }
    if (turned.map(Entry::step).orElse(null) instanceof ZoneStep.QueryTurnedAway its) {
      return its.outcome();
    }
    return chinese ? "没有应答" : "no answer";
  }

  /** The step that decided: what was done about the question in place of, or for, an answer. */
  private static Optional<Entry> why(Journey journey, Optional<Entry> turned) {
    return last(journey, NameServiceStep.AnswerHijacked.class::isInstance)
        .or(() -> turned)
        .or(() -> last(journey, ZoneStep.ZoneAnswered.class::isInstance))
        .or(() -> last(journey, RecursionStep.RecursionAnswered.class::isInstance));
  }

  private static Optional<Entry> last(Journey journey, Predicate<Step> which) {
    return journey.entries().reversed().stream().filter(e -> which.test(e.step())).findFirst();
  }
}

package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FrontStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A name server's question in one line: when (UTC), who asked how for what, what it got after how
 * long, and why.
 */
public final class QuestionLine {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Map<Long, Entry> entries = new HashMap<>();
  private final Journey journey;
  private final Language language;

  private QuestionLine(Journey journey, Language language) {
    this.journey = journey;
    this.language = language;
    journey.entries().forEach(entry -> entries.put(entry.id(), entry));
  }

  /** The line of a journey that has one question, for which others may have been asked. */
  public static String of(Journey journey, Language language) {
    return new QuestionLine(journey, language).text();
  }

  private String text() {
    var text = new StringBuilder(WHEN.format(journey.wallZero()));
    Optional<Entry> came = foremost(ZoneStep.QueryCame.class::isInstance);
    Optional<Entry> sent = foremost(ZoneStep.ReplySent.class::isInstance);
    Optional<Entry> turned = foremost(ZoneStep.QueryTurnedAway.class::isInstance);
    if (came.map(Entry::step).orElse(null) instanceof ZoneStep.QueryCame its) {
      text.append(' ').append(its.client()).append(' ').append(its.carrier());
      text.append(' ').append(its.name()).append(' ').append(its.type());
    } else if (turned.map(Entry::step).orElse(null) instanceof ZoneStep.QueryTurnedAway its) {
      text.append(' ').append(its.client()).append(' ').append(its.carrier());
      if (!its.name().isEmpty()) {
        text.append(' ').append(its.name()).append(' ').append(its.type());
      }
    } else if (served().map(Entry::step).orElse(null)
        instanceof NameServiceStep.HttpQuestionServed its) {
      text.append(' ').append(its.client()).append(' ').append(its.version());
      text.append(' ').append(its.method());
    }
    boolean chinese = language == Language.ZH;
    text.append(chinese ? " → " : " -> ").append(outcome(sent, turned));
    long end = journey.entries().stream().mapToLong(Entry::end).max().orElse(0);
    text.append(String.format(Locale.ROOT, chinese ? "，%.1f ms" : ", %.1f ms", end / 1e6));
    why(turned)
        .map(Wording.in(language)::whole)
        .ifPresent(sentence -> text.append(chinese ? "：" : ": ").append(sentence));
    return text.toString();
  }

  /** What became of a request that may have brought no question. */
  private Optional<Entry> served() {
    return foremost(NameServiceStep.HttpQuestionServed.class::isInstance);
  }

  private String outcome(Optional<Entry> sent, Optional<Entry> turned) {
    boolean chinese = language == Language.ZH;
    if (turned.isEmpty()
        && foremost(QuestionLine::isCopied).map(Entry::step).orElse(null)
            instanceof ZoneStep.ZoneTransferred its) {
      return its.method()
          + (chinese ? "，" + its.records() + " 条记录" : ", " + its.records() + " records");
    }
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
    if (served().map(Entry::step).orElse(null) instanceof NameServiceStep.HttpQuestionServed its) {
      return String.valueOf(its.status());
    }
    return chinese ? "没有应答" : "no answer";
  }

  /** The step that decided: what was done about the question in place of, or for, an answer. */
  private Optional<Entry> why(Optional<Entry> turned) {
    return foremost(NameServiceStep.AnswerHijacked.class::isInstance)
        .or(() -> turned)
        .or(() -> foremost(QuestionLine::isAnsweredHere))
        .or(() -> foremost(ZoneStep.RecordsChosen.class::isInstance))
        .or(() ->
            foremost(step ->
                step instanceof ZoneStep.ZoneAnswered
                    || step instanceof RecursionStep.RecursionAnswered))
        .or(this::served);
  }

  private static boolean isCopied(Step step) {
    return step instanceof ZoneStep.ZoneTransferred its && its.direction().equals("out");
  }

  /** Whether what stands before a resolver has decided alone. */
  private static boolean isAnsweredHere(Step step) {
    return switch (step) {
      case FrontStep.LocalZoneAnswered local ->
          !List.of("resolved", "alias").contains(local.outcome());
      case FrontStep.ServerDescribed _,
          FrontStep.ResolutionRefused _,
          FrontStep.OwnZoneAnswered _,
          FrontStep.AddressHidden _,
          FrontStep.SentinelJudged _ ->
          true;
      default -> false;
    };
  }

  /** Of the steps of a kind the one with the fewest causes above it, the last of them. */
  private Optional<Entry> foremost(Predicate<Step> which) {
    return journey.entries().reversed().stream()
        .filter(entry -> which.test(entry.step()))
        .min(Comparator.comparingInt(this::depth));
  }

  private int depth(Entry entry) {
    int depth = 0;
    Entry at = entry;
    while (at != null && !at.causes().isEmpty() && depth < entries.size()) {
      at = entries.get(at.causes().getFirst());
      depth++;
    }
    return depth;
  }
}

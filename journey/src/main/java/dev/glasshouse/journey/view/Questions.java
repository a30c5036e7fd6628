package dev.glasshouse.journey.view;

import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.view.Waterfall.Question;
import dev.glasshouse.journey.view.Waterfall.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tree of questions behind the names of a row: what was asked whom, and what that server asked
 * others for it, as far as the journey has it.
 */
final class Questions {
  private final CauseTree tree;
  private final Map<Ask, List<Entry>> asks = new HashMap<>();
  private final Map<Long, List<Entry>> ends = new HashMap<>();
  private final Set<Long> begun = new HashSet<>();
  private final List<Question> all = new ArrayList<>();

  /**
   * What one step asks and another answers: the step that led to both, the server, the question.
   */
  private record Ask(long cause, String server, String name, String type) {}

  private Questions(List<Entry> steps, CauseTree tree) {
    this.tree = tree;
    for (Entry entry : steps) {
      begin(entry)
          .ifPresent(ask -> {
            asks.computeIfAbsent(ask, _ -> new ArrayList<>()).add(entry);
            begun.add(entry.id());
          });
    }
    for (Entry entry : steps) {
      if (isEnd(entry.step())) {
        Entry lowest = beginOf(entry).orElse(entry);
        long above = tree.ancestor(lowest, up -> begun.contains(up.id())).map(Entry::id).orElse(0L);
        ends.computeIfAbsent(above, _ -> new ArrayList<>()).add(entry);
      }
    }
  }

  /** Those among these steps, each before the ones that it led to. */
  static List<Question> of(List<Entry> steps, CauseTree tree) {
    var questions = new Questions(steps, tree);
    questions.add(0, 0);
    return List.copyOf(questions.all);
  }

  private static boolean isEnd(Step step) {
    return step instanceof NameStep.ServerAnswered
        || step instanceof NameStep.ResolverAsked
        || step instanceof NameStep.ServerFailed
        || step instanceof RecursionStep.MessageHeard
        || step instanceof RecursionStep.ServerSilent;
  }

  private static Optional<Ask> begin(Entry entry) {
    long cause = entry.causes().isEmpty() ? 0 : entry.causes().getFirst();
    return switch (entry.step()) {
      case NameStep.NameAsked its ->
          Optional.of(new Ask(cause, its.server(), its.name(), its.type()));
      case NameStep.ResolverAsked its -> Optional.of(ask(cause, its));
      case RecursionStep.ServerChosen its ->
          Optional.of(new Ask(cause, its.server(), its.name(), its.type()));
      default -> Optional.empty();
    };
  }

  /** The resolver inside of this program has no address; its step is beginning and end in one. */
  private static Ask ask(long cause, NameStep.ResolverAsked its) {
    return new Ask(cause, "", its.name(), its.type());
  }

  private void add(long above, int depth) {
    if (depth > Story.DEEPEST) {
      return;
    }
    for (Entry end : ends.getOrDefault(above, List.of())) {
      Optional<Entry> begin = beginOf(end);
      all.add(question(end, begin, depth));
      begin.ifPresent(its -> add(its.id(), depth + 1));
    }
  }

  /** The step that asked for what this one brings: the last one of its sort before it. */
  private Optional<Entry> beginOf(Entry end) {
    long above = end.causes().isEmpty() ? 0 : end.causes().getFirst();
    if (begun.contains(above)) {
      return tree.entry(above);
    }
    Optional<Ask> ask =
        switch (end.step()) {
          case NameStep.ServerAnswered its ->
              Optional.of(new Ask(above, its.server(), its.name(), its.type()));
          case NameStep.ServerFailed its ->
              Optional.of(new Ask(above, its.server(), its.name(), its.type()));
          case NameStep.ResolverAsked its -> Optional.of(ask(above, its));
          case RecursionStep.MessageHeard its ->
              Optional.of(new Ask(above, its.server(), its.name(), its.type()));
          default -> Optional.empty();
        };
    return ask.flatMap(its ->
        asks.getOrDefault(its, List.of()).stream()
            .filter(begin -> begin.begin() <= end.end())
            .reduce((first, second) -> second));
  }

  private static boolean isFailure(String outcome) {
    return !outcome.equals("NOERROR") && !outcome.equals("NXDOMAIN");
  }

  private static Question question(Entry end, Optional<Entry> begin, int depth) {
    long from = begin.map(Entry::begin).orElse(end.begin());
    var span = new Span(Math.min(from, end.begin()), Math.max(end.begin(), end.end()));
    return switch (end.step()) {
      case NameStep.ServerAnswered its ->
          new Question(end.id(), depth, its.name(), its.type(), its.server(), span, false);
      case RecursionStep.MessageHeard its ->
          new Question(end.id(), depth, its.name(), its.type(), its.server(), span, false);
      case NameStep.ResolverAsked its ->
          new Question(end.id(), depth, its.name(), its.type(), "", span, isFailure(its.outcome()));
      case NameStep.ServerFailed its ->
          new Question(end.id(), depth, its.name(), its.type(), its.server(), span, true);
      case RecursionStep.ServerSilent its -> {
        // What it was asked stands in the step that asked.
        boolean known =
            begin.isPresent() && begin.get().step() instanceof RecursionStep.ServerChosen;
        RecursionStep.ServerChosen chosen =
            known ? (RecursionStep.ServerChosen) begin.get().step() : null;
        yield new Question(
            end.id(),
            depth,
            chosen == null ? its.zone() : chosen.name(),
            chosen == null ? "" : chosen.type(),
            its.server(),
            span,
            true);
      }
      default -> throw new IllegalStateException("no end of a question: " + end.step());
    };
  }
}

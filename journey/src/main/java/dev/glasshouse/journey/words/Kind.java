package dev.glasshouse.journey.words;

import java.util.List;
import java.util.Map;

/**
 * A kind of step, as the table has it.
 *
 * @param name the simple name of its record
 * @param sentences what the story says, in each language
 * @param level from which level on it is told
 * @param failures when it is a failure: any of these
 * @param fields what its components mean, in order
 */
public record Kind(
    String name,
    Map<Language, Sentence> sentences,
    Level level,
    List<Condition> failures,
    List<Field> fields) {

  /** What a component means, in each language. */
  public record Field(String name, Map<Language, String> meanings) {}

  /** When a step is a failure. */
  public sealed interface Condition {
    /** Whether it holds for these facts. */
    default boolean holds(Map<String, Object> facts) {
      return switch (this) {
        case Always _ -> true;
        case Says says -> says.wanted() == Values.saysSomething(get(facts, says.fact()));
        case Is is -> is.value().equals(get(facts, is.fact()).toString());
        case AtLeast least ->
            get(facts, least.fact()) instanceof Number n && n.longValue() >= least.number();
      };
    }

    private static Object get(Map<String, Object> facts, String name) {
      return facts.getOrDefault(name, "");
    }
  }

  /** Every step of the kind is a failure. */
  record Always() implements Condition {}

  /** The fact says something, or says nothing. */
  record Says(String fact, boolean wanted) implements Condition {}

  /** The fact is this word. */
  record Is(String fact, String value) implements Condition {}

  /** The fact is this number or more. */
  record AtLeast(String fact, long number) implements Condition {}

  /** Whether a step of this kind with these facts is a failure. */
  public boolean fails(Map<String, Object> facts) {
    return failures.stream().anyMatch(condition -> condition.holds(facts));
  }
}

package dev.glasshouse.journey;

import java.util.List;

/**
 * Why a step was decided as it was; made by the code that decides, at the moment it decides.
 *
 * @param reason the sentence
 * @param arguments what stands in its places
 * @param clause the clause that decided; {@link Clause#NONE} for a choice of our own
 * @param refused the alternatives that were refused, each with its why
 */
public record Because(Reason reason, List<Object> arguments, Clause clause, List<Refused> refused) {

  /** An alternative that was not taken. */
  public record Refused(String alternative, Reason reason, List<Object> arguments) {}

  /** Nothing was decided: the step simply happened. */
  public static final Because HAPPENED =
      new Because(JourneyReason.NONE, List.of(), Clause.NONE, List.of());

  /** A reason with its arguments, our own choice. */
  public static Because of(Reason reason, Object... arguments) {
    return new Because(reason, List.of(arguments), Clause.NONE, List.of());
  }

  /** A reason with the clause that decided, and its arguments. */
  public static Because of(Reason reason, Clause clause, Object... arguments) {
    return new Because(reason, List.of(arguments), clause, List.of());
  }

  /** The same reason, with one more alternative that was refused. */
  public Because butNot(String alternative, Reason why, Object... arguments) {
    var all = new java.util.ArrayList<>(refused);
    all.add(new Refused(alternative, why, List.of(arguments)));
    return new Because(reason, this.arguments, clause, List.copyOf(all));
  }
}

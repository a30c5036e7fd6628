package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;

/** The peer sent what the protocol does not allow; the clause is in the message. */
public final class ViolationException extends HttpException {
  private static final long serialVersionUID = 1;
  private final Violation violation;

  public ViolationException(Violation violation, Object... arguments) {
    this(violation, Because.of(violation.reason(), violation.clause(), arguments));
  }

  /** A violation of a version's own form of the rule. */
  public static ViolationException in(
      HttpVersion version, Violation violation, Object... arguments) {
    return new ViolationException(
        violation, Because.of(violation.reason(), violation.clause(version), arguments));
  }

  /** A violation of a rule that stands at a clause of its own. */
  public static ViolationException of(Violation violation, Clause clause, Object... arguments) {
    return new ViolationException(violation, Because.of(violation.reason(), clause, arguments));
  }

  private ViolationException(Violation violation, Because because) {
    super(sentence(because), because);
    this.violation = violation;
  }

  /** What the peer did. */
  public Violation violation() {
    return violation;
  }

  @Override
  public HttpException again() {
    return (HttpException) new ViolationException(violation, because()).initCause(this);
  }
}

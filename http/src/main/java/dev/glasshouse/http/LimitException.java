package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Reason;

/** A message is larger than a limit of ours allows. */
public final class LimitException extends HttpException {
  private static final long serialVersionUID = 1;
  private final String limit;
  private final long allowed;
  private final String unit;

  public LimitException(Reason reason, String limit, long allowed, String unit) {
    this(Because.of(reason, allowed), limit, allowed, unit);
  }

  /** A limit whose sentence has more places than the one for what is allowed. */
  public LimitException(Because because, String limit, long allowed, String unit) {
    super(sentence(because), because);
    this.limit = limit;
    this.allowed = allowed;
    this.unit = unit;
  }

  /** The limit's name, as {@link Limits} spells it. */
  public String limit() {
    return limit;
  }

  /** The step that tells of it. */
  public JourneyStep.LimitReached step(String where) {
    return new JourneyStep.LimitReached(limit, allowed, unit, where);
  }

  @Override
  public HttpException again() {
    var copy = new LimitException(because(), limit, allowed, unit);
    copy.initCause(this);
    return copy;
  }
}

package dev.glasshouse.journey;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which step of which journey caused a request, as it is told to another process: what there is
 * recorded can be joined with this journey.
 *
 * @param high the upper half of the journey's id
 * @param low the lower half
 * @param span the step
 * @param recorded whether the step is recorded
 * @see <a href="https://www.w3.org/TR/trace-context-1/">Trace Context, level 1</a>
 */
public record TraceContext(long high, long low, long span, boolean recorded) {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Its inverse, modulo 2 to the power of 64. */
  private static final long UNSPREAD = 0xF1DE83E19937733DL;

  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 55;
  private static final int VERSION = 2;
  private static final int TRACE = 35;
  private static final int SPAN = 52;

  /**
   * A context.
   *
   * @throws IllegalArgumentException for an id of zeros, which stands for none (3.2.2)
   */
  public TraceContext {
    if ((high | low) == 0 || span == 0) {
      throw new IllegalArgumentException("an id of zeros is none");
    }
  }

  /** The ids of a new journey, with its root as step. */
  static TraceContext fresh() {
    var random = new SecureRandom();
    return new TraceContext(nonZero(random), nonZero(random), nonZero(random), true);
  }

  private static long nonZero(SecureRandom random) {
    long number = random.nextLong();
    return number == 0 ? 1 : number;
  }

  /**
   * A step of the journey whose root this is; the root itself for 0. The ids of neighbours have
   * nothing in common that another journey's could have too.
   */
  public TraceContext at(long id) {
    long its = span + id * SPREAD;
    return new TraceContext(high, low, its == 0 ? span : its, recorded);
  }

  /**
   * The number of the step that a context means, when this is its journey's root; 0 if it is not.
   */
  long step(TraceContext context) {
    return high == context.high && low == context.low ? (context.span - span) * UNSPREAD : 0;
  }

  /** The journey's id: 32 digits of base 16, in lower case. */
  public String trace() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** The step's id: 16 digits of base 16, in lower case. */
  public String spanText() {
    return HEX.toHexDigits(span);
  }

  /** The value of the field {@code traceparent} (3.2.2). */
  public String traceparent() {
    return "00-" + trace() + "-" + spanText() + (recorded ? "-01" : "-00");
  }

  /**
   * Reads the value of a field {@code traceparent}; empty when it is none. A version that came
   * later than this program is read as far as it is as this one (3.2.3).
   */
  public static Optional<TraceContext> parse(String value) {
    String text = value.strip();
    boolean later = text.length() > LENGTH && text.charAt(LENGTH) == '-' && !text.startsWith("00");
    if ((text.length() != LENGTH && !later) || text.startsWith("ff") || !isWellFormed(text)) {
      return Optional.empty();
    }
    int flags = HexFormat.fromHexDigits(text, SPAN + 1, LENGTH);
    long high = HexFormat.fromHexDigitsToLong(text, VERSION + 1, VERSION + 17);
    long low = HexFormat.fromHexDigitsToLong(text, VERSION + 17, TRACE);
    long span = HexFormat.fromHexDigitsToLong(text, TRACE + 1, SPAN);
    return (high | low) == 0 || span == 0
        ? Optional.empty()
        : Optional.of(new TraceContext(high, low, span, (flags & 1) != 0));
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == VERSION || i == TRACE || i == SPAN;
      if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }
}

package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.util.List;

/**
 * What a check came to, and why.
 *
 * @param status what it came to
 * @param reason why, as a sentence
 * @param arguments what stands in the sentence's places
 * @param clause the clause that decided
 * @param error the code of RFC 8914 that tells a client; {@link #NO_ERROR} for none
 */
public record Verdict(
    Status status, DnssecReason reason, List<Object> arguments, Clause clause, int error) {
  /** There is nothing to tell a client. */
  public static final int NO_ERROR = -1;

  static final int UNSUPPORTED_ALGORITHM = 1;
  static final int UNSUPPORTED_DIGEST = 2;
  static final int BOGUS = 6;
  static final int EXPIRED = 7;
  static final int NOT_YET_VALID = 8;
  static final int NO_KEY = 9;
  static final int NO_SIGNATURE = 10;
  static final int NO_ZONE_KEY = 11;
  static final int NO_DENIAL = 12;
  static final int NETWORK = 23;
  static final int ITERATIONS = 27;

  /** Copies the arguments. */
  public Verdict {
    arguments = List.copyOf(arguments);
  }

  static Verdict secure(DnssecReason reason, Clause clause, Object... arguments) {
    return new Verdict(Status.SECURE, reason, List.of(arguments), clause, NO_ERROR);
  }

  static Verdict insecure(DnssecReason reason, Clause clause, int error, Object... arguments) {
    return new Verdict(Status.INSECURE, reason, List.of(arguments), clause, error);
  }

  static Verdict bogus(DnssecReason reason, Clause clause, int error, Object... arguments) {
    return new Verdict(Status.BOGUS, reason, List.of(arguments), clause, error);
  }

  static Verdict indeterminate(DnssecReason reason, Clause clause, Object... arguments) {
    return new Verdict(Status.INDETERMINATE, reason, List.of(arguments), clause, NO_ERROR);
  }

  /** Whether it came to {@link Status#SECURE}. */
  public boolean isSecure() {
    return status == Status.SECURE;
  }

  /** Whether it came to {@link Status#BOGUS}. */
  public boolean isBogus() {
    return status == Status.BOGUS;
  }

  /** The worse of two; of two that are alike, this one. */
  public Verdict or(Verdict other) {
    return status.compareTo(other.status) >= 0 ? this : other;
  }

  /** As the journey has it. */
  public Because because() {
    return Because.of(reason, clause, arguments.toArray());
  }

  /** The reason in English, with its arguments in their places. */
  public String text() {
    String text = reason.en();
    for (int i = 0; i < arguments.size(); i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments.get(i)));
    }
    return text;
  }
}

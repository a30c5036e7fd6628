package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameReason;
import java.util.List;

/** What is told of lookups that found nothing. */
final class Failures {
  private Failures() {}

  /** Why a lookup ended so. */
  static Because because(NameException.Outcome outcome) {
    return switch (outcome) {
      case NXDOMAIN -> Because.of(NameReason.NO_SUCH_NAME, Clause.rfc(2308, "2.1"));
      case NODATA -> Because.of(NameReason.NO_SUCH_DATA, Clause.rfc(2308, "2.2"));
      case SERVFAIL, REFUSED -> Because.of(NameReason.NO_SERVER_COULD);
      case BOGUS -> Because.of(NameReason.NOT_GENUINE, Clause.rfc(4035, "5.5"));
      case TIMEOUT -> Because.of(NameReason.NO_ANSWER_IN_TIME);
      case MALFORMED -> Because.of(NameReason.NOT_A_NAME, Clause.rfc(1035, "2.3.4"));
    };
  }

  /** That answers have nothing of what was asked for. */
  static NameException nothing(String host, List<Answer> answers, String source) {
    boolean gone = answers.stream().anyMatch(a -> a.outcome() == Answer.Outcome.NXDOMAIN);
    return new NameException(
        host, gone ? NameException.Outcome.NXDOMAIN : NameException.Outcome.NODATA, source);
  }

  /** Of several failures the one that tells most: servers that failed may have known the name. */
  static NameException gravest(List<NameException> problems) {
    for (NameException.Outcome outcome :
        List.of(
            NameException.Outcome.BOGUS,
            NameException.Outcome.TIMEOUT,
            NameException.Outcome.SERVFAIL,
            NameException.Outcome.REFUSED,
            NameException.Outcome.NODATA)) {
      for (NameException problem : problems) {
        if (problem.outcome() == outcome) {
          return problem;
        }
      }
    }
    return problems.getLast();
  }
}

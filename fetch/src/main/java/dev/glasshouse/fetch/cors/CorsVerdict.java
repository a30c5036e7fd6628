package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.util.List;

/**
 * Whether an origin may read an answer of another. Pure; after <a
 * href="https://fetch.spec.whatwg.org/#concept-cors-check">Fetch, "CORS check"</a>.
 */
public sealed interface CorsVerdict {
  /** Why. */
  Because because();

  /**
   * It may.
   *
   * @param allowed what Access-Control-Allow-Origin says
   */
  record Passed(String allowed, Because because) implements CorsVerdict {}

  /** It may not. */
  record Refused(Because because) implements CorsVerdict {}

  /** Whether credentials went with the request. */
  enum With {
    CREDENTIALS,
    NOTHING
  }

  /**
   * Decides.
   *
   * @param origin the origin that asks, as the field Origin has it
   * @param with whether the request's credentials mode is "include"
   * @param fields the answer's fields
   */
  static CorsVerdict decide(String origin, With with, Fields fields) {
    Clause clause = Clause.of("WHATWG Fetch", "CORS check");
    // Steps 1 and 2. Two lines of the field are one value with a comma, and so no origin.
    List<String> values = fields.all("Access-Control-Allow-Origin");
    if (values.isEmpty()) {
      return new Refused(Because.of(PolicyReason.CORS_NO_FIELD, clause));
    }
    if (values.size() > 1) {
      return new Refused(Because.of(PolicyReason.CORS_SEVERAL, clause, values.size()));
    }
    String value = values.getFirst();
    boolean credentials = with == With.CREDENTIALS;
    // Step 3
    if (!credentials && value.equals("*")) {
      return new Passed(value, Because.of(PolicyReason.CORS_ANY, clause));
    }
    // Step 4, byte for byte
    if (!value.equals(origin)) {
      return new Refused(
          value.equals("*")
              ? Because.of(PolicyReason.CORS_ANY_WITH_CREDENTIALS, clause)
              : Because.of(PolicyReason.CORS_OTHER_ORIGIN, clause, shown(value), origin));
    }
    // Steps 5 to 8
    if (!credentials) {
      return new Passed(value, Because.of(PolicyReason.CORS_THIS_ORIGIN, clause));
    }
    return fields.combined("Access-Control-Allow-Credentials").orElse("").equals("true")
        ? new Passed(value, Because.of(PolicyReason.CORS_THIS_ORIGIN_WITH_CREDENTIALS, clause))
        : new Refused(Because.of(PolicyReason.CORS_CREDENTIALS, clause));
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}

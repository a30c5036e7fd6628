package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The question whether a server takes a request from another origin (<a
 * href="https://fetch.spec.whatwg.org/#cors-preflight-fetch">Fetch, "CORS-preflight fetch"</a>).
 * Pure.
 *
 * @param method the method of the request
 * @param unsafeNames its fields that must be allowed, in lower case, sorted
 * @param with whether its credentials mode is "include"
 * @param because why the question is asked
 */
public record Preflight(
    Method method, List<String> unsafeNames, CorsVerdict.With with, Because because) {
  private static final Clause CLAUSE = Clause.of("WHATWG Fetch", "CORS-preflight fetch");

  /** How long an answer holds that does not say (step 7.11). */
  private static final Duration UNSAID = Duration.ofSeconds(5);

  /** How long an answer holds at most, as Chromium has it: 2 hours. */
  public static final Duration LONGEST = Duration.ofHours(2);

  /** When a preflight is asked for by the asker itself. */
  public enum Demand {
    AS_NEEDED,
    ALWAYS
  }

  /** The preflight that a request needs; empty when any form could have sent it. */
  public static Optional<Preflight> of(
      Method method, Fields fields, CorsVerdict.With with, Demand demand) {
    List<String> names = SafeFields.unsafeNames(fields);
    Clause main = Clause.of("WHATWG Fetch", "main fetch");
    Because because;
    if (!SafeFields.isSafelisted(method)) {
      because = Because.of(PolicyReason.PREFLIGHT_METHOD, main, method.toString());
    } else if (!names.isEmpty()) {
      because = Because.of(PolicyReason.PREFLIGHT_FIELDS, main, String.join(", ", names));
    } else if (demand == Demand.ALWAYS) {
      because = Because.of(PolicyReason.PREFLIGHT_DEMANDED, main);
    } else {
      return Optional.empty();
    }
    return Optional.of(new Preflight(method, names, with, because));
  }

  /** The fields that ask the question (steps 2 to 5). */
  public Fields question() {
    Fields fields = Fields.of("Access-Control-Request-Method", method.name());
    return unsafeNames.isEmpty()
        ? fields
        : fields.plus("Access-Control-Request-Headers", String.join(",", unsafeNames));
  }

  /** What a server answered. */
  public sealed interface Verdict {
    /** Why. */
    Because because();

    /**
     * It takes the request.
     *
     * @param methods the methods that it allows
     * @param names the names of fields that it allows, in lower case
     * @param holds for how long
     */
    record Passed(List<String> methods, List<String> names, Duration holds, Because because)
        implements Verdict {}

    /** It does not. */
    record Refused(Because because) implements Verdict {}
  }

  /** Reads the answer, whose CORS check is asked here, too (steps 7 and 8). */
  public Verdict read(String origin, Status status, Fields fields) {
    if (CorsVerdict.decide(origin, with, fields) instanceof CorsVerdict.Refused refused) {
      return new Verdict.Refused(refused.because());
    }
    if (!status.isOk()) {
      return refused(PolicyReason.PREFLIGHT_STATUS, status.toString());
    }
    // 7.1 to 7.3
    Optional<List<String>> methods = tokens(fields, "Access-Control-Allow-Methods");
    Optional<List<String>> names = tokens(fields, "Access-Control-Allow-Headers");
    if (methods.isEmpty() || names.isEmpty()) {
      return refused(
          PolicyReason.PREFLIGHT_SYNTAX,
          methods.isEmpty() ? "Access-Control-Allow-Methods" : "Access-Control-Allow-Headers");
    }
    Optional<Because> wrong = wrong(methods.get(), names.get());
    if (wrong.isPresent()) {
      return new Verdict.Refused(wrong.get());
    }
    List<String> lower = names.get().stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
    // 7.4: with a demanded preflight the method itself counts as allowed
    List<String> allowed = methods.get().isEmpty() ? List.of(method.name()) : methods.get();
    return new Verdict.Passed(
        allowed, lower, holds(fields), Because.of(PolicyReason.PREFLIGHT_ALLOWS, CLAUSE));
  }

  private Optional<Because> wrong(List<String> methods, List<String> names) {
    boolean wild = with == CorsVerdict.With.NOTHING;
    // 7.5
    boolean methodAllowed =
        methods.contains(method.name())
            || SafeFields.isSafelisted(method)
            || (wild && methods.contains("*"));
    if (!methodAllowed) {
      return Optional.of(Because.of(PolicyReason.PREFLIGHT_NO_METHOD, CLAUSE, method.toString()));
    }
    for (String name : unsafeNames) {
      if (names.stream().anyMatch(name::equalsIgnoreCase)) {
        continue;
      }
      // 7.6 and 7.7
      if (!wild || !names.contains("*")) {
        return Optional.of(Because.of(PolicyReason.PREFLIGHT_NO_FIELD, CLAUSE, name));
      }
      if (SafeFields.needsItsName(name)) {
        return Optional.of(Because.of(PolicyReason.PREFLIGHT_NO_WILDCARD, CLAUSE, name));
      }
    }
    return Optional.empty();
  }

  /** 7.8 to 7.12. */
  private static Duration holds(Fields fields) {
    List<String> values = fields.all("Access-Control-Max-Age");
    String text = values.size() == 1 ? values.getFirst() : "";
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return UNSAID;
    }
    String bare = text.replaceFirst("^0+(?=.)", "");
    Duration said = bare.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(bare));
    return said.compareTo(LONGEST) > 0 ? LONGEST : said;
  }

  /** A list of tokens; empty when it is none. */
  private static Optional<List<String>> tokens(Fields fields, String name) {
    List<String> elements = fields.elements(name);
    return elements.stream().allMatch(FieldSyntax::isToken)
        ? Optional.of(elements)
        : Optional.empty();
  }

  private static Verdict refused(PolicyReason why, String argument) {
    return new Verdict.Refused(Because.of(why, CLAUSE, argument));
  }
}

package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Method;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What an origin server does with a request by its conditions, which it looks at in one fixed order
 * (RFC 9110 13.2.2): If-Match, else If-Unmodified-Since; If-None-Match, else If-Modified-Since;
 * If-Range.
 *
 * @param outcome what follows
 * @param field the condition that decided; empty where there was none
 * @param ranges whether a Range counts
 * @param because why
 */
public record ConditionVerdict(Outcome outcome, String field, boolean ranges, Because because) {
  private static final String ORDER = "13.2.2";

  /** Two changes within a second look like one (RFC 9110 8.8.2.2). */
  private static final Duration WEAK_TIME = Duration.ofSeconds(60);

  /** What follows from the conditions. */
  public enum Outcome {
    /** The method does its work. */
    GO_ON,
    /** 304: the client has it. */
    NOT_MODIFIED,
    /** 412: what must hold does not. */
    FAILED
  }

  /**
   * What tells one version of a representation from the next.
   *
   * @param tag its entity tag, if it has one
   * @param modified when it was changed last, if that is known
   */
  public record Validators(Optional<EntityTag> tag, Optional<Instant> modified) {}

  /**
   * Judges a request.
   *
   * @param current the validators of what is there; empty when nothing is
   * @param now the server's time, against which Last-Modified is strong or weak
   */
  public static ConditionVerdict of(
      Method method, Fields request, Optional<Validators> current, Instant now) {
    boolean reads = method.equals(Method.GET) || method.equals(Method.HEAD);
    // Step 1, else step 2.
    if (request.has("If-Match")) {
      if (current.isEmpty() || !matches(request.elements("If-Match"), current.get(), true)) {
        return failed(
            "If-Match",
            ServerReason.MATCHES_NONE,
            "13.1.1",
            String.join(", ", request.elements("If-Match")),
            shown(current));
      }
    } else if (request.has("If-Unmodified-Since")) {
      Optional<Instant> since = date(request, "If-Unmodified-Since", now);
      Optional<Instant> modified = current.flatMap(Validators::modified);
      if (since.isPresent() && modified.isPresent() && after(modified.get(), since.get())) {
        return failed(
            "If-Unmodified-Since",
            ServerReason.CHANGED_SINCE,
            "13.1.4",
            HttpDate.format(modified.get()));
      }
    }
    // Step 3, else step 4.
    if (request.has("If-None-Match")) {
      if (current.isPresent() && matches(request.elements("If-None-Match"), current.get(), false)) {
        String which = shown(current);
        return reads
            ? unmodified("If-None-Match", ServerReason.HAS_IT, "13.1.2", which)
            : failed("If-None-Match", ServerReason.IS_THERE, "13.1.2", which);
      }
    } else if (reads && request.has("If-Modified-Since")) {
      Optional<Instant> since = date(request, "If-Modified-Since", now);
      Optional<Instant> modified = current.flatMap(Validators::modified);
      if (since.isPresent() && modified.isPresent() && !after(modified.get(), since.get())) {
        return unmodified(
            "If-Modified-Since",
            ServerReason.UNCHANGED_SINCE,
            "13.1.3",
            HttpDate.format(modified.get()));
      }
    }
    return ranges(method, request, current, now);
  }

  /** Steps 5 and 6. */
  private static ConditionVerdict ranges(
      Method method, Fields request, Optional<Validators> current, Instant now) {
    boolean range = method.equals(Method.GET) && request.has("Range");
    if (range && request.has("If-Range") && !rangeHolds(request, current, now)) {
      return new ConditionVerdict(
          Outcome.GO_ON,
          "If-Range",
          false,
          Because.of(ServerReason.RANGE_OF_ANOTHER, Clause.rfc(9110, "13.1.5")));
    }
    return new ConditionVerdict(
        Outcome.GO_ON,
        Preconditions.condition(request).orElse(""),
        range,
        Because.of(ServerReason.CONDITIONS_HOLD, Clause.rfc(9110, ORDER)));
  }

  /** RFC 9110 13.1.5: a strong tag, or exactly the date, where that is strong. */
  private static boolean rangeHolds(Fields request, Optional<Validators> current, Instant now) {
    // Two of them say two things: then all is sent, which is never wrong.
    String condition = request.combined("If-Range").orElse("");
    Optional<EntityTag> tag = EntityTag.parse(condition);
    if (tag.isPresent()) {
      return current.flatMap(Validators::tag).filter(tag.get()::matchesStrongly).isPresent();
    }
    Optional<Instant> date = HttpDate.parse(condition, now);
    return date.isPresent()
        && current
            .flatMap(Validators::modified)
            .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
            .filter(date.get()::equals)
            .filter(time -> !time.plus(WEAK_TIME).isAfter(now))
            .isPresent();
  }

  private static boolean matches(List<String> asked, Validators current, boolean strongly) {
    for (String each : asked) {
      if (each.equals("*")) {
        return true;
      }
      Optional<EntityTag> tag = EntityTag.parse(each);
      if (tag.isPresent()
          && current.tag().isPresent()
          && (strongly
              ? current.tag().get().matchesStrongly(tag.get())
              : current.tag().get().matchesWeakly(tag.get()))) {
        return true;
      }
    }
    return false;
  }

  /** A date that cannot be read, or of which there are two, is as if it were not there. */
  private static Optional<Instant> date(Fields request, String name, Instant now) {
    List<String> said = request.all(name);
    return said.size() == 1 ? HttpDate.parse(said.getFirst(), now) : Optional.empty();
  }

  /** HTTP's dates have whole seconds. */
  private static boolean after(Instant modified, Instant since) {
    return modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since);
  }

  private static String shown(Optional<Validators> current) {
    return current
        .map(its -> its.tag().map(EntityTag::text).orElse("a version without a tag"))
        .orElse("nothing");
  }

  private static ConditionVerdict failed(
      String field, ServerReason reason, String section, Object... arguments) {
    return new ConditionVerdict(
        Outcome.FAILED, field, false, Because.of(reason, Clause.rfc(9110, section), arguments));
  }

  private static ConditionVerdict unmodified(
      String field, ServerReason reason, String section, Object... arguments) {
    return new ConditionVerdict(
        Outcome.NOT_MODIFIED,
        field,
        false,
        Because.of(reason, Clause.rfc(9110, section), arguments));
  }
}

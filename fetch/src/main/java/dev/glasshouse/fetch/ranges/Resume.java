package dev.glasshouse.fetch.ranges;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a download that broke off goes on where it ended (RFC 9110 13.1.5, 14). Pure.
 *
 * @param have how many bytes are there
 * @param validator what tells whether it is still the same: a strong ETag, or else a date; without
 *     one nothing can be continued
 */
public record Resume(long have, String validator) {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/(\\*|[0-9]{1,18})");

  /** What is done with the answer. */
  public sealed interface Verdict {
    /** Why. */
    Because because();

    /** What comes is added to what is there. */
    record Continues(Because because) implements Verdict {}

    /** It is another content by now: what comes takes the place of what is there. */
    record Restarts(Because because) implements Verdict {}

    /** What came is neither. */
    record Refused(Because because) implements Verdict {}
  }

  /** The plan for an answer that broke off; empty where it cannot be continued. */
  public static Optional<Resume> of(Status status, Fields fields, long have) {
    boolean plain = !fields.has("Content-Encoding") && status.equals(Status.OK);
    Optional<String> etag =
        fields.first("ETag").filter(tag -> tag.startsWith("\"") && tag.endsWith("\""));
    Optional<String> validator = etag.or(() -> fields.first("Last-Modified"));
    return plain && have > 0 ? validator.map(text -> new Resume(have, text)) : Optional.empty();
  }

  /** The fields that ask for the rest. */
  public Fields question() {
    return Fields.of("Range", "bytes=" + have + "-", "If-Range", validator);
  }

  /** Reads the answer. */
  public Verdict read(Status status, Fields fields) {
    if (status.equals(Status.OK)) {
      return new Verdict.Restarts(
          Because.of(PolicyReason.RANGE_NOT_RESUMED, Clause.rfc(9110, "13.1.5")));
    }
    Matcher range = CONTENT_RANGE.matcher(fields.first("Content-Range").orElse(""));
    boolean fits =
        status.equals(Status.PARTIAL_CONTENT)
            && range.matches()
            && Long.parseLong(range.group(1)) == have
            && Long.parseLong(range.group(2)) >= have;
    return fits
        ? new Verdict.Continues(Because.of(PolicyReason.RANGE_RESUMED, Clause.rfc(9110, "14.4")))
        : new Verdict.Refused(Because.of(PolicyReason.RANGE_WRONG, Clause.rfc(9110, "14.4")));
  }
}

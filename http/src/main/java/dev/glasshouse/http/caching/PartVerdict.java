package dev.glasshouse.http.caching;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import dev.glasshouse.journey.Clause;
import java.util.List;
import java.util.Optional;

/**
 * Which of the stored bytes answer a request, and what must still be fetched (RFC 9111 3.3, 3.4;
 * RFC 9110 14). Pure; whether the stored response may be used at all is {@link ReuseVerdict}'s.
 */
public sealed interface PartVerdict {

  /** The whole is wanted, and it is there. */
  record Whole() implements PartVerdict {}

  /** A run of bytes is wanted, and it is there. */
  record Slice(Part part, Because because) implements PartVerdict {}

  /**
   * The beginning is there, and the rest is asked for.
   *
   * @param fields Range and If-Range
   * @param held what is there
   */
  record Resume(List<Field> fields, Part held, Because because) implements PartVerdict {}

  /** What is wanted is not there, and what is there does not help. */
  record Missing(Because because) implements PartVerdict {}

  /** Decides. */
  static PartVerdict decide(Fields request, Stored stored) {
    Part part = stored.part();
    return switch (Ranges.wanted(request)) {
      case Ranges.Wanted.All _ -> part.isWhole() ? new Whole() : rest(stored);
      case Ranges.Wanted.Other _ ->
          new Missing(Because.of(CacheReason.NOT_ONE_RANGE, Clause.rfc(9111, "3.3")));
      case Ranges.Wanted.One one -> {
        if (!Ranges.ifRangeHolds(request, stored)) {
          // RFC 9110 13.1.5: the condition does not hold, and Range counts for nothing.
          yield part.isWhole() ? new Whole() : missing(part);
        }
        yield slice(one, part);
      }
    };
  }

  private static PartVerdict slice(Ranges.Wanted.One one, Part part) {
    Optional<Part> wanted =
        part.total().isPresent() ? Ranges.resolve(one, part.total().getAsLong()) : open(one, part);
    return wanted
        .filter(w -> part.holds(w.first(), w.end()))
        .<PartVerdict>map(w ->
            new Slice(
                w, Because.of(CacheReason.SLICE, Clause.rfc(9111, "3.3"), w.first(), w.end() - 1)))
        .orElseGet(() -> missing(part));
  }

  /** A run with both ends, of a whole whose length is not known. */
  private static Optional<Part> open(Ranges.Wanted.One one, Part part) {
    boolean closed = one.first().isPresent() && one.last().isPresent();
    return closed && one.last().getAsLong() < part.end()
        ? Optional.of(new Part(one.first().getAsLong(), one.last().getAsLong() + 1, part.total()))
        : Optional.empty();
  }

  private static PartVerdict rest(Stored stored) {
    Part part = stored.part();
    Optional<String> guard = Ranges.strongValidator(stored);
    if (part.first() != 0 || part.end() == 0 || guard.isEmpty()) {
      return missing(part);
    }
    return new Resume(
        List.of(
            new Field("Range", "bytes=" + part.end() + "-"), new Field("If-Range", guard.get())),
        part,
        Because.of(CacheReason.RESUMED, Clause.rfc(9111, "3.4"), part.end(), guard.get()));
  }

  private static Missing missing(Part part) {
    String total = part.total().isPresent() ? Long.toString(part.total().getAsLong()) : "?";
    return new Missing(
        Because.of(
            CacheReason.PART_MISSING,
            Clause.rfc(9111, "3.3"),
            part.first() + "-" + Math.max(part.first(), part.end() - 1),
            total));
  }

  /**
   * The part that a stored one and one that came make together; empty where they do not belong
   * together: they must share a strong validator, and touch (RFC 9110 15.3.7.3).
   *
   * @param came the part that came
   * @param fields the fields that it came with
   */
  static Optional<Part> together(Stored stored, Part came, Fields fields) {
    Optional<String> ours = Ranges.strongValidator(stored);
    Optional<String> theirs =
        stored.fields().has("ETag") ? fields.first("ETag") : fields.first("Last-Modified");
    Part held = stored.part();
    boolean same = ours.isPresent() && ours.equals(theirs);
    boolean sameTotal =
        held.total().isEmpty() || came.total().isEmpty() || held.total().equals(came.total());
    boolean touch = came.first() <= held.end() && held.first() <= came.end();
    if (!same || !sameTotal || !touch) {
      return Optional.empty();
    }
    return Optional.of(
        new Part(
            Math.min(held.first(), came.first()),
            Math.max(held.end(), came.end()),
            came.total().isPresent() ? came.total() : held.total()));
  }
}

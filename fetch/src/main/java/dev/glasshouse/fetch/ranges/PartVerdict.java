package dev.glasshouse.fetch.ranges;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.Ranges;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a 206 carries the part that was asked for (RFC 9110 14.4, 15.3.7). What is not that is
 * handed over all the same, as browsers do, and told; nothing is put together with it.
 */
public final class PartVerdict {
  private PartVerdict() {}

  /**
   * The verdict.
   *
   * @param request the fields of the request as its asker made it
   * @param response those of the 206
   */
  public static Because decide(Fields request, Fields response) {
    boolean several =
        response
            .first("Content-Type")
            .filter(type -> type.strip().regionMatches(true, 0, "multipart/byteranges", 0, 20))
            .isPresent();
    if (several) {
      return Because.of(PolicyReason.PART_SEVERAL, Clause.rfc(9110, "15.3.7.2"));
    }
    Optional<Part> part = Ranges.partOf(response.without("Content-Length"));
    if (part.isEmpty()) {
      return Because.of(PolicyReason.PART_UNREADABLE, Clause.rfc(9110, "15.3.7.1"));
    }
    long says = part.get().length();
    long comes = Ranges.partOf(response).map(Part::length).orElse(says);
    if (comes != says) {
      return Because.of(PolicyReason.PART_SHORT, Clause.rfc(9110, "14.4"), says, comes);
    }
    return switch (Ranges.wanted(request)) {
      case Ranges.Wanted.All() ->
          Because.of(PolicyReason.RANGE_UNASKED, Clause.rfc(9110, "15.3.7"));
      case Ranges.Wanted.Other() -> Because.of(PolicyReason.PART_SEVERAL, Clause.rfc(9110, "14.2"));
      case Ranges.Wanted.One wanted -> compare(wanted, part.get());
    };
  }

  private static Because compare(Ranges.Wanted.One wanted, Part came) {
    OptionalLong total = came.total();
    if (total.isEmpty() && wanted.first().isEmpty()) {
      return Because.of(PolicyReason.PART_FITS, Clause.rfc(9110, "14.4"));
    }
    Optional<Part> asked = Ranges.resolve(wanted, total.orElse(Long.MAX_VALUE));
    if (asked.isEmpty() || !asked.get().holds(came.first(), came.end())) {
      return Because.of(PolicyReason.RANGE_WRONG, Clause.rfc(9110, "14.4"));
    }
    boolean less = total.isPresent() && came.length() < asked.get().length();
    return Because.of(
        less ? PolicyReason.PART_LESS : PolicyReason.PART_FITS, Clause.rfc(9110, "14.4"));
  }
}

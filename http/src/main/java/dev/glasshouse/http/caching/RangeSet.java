package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a server does about the Range of a GET, when it has the whole (RFC 9110 14.2): everything is
 * sent, some parts are, or none can be. Several ranges that overlap, or lie closer together than
 * the line between two parts is long, become one; what looks like an attack is answered with the
 * whole (17.15).
 */
public sealed interface RangeSet {
  /** Bytes between two ranges that cost less than a boundary with its fields would. */
  long SMALL_GAP = 80;

  /** Everything is sent: no range is asked for, or it is not one to follow. */
  record Whole(Because because) implements RangeSet {}

  /**
   * Some parts are sent.
   *
   * @param parts in the order in which they are sent; one or more
   */
  record Parts(List<Part> parts, Because because) implements RangeSet {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /** Nothing of what is asked for is there: 416. */
  record Unsatisfiable(Because because) implements RangeSet {}

  /** Why. */
  Because because();

  /**
   * Decides.
   *
   * @param request the fields of a GET whose other conditions hold, If-Range among them
   * @param total the length of the whole, bytes
   * @param most ranges that are followed; a request for more gets the whole
   */
  static RangeSet decide(Fields request, long total, int most) {
    List<String> all = request.all("Range");
    if (all.isEmpty()) {
      return new Whole(Because.HAPPENED);
    }
    Optional<List<Ranges.Wanted.One>> read = read(all, most);
    if (read.isEmpty()) {
      return new Whole(Because.of(ServerReason.RANGE_UNREADABLE, Clause.rfc(9110, "14.2")));
    }
    List<Ranges.Wanted.One> wanted = read.get();
    if (wanted.size() > most) {
      return new Whole(Because.of(ServerReason.RANGES_TOO_MANY, Clause.rfc(9110, "17.15"), most));
    }
    var parts = new ArrayList<Part>();
    boolean couldBe = false;
    for (Ranges.Wanted.One each : wanted) {
      couldBe |= each.first().isEmpty() && each.last().orElse(0) > 0;
      Ranges.resolve(each, total).ifPresent(parts::add);
    }
    if (parts.isEmpty()) {
      // The last bytes of nothing are nothing: that can be had, but not be written as a part.
      return couldBe
          ? new Whole(Because.of(ServerReason.NOTHING_TO_CUT, Clause.rfc(9110, "14.1.2")))
          : new Unsatisfiable(
              Because.of(ServerReason.RANGE_OUTSIDE, Clause.rfc(9110, "15.5.17"), total));
    }
    if (overlaps(parts) > 2) {
      return new Whole(Because.of(ServerReason.RANGES_OVERLAP, Clause.rfc(9110, "17.15")));
    }
    List<Part> joined = joined(parts);
    return joined.size() < parts.size()
        ? new Parts(joined, Because.of(ServerReason.RANGES_JOINED, Clause.rfc(9110, "15.3.7.2")))
        : new Parts(joined, Because.of(ServerReason.RANGE_FOLLOWED, Clause.rfc(9110, "14.2")));
  }

  /** The ranges of the unit bytes, up to one more than allowed; empty when it is not readable. */
  private static Optional<List<Ranges.Wanted.One>> read(List<String> lines, int most) {
    String value = lines.getFirst().strip();
    int equals = value.indexOf('=');
    if (lines.size() > 1 || equals < 0 || !value.substring(0, equals).equalsIgnoreCase("bytes")) {
      return Optional.empty();
    }
    var wanted = new ArrayList<Ranges.Wanted.One>();
    for (String each : value.substring(equals + 1).split(",", most + 2)) {
      if (wanted.size() > most) {
        break;
      }
      if (each.isBlank()) {
        continue;
      }
      if (!(Ranges.specifier(each) instanceof Ranges.Wanted.One one)) {
        return Optional.empty();
      }
      wanted.add(one);
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(wanted);
  }

  /** How many of the parts begin inside of one that was asked for before. */
  private static int overlaps(List<Part> parts) {
    int count = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part one = parts.get(i);
      if (parts.subList(0, i).stream()
          .anyMatch(p -> p.first() < one.end() && one.first() < p.end())) {
        count++;
      }
    }
    return count;
  }

  /**
   * The parts with those joined that overlap or nearly touch. A client that asks in an order of its
   * own gets that order, where nothing is joined (15.3.7.2).
   */
  private static List<Part> joined(List<Part> parts) {
    var sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingLong(Part::first));
    var joined = new ArrayList<Part>();
    for (Part part : sorted) {
      Part last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && part.first() <= last.end() + SMALL_GAP) {
        joined.set(
            joined.size() - 1,
            new Part(last.first(), Math.max(last.end(), part.end()), last.total()));
      } else {
        joined.add(part);
      }
    }
    return joined.size() == parts.size() ? parts : joined;
  }
}

package dev.glasshouse.http.caching;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Ranges of bytes: what a request wants, what a response has (RFC 9110 14). */
public final class Ranges {
  private static final String UNIT = "bytes=";

  private Ranges() {}

  /** What the field Range of a request asks for. */
  public sealed interface Wanted {
    /** Everything: there is no Range. */
    record All() implements Wanted {}

    /**
     * One run of bytes, or the last bytes.
     *
     * @param first the first byte; empty for the last {@code last} ones
     * @param last the last byte, or how many; empty for all that follow
     */
    record One(OptionalLong first, OptionalLong last) implements Wanted {}

    /** Several runs, another unit, or what cannot be read. */
    record Other() implements Wanted {}
  }

  /** Reads Range (RFC 9110 14.2). */
  public static Wanted wanted(Fields request) {
    List<String> all = request.all("Range");
    if (all.isEmpty()) {
      return new Wanted.All();
    }
    String value = all.getFirst().strip();
    if (all.size() > 1 || !value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return new Wanted.Other();
    }
    return specifier(value.substring(UNIT.length()));
  }

  /** Reads one range out of Range, without its unit (RFC 9110 14.1.2). */
  static Wanted specifier(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return new Wanted.Other();
    }
    String first = text.substring(0, dash).strip();
    String last = text.substring(dash + 1).strip();
    OptionalLong from = number(first);
    OptionalLong to = number(last);
    boolean readable =
        (first.isEmpty() || from.isPresent())
            && (last.isEmpty() || to.isPresent())
            && !(first.isEmpty() && last.isEmpty())
            && !(from.isPresent() && to.isPresent() && to.getAsLong() < from.getAsLong());
    return readable ? new Wanted.One(from, to) : new Wanted.Other();
  }

  /** The bytes that a range means in a whole of a known length; empty when there are none. */
  public static Optional<Part> resolve(Wanted.One wanted, long total) {
    long first;
    long end;
    if (wanted.first().isEmpty()) {
      first = Math.max(0, total - wanted.last().orElse(0));
      end = total;
    } else {
      first = wanted.first().getAsLong();
      end = wanted.last().isPresent() ? Math.min(total, wanted.last().getAsLong() + 1) : total;
    }
    return first < end
        ? Optional.of(new Part(first, end, OptionalLong.of(total)))
        : Optional.empty();
  }

  /**
   * The part that a 206 carries, by its Content-Range (RFC 9110 14.4), cut to what Content-Length
   * says is there; empty when it says none, several, or nonsense.
   */
  public static Optional<Part> partOf(Fields response) {
    List<String> all = response.all("Content-Range");
    if (all.size() != 1) {
      return Optional.empty();
    }
    String value = all.getFirst().strip();
    int dash = value.indexOf('-');
    int slash = value.indexOf('/');
    if (!value.regionMatches(true, 0, "bytes ", 0, 6) || dash < 0 || slash < dash) {
      return Optional.empty();
    }
    OptionalLong first = number(value.substring(6, dash).strip());
    OptionalLong last = number(value.substring(dash + 1, slash).strip());
    String whole = value.substring(slash + 1).strip();
    OptionalLong total = number(whole);
    boolean sound =
        first.isPresent()
            && last.isPresent()
            && first.getAsLong() <= last.getAsLong()
            && (total.isPresent() ? last.getAsLong() < total.getAsLong() : whole.equals("*"));
    if (!sound) {
      return Optional.empty();
    }
    long end = last.getAsLong() + 1;
    OptionalLong length =
        response.first("Content-Length").map(Ranges::number).orElse(OptionalLong.empty());
    if (length.isPresent()) {
      end = Math.min(end, first.getAsLong() + length.getAsLong());
    }
    return Optional.of(new Part(first.getAsLong(), end, total));
  }

  /** A number of up to 18 digits. */
  private static OptionalLong number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /**
   * The validator that is strong enough to put parts together (RFC 9110 13.1.5): a strong entity
   * tag; else Last-Modified, where it lies a minute before Date (8.8.2.2). Empty when there is
   * none.
   */
  public static Optional<String> strongValidator(Stored stored) {
    if (stored.fields().has("ETag")) {
      return stored.tag().filter(tag -> !tag.weak()).map(EntityTag::text);
    }
    Optional<Instant> date =
        stored.fields().first("Date").flatMap(d -> HttpDate.parse(d, stored.responseTime()));
    return stored
        .fields()
        .first("Last-Modified")
        .filter(text ->
            HttpDate.parse(text, stored.responseTime())
                .filter(
                    lm -> date.isPresent() && !lm.plus(Duration.ofSeconds(60)).isAfter(date.get()))
                .isPresent());
  }

  /** Whether the condition If-Range of a request holds for what is stored (RFC 9110 13.1.5). */
  public static boolean ifRangeHolds(Fields request, Stored stored) {
    Optional<String> condition = request.first("If-Range");
    if (condition.isEmpty()) {
      return true;
    }
    Optional<EntityTag> tag = EntityTag.parse(condition.get());
    return tag.isPresent()
        ? stored.tag().filter(t -> t.matchesStrongly(tag.get())).isPresent()
        : strongValidator(stored).equals(condition);
  }
}

package dev.glasshouse.fetch.hsts;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code Strict-Transport-Security} field says (RFC 6797 6.1).
 *
 * @param maxAge how long it holds; zero to forget the host
 * @param subDomains whether it holds for the hosts below, too
 */
public record HstsField(Duration maxAge, boolean subDomains) {
  /** Seconds beyond which nobody looks: 100 years. Larger numbers are cut to it. */
  private static final long LONGEST = 100L * 365 * 24 * 3600;

  /**
   * The outcome of reading a field.
   *
   * @param field what it says; empty when it is not well formed
   * @param problem what is wrong with it; may be empty
   */
  public record Read(Optional<HstsField> field, String problem) {
    private static Read wrong(String problem) {
      return new Read(Optional.empty(), problem);
    }
  }

  /** Reads a field. A directive that is not known is left out; one that comes twice spoils it. */
  public static Read read(String value) {
    var seen = new HashSet<String>();
    Optional<Duration> maxAge = Optional.empty();
    boolean subDomains = false;
    for (Directives directives = new Directives(value); directives.next(); ) {
      if (!directives.problem().isEmpty()) {
        return Read.wrong(directives.problem());
      }
      String name = directives.name().toLowerCase(Locale.ROOT);
      if (!seen.add(name)) {
        return Read.wrong(name + " stands there twice");
      }
      switch (name) {
        case "max-age" -> {
          maxAge = directives.value().flatMap(HstsField::seconds);
          if (maxAge.isEmpty()) {
            return Read.wrong("max-age is no number");
          }
        }
        case "includesubdomains" -> {
          if (directives.value().isPresent()) {
            return Read.wrong("includeSubDomains has a value");
          }
          subDomains = true;
        }
        // preload is for those who make lists, and says nothing to a browser.
        default -> {}
      }
    }
    if (maxAge.isEmpty()) {
      return Read.wrong("max-age is missing");
    }
    return new Read(Optional.of(new HstsField(maxAge.get(), subDomains)), "");
  }

  private static Optional<Duration> seconds(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    String bare = digits.replaceFirst("^0+(?=.)", "");
    long seconds = bare.length() > 10 ? LONGEST : Math.min(LONGEST, Long.parseLong(bare));
    return Optional.of(Duration.ofSeconds(seconds));
  }
}

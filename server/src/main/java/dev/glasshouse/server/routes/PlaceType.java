package dev.glasshouse.server.routes;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What may stand in a place of a pattern. In the order in which places are tried. */
enum PlaceType {
  /** A whole number of 32 bits, in digits, perhaps after a minus. */
  INT("int") {
    @Override
    Optional<Object> read(String text) {
      return number(text, 10)
          .filter(n -> n >= Integer.MIN_VALUE && n <= Integer.MAX_VALUE)
          .map(n -> (int) (long) n);
    }
  },
  /** A whole number of 64 bits, in digits, perhaps after a minus. */
  LONG("long") {
    @Override
    Optional<Object> read(String text) {
      return number(text, 19).map(n -> n);
    }
  },
  /** A UUID with its hyphens, in either case (RFC 9562 4). */
  UUID_TEXT("uuid") {
    @Override
    Optional<Object> read(String text) {
      if (text.length() != 36) {
        return Optional.empty();
      }
      for (int i = 0; i < 36; i++) {
        boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        char c = text.charAt(i);
        if (hyphen ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
          return Optional.empty();
        }
      }
      return Optional.of(UUID.fromString(text));
    }
  },
  /** A day: {@code 2026-11-22}. */
  DATE("date") {
    @Override
    Optional<Object> read(String text) {
      try {
        return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }
  },
  /** Anything but nothing. */
  TEXT("") {
    @Override
    Optional<Object> read(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
  };

  private final String spelled;

  PlaceType(String spelled) {
    this.spelled = spelled;
  }

  /** What a segment means; empty when it is not of this type. */
  abstract Optional<Object> read(String text);

  /** The type of that name. */
  static Optional<PlaceType> of(String name) {
    return Arrays.stream(values())
        .filter(type -> type != TEXT && type.spelled.equals(name))
        .findFirst();
  }

  /** The names that a pattern may use. */
  static List<String> names() {
    return Arrays.stream(values()).filter(type -> type != TEXT).map(type -> type.spelled).toList();
  }

  /** Whether a text may be of both types. */
  boolean overlaps(PlaceType other) {
    return this == other || (isNumber() && other.isNumber());
  }

  private boolean isNumber() {
    return this == INT || this == LONG;
  }

  /**
   * One spelling a number: no plus, no leading zeros, no {@code -0}, so that no path has a twin.
   */
  private static Optional<Long> number(String text, int digits) {
    int from = text.startsWith("-") ? 1 : 0;
    int count = text.length() - from;
    if (count < 1 || count > digits || (text.charAt(from) == '0' && text.length() > 1)) {
      return Optional.empty();
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

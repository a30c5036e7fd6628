package dev.glasshouse.journey.words;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How facts are said to people: sizes, durations, numbers, lists and texts, in one language.
 *
 * <p>Texts come from outside, so what a terminal would obey (control characters, and those that
 * turn the direction of text) is shown by its number instead, and what is long is shortened.
 */
public final class Values {
  private static final Set<String> FORMATS =
      Set.of("bytes", "ms", "count", "words", "of", "word", "quoted", "date");
  private static final List<String> SMALL =
      List.of(
          "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  /** Items of a list that are told before "and 37 more". */
  static final int ITEMS = 6;

  /** Characters of one text. */
  static final int CHARACTERS = 160;

  private final Language language;
  private final Phrases words;

  /**
   * Values in a language.
   *
   * @param words what fixed words are called in it
   */
  public Values(Language language, Map<String, String> words) {
    this.language = language;
    this.words = new Phrases(words);
  }

  static void checkFormat(String format) {
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException("no such format: " + format);
    }
  }

  /** Whether a value says something: it is not empty, zero or false. */
  static boolean saysSomething(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Number n -> n.doubleValue() != 0;
      case CharSequence s -> !s.isEmpty();
      case Collection<?> c -> !c.isEmpty();
      case Duration d -> !d.isZero();
      default -> true;
    };
  }

  /**
   * Says a value by the format of its place; an empty format is the one that its type has.
   *
   * @param argument what follows the format's name: the noun of {@code of}
   */
  public String say(Object value, String format, String argument) {
    return switch (format) {
      case "bytes" -> bytes(number(value));
      case "ms" -> duration(nanos(value));
      case "count" -> count(number(value));
      case "words" -> small(number(value));
      case "of" -> of(number(value), argument);
      case "word" ->
          value instanceof Collection<?> items
              ? list(items.stream().map(item -> word(text(item.toString()))).toList())
              : word(text(value.toString()));
      case "quoted" -> quoted(text(value.toString()));
      case "date" -> date(value);
      default -> plain(value);
    };
  }

  /** A size: {@code 12.3 kB}; a kB is 1,000 bytes. */
  public String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + (language == Language.ZH ? " B" : bytes == 1 ? " byte" : " bytes");
    }
    if (bytes < 99_950) {
      // What most files have, without what Java's formats cost.
      long tenths = (bytes + 50) / 100;
      return tenths / 10 + "." + tenths % 10 + " kB";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double size = bytes / 1000.0;
    int unit = 0;
    while (size >= 999.5) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, size < 99.95 ? "%.1f %s" : "%.0f %s", size, units[unit]);
  }

  /** A duration in nanoseconds: {@code 0.04 ms}, {@code 214 ms}, {@code 1.24 s}, {@code 2 h}. */
  public String duration(long nanos) {
    double ms = nanos / 1e6;
    if (ms < 0.995) {
      return String.format(Locale.ROOT, "%.2f ms", ms);
    }
    if (ms < 9.95) {
      return String.format(Locale.ROOT, "%.1f ms", ms);
    }
    if (ms < 999.5) {
      return String.format(Locale.ROOT, "%.0f ms", ms);
    }
    if (ms < 59_995) {
      String seconds = String.format(Locale.ROOT, ms < 9995 ? "%.2f" : "%.1f", ms / 1000);
      return seconds.replaceAll("\\.?0+$", "") + " s";
    }
    return longDuration(Math.round(ms / 1000));
  }

  private String longDuration(long seconds) {
    String[] units =
        language == Language.ZH
            ? new String[] {"天", "小时", "分钟", "秒"}
            : new String[] {"d", "h", "min", "s"};
    long[] sizes = {86_400, 3600, 60, 1};
    for (int i = 0; i < sizes.length; i++) {
      if (seconds >= sizes[i]) {
        String first = seconds / sizes[i] + " " + units[i];
        long rest = i + 1 < sizes.length ? seconds % sizes[i] / sizes[i + 1] : 0;
        return rest == 0 ? first : first + " " + rest + " " + units[i + 1];
      }
    }
    return "0 s";
  }

  /** A number with its thousands: {@code 12,345}. */
  public String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** "and 37 more", for what a list leaves out. */
  public String andMore(int left) {
    return language == Language.ZH ? "等另外 " + left + " 项" : "and " + left + " more";
  }

  /** A text from outside, made safe for a terminal and bounded. */
  public static String text(String text) {
    return shorten(safe(text), CHARACTERS);
  }

  private String small(long number) {
    return language == Language.EN && number >= 0 && number < SMALL.size()
        ? SMALL.get((int) number)
        : count(number);
  }

  private String of(long number, String noun) {
    int bar = noun.indexOf('|');
    String singular = bar < 0 ? noun : noun.substring(0, bar);
    String plural = bar < 0 ? noun + "s" : noun.substring(bar + 1);
    return count(number) + " " + (number == 1 ? singular : plural);
  }

  /** A phrase of the engine's, however long it is. */
  String phrase(String text) {
    return words.say(safe(text));
  }

  private String word(String word) {
    return words.say(word);
  }

  private String quoted(String text) {
    return language == Language.ZH ? "“" + text + "”" : "\"" + text + "\"";
  }

  private String plain(Object value) {
    return switch (value) {
      case Duration d -> duration(nanos(d));
      case Collection<?> c -> list(c);
      case Boolean b -> yesNo(b);
      default -> text(value.toString());
    };
  }

  private String yesNo(boolean value) {
    if (language == Language.ZH) {
      return value ? "是" : "否";
    }
    return value ? "yes" : "no";
  }

  private String list(Collection<?> items) {
    List<String> said = items.stream().limit(ITEMS).map(this::plain).toList();
    String joined = String.join(language == Language.ZH ? "、" : ", ", said);
    int left = items.size() - said.size();
    return left == 0 ? joined : joined + " " + andMore(left);
  }

  private static String date(Object value) {
    return value instanceof Instant instant
        ? DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atOffset(ZoneOffset.UTC))
        : text(value.toString());
  }

  private static long number(Object value) {
    return switch (value) {
      case Number n -> n.longValue();
      case Collection<?> c -> c.size();
      case Duration d -> nanos(d);
      default -> 0;
    };
  }

  private static long nanos(Object value) {
    return switch (value) {
      case Duration d when d.abs().getSeconds() < 9_000_000_000L -> d.toNanos();
      case Duration d -> d.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
      case Number n -> n.longValue();
      default -> 0;
    };
  }

  private static String shorten(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int head = most * 2 / 3;
    int tail = text.length() - (most - head - 3);
    head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
    tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
    return text.substring(0, head) + "..." + text.substring(tail);
  }

  /** A text from outside, made safe for a terminal. */
  static String safe(String text) {
    if (text.codePoints().noneMatch(Values::isUnsafe)) {
      return text;
    }
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isUnsafe(c)) {
            safe.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  private static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200e
        || c == 0x200f
        || c == 0x061c
        || (c >= 0xd800 && c <= 0xdfff);
  }
}

package dev.glasshouse.server.config;

import java.util.List;

/**
 * One option of the configuration file, as everything about it is known: reader, messages and
 * reference take it from here.
 *
 * @param name as it is written, for example {@code proxy-protocol}
 * @param type what can stand there
 * @param usual what holds where it is not written, as it would be written; empty for nothing
 * @param allowed the texts that it can be; empty for any
 * @param needed whether it must be written
 * @param help what it is for, in sentences
 */
public record Option(
    String name, OptionType type, String usual, List<String> allowed, boolean needed, String help) {
  public Option {
    allowed = List.copyOf(allowed);
  }

  /** One that means nothing where it is not written. */
  public static Option of(String name, OptionType type, String help) {
    return new Option(name, type, "", List.of(), false, help);
  }

  /** One with a default, as it would be written in the file. */
  public static Option of(String name, OptionType type, String usual, String help) {
    return new Option(name, type, usual, List.of(), false, help);
  }

  /** One that must be written. */
  public static Option needed(String name, OptionType type, String help) {
    return new Option(name, type, "", List.of(), true, help);
  }

  /** One of a few texts, of which the first is the default. */
  public static Option choice(String name, List<String> allowed, String help) {
    return new Option(name, OptionType.TEXT, '"' + allowed.getFirst() + '"', allowed, false, help);
  }

  /**
   * The value of what was said on a command line: texts stand without quotes, several of them are
   * separated by commas or said one by one, a number alone is a time in seconds, and pairs are
   * {@code NAME=TEXT}.
   *
   * @throws IllegalArgumentException with a sentence, if it cannot be
   */
  public Object said(List<String> texts) {
    Object value = type.said(texts);
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw new IllegalArgumentException(value + " is none of " + String.join(", ", allowed));
    }
    return value;
  }
}

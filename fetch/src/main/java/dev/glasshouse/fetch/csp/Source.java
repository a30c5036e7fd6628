package dev.glasshouse.fetch.csp;

import dev.glasshouse.fetch.integrity.Hash;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One source expression (Content Security Policy 3, 2.3.1). */
sealed interface Source {
  /** Any URL of the web, {@code *}. */
  record Any() implements Source {}

  /** A scheme, {@code https:}. */
  record Scheme(String scheme) implements Source {}

  /**
   * A host.
   *
   * @param scheme empty for that of the page
   * @param host a name, perhaps with {@code *.} before it, or {@code *}
   * @param port empty for the scheme's own, or {@code *}
   * @param path empty for any
   */
  record HostOf(String scheme, String host, String port, String path) implements Source {}

  /** A word in quotes, without them: {@code none}, {@code self}, {@code unsafe-inline} ... */
  record Keyword(String word) implements Source {}

  /** A nonce. */
  record Nonce(String value) implements Source {}

  /** A hash of what stands inline, or of a script. */
  record HashOf(Hash hash) implements Source {}

  /** A host source: scheme, host, port and path. */
  Pattern HOST =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?"
              + "|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]+|\\*))?(/[^?#]*)?");

  /** Reads an expression; empty where it is none that is known. */
  static Optional<Source> parse(String text) {
    if (text.equals("*")) {
      return Optional.of(new Any());
    }
    if (text.length() > 2 && text.startsWith("'") && text.endsWith("'")) {
      return quoted(text.substring(1, text.length() - 1));
    }
    if (text.matches("[A-Za-z][A-Za-z0-9+.-]*:")) {
      return Optional.of(new Scheme(text.substring(0, text.length() - 1).toLowerCase(Locale.ROOT)));
    }
    Matcher host = HOST.matcher(text);
    return host.matches()
        ? Optional.of(
            new HostOf(
                lower(host.group(1)),
                lower(host.group(2)),
                lower(host.group(3)),
                or(host.group(4))))
        : Optional.empty();
  }

  private static String or(@org.jspecify.annotations.Nullable String part) {
    return part == null ? "" : part;
  }

  private static String lower(@org.jspecify.annotations.Nullable String part) {
    return or(part).toLowerCase(Locale.ROOT);
  }

  private static Optional<Source> quoted(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("nonce-")) {
      String value = text.substring("nonce-".length());
      return value.matches("[A-Za-z0-9+/_-]+={0,2}")
          ? Optional.of(new Nonce(value))
          : Optional.empty();
    }
    return switch (lower) {
      case "none",
          "self",
          "unsafe-inline",
          "unsafe-eval",
          "unsafe-hashes",
          "strict-dynamic",
          "report-sample",
          "unsafe-allow-redirects",
          "wasm-unsafe-eval" ->
          Optional.of(new Keyword(lower));
      default -> Hash.parse(text).map(HashOf::new);
    };
  }
}

package dev.glasshouse.journey.export;

import dev.glasshouse.journey.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header fields, cookies and queries as names and values, read leniently: they are for people. */
final class Fields {
  /** A name and its value. */
  record Pair(String name, String value) {}

  /** A cookie with its attributes, by lower-case name. */
  record Cookie(Pair pair, List<Pair> attributes) {
    Optional<String> attribute(String name) {
      return attributes.stream()
          .filter(attribute -> attribute.name().equalsIgnoreCase(name))
          .map(Pair::value)
          .findFirst();
    }

    /** The {@code Expires} attribute in ISO 8601, where it can be read. */
    Optional<String> expires() {
      return attribute("expires")
          .flatMap(text -> {
            try {
              DateTimeFormatter rfc1123 = DateTimeFormatter.RFC_1123_DATE_TIME;
              return Optional.of(
                  ZonedDateTime.parse(text.replace('-', ' '), rfc1123).toInstant().toString());
            } catch (DateTimeException e) {
              return Optional.empty();
            }
          });
    }
  }

  private Fields() {}

  /** Lines of the form {@code name: value}. */
  static List<Pair> of(List<String> lines, HarOptions options) {
    return lines.stream()
        .map(line ->
            options.secrets() == HarOptions.Secrecy.SHORTENED ? Secrets.shortenLine(line) : line)
        .map(line -> pair(line, ':'))
        .toList();
  }

  /** The first field of a name. */
  static Optional<String> first(List<Pair> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Pair::value)
        .findFirst();
  }

  /** The cookies of a request. */
  static List<Cookie> sent(List<Pair> fields) {
    var cookies = new ArrayList<Cookie>();
    for (Pair field : fields) {
      if (field.name().equalsIgnoreCase("cookie")) {
        for (String pair : field.value().split(";", -1)) {
          if (!pair.isBlank()) {
            cookies.add(new Cookie(pair(pair, '='), List.of()));
          }
        }
      }
    }
    return cookies;
  }

  /** The cookies that a response sets. */
  static List<Cookie> set(List<Pair> fields) {
    var cookies = new ArrayList<Cookie>();
    for (Pair field : fields) {
      if (field.name().toLowerCase(Locale.ROOT).equals("set-cookie")) {
        List<Pair> pairs =
            List.of(field.value().split(";", -1)).stream().map(part -> pair(part, '=')).toList();
        cookies.add(new Cookie(pairs.getFirst(), pairs.subList(1, pairs.size())));
      }
    }
    return cookies;
  }

  /** The parameters of a URL's query, decoded where they can be. */
  static List<Pair> query(String url) {
    int hash = url.indexOf('#');
    String withoutFragment = hash < 0 ? url : url.substring(0, hash);
    int mark = withoutFragment.indexOf('?');
    var pairs = new ArrayList<Pair>();
    if (mark >= 0) {
      for (String part : withoutFragment.substring(mark + 1).split("&", -1)) {
        if (!part.isEmpty()) {
          Pair raw = pair(part, '=');
          pairs.add(new Pair(decode(raw.name()), decode(raw.value())));
        }
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Pair pair(String text, char between) {
    int at = text.indexOf(between);
    return at < 0
        ? new Pair(text.strip(), "")
        : new Pair(text.substring(0, at).strip(), text.substring(at + 1).strip());
  }
}

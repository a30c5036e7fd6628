package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.http.cookies.SameSite;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.UrlException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cookie as a line of the file: fields parted by tabs, in this order.
 *
 * <pre>
 * DOMAIN   example.com, or .example.com when its subdomains get it, too
 * PATH     /
 * NAME     id
 * VALUE    as the server sent it
 * EXPIRES  2027-01-31T10:00:00Z
 * FLAGS    Secure HttpOnly SameSite=Lax Partitioned=https://top.example, or - for none
 * CREATED  2026-11-22T10:00:00Z
 * USED     2026-11-22T10:00:00Z
 * </pre>
 *
 * In texts {@code \\t} is a tab and {@code \\\\} a backslash. The bytes are the server's own.
 */
final class CookieLine {
  /** The line that names the fields. */
  static final String TITLES = "# domain\tpath\tname\tvalue\texpires\tflags\tcreated\tused";

  private static final int FIELDS = 8;
  private static final String SAME_SITE = "SameSite=";
  private static final String PARTITIONED = "Partitioned=";

  private CookieLine() {}

  /** The line of a cookie that does not end with the browser. */
  static String write(Stored stored) {
    Cookie cookie = stored.cookie();
    Cookie.Scope scope = cookie.scope();
    return String.join(
        "\t",
        (scope.hostOnly() ? "" : ".") + scope.domain(),
        escape(scope.path()),
        escape(cookie.name()),
        escape(cookie.value()),
        cookie.expires().map(Instant::toString).orElse("-"),
        flags(cookie),
        cookie.created().toString(),
        stored.used().toString());
  }

  private static String flags(Cookie cookie) {
    var flags = new ArrayList<String>();
    if (cookie.secure()) {
      flags.add("Secure");
    }
    if (cookie.httpOnly()) {
      flags.add("HttpOnly");
    }
    if (cookie.sameSite() != SameSite.UNSET) {
      flags.add(SAME_SITE + cookie.sameSite());
    }
    if (!cookie.scope().partition().isEmpty()) {
      flags.add(PARTITIONED + cookie.scope().partition());
    }
    return flags.isEmpty() ? "-" : String.join(" ", flags);
  }

  /**
   * The cookie that a line is.
   *
   * @throws BrokenException when it is none
   */
  static Stored read(String line, CookieLimits limits) throws BrokenException {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new BrokenException("it has " + fields.length + " fields, not " + FIELDS);
    }
    String domain = domain(fields[0]);
    String path = unescape(fields[1]);
    String name = unescape(fields[2]);
    String value = unescape(fields[3]);
    // It may be long: the one of a cookie that names none is the folder of its URL.
    if (!path.startsWith("/")) {
      throw new BrokenException("it has no path");
    }
    if (name.length() + value.length() > limits.nameAndValue() || (name + value).isEmpty()) {
      throw new BrokenException("name and value are too large, or empty");
    }
    if (!isText(path) || !isText(name) || !isText(value) || (name + value).contains(";")) {
      throw new BrokenException("it has a character that no cookie has");
    }
    var flags = Flags.read(fields[5]);
    var scope = new Cookie.Scope(domain, !fields[0].startsWith("."), path, flags.partition());
    return new Stored(
        new Cookie(
            name,
            value,
            scope,
            Optional.of(moment(fields[4])),
            flags.secure(),
            flags.httpOnly(),
            flags.sameSite(),
            moment(fields[6])),
        moment(fields[7]));
  }

  private static String domain(String field) throws BrokenException {
    String domain = field.startsWith(".") ? field.substring(1) : field;
    try {
      if (Host.parse(domain).toString().equals(domain)) {
        return domain;
      }
    } catch (UrlException _) {
      // Said below.
    }
    throw new BrokenException(domain + " is no domain");
  }

  private static boolean isText(String text) {
    return text.chars().allMatch(c -> (c >= 0x20 && c != 0x7f) || c == '\t');
  }

  private static Instant moment(String field) throws BrokenException {
    try {
      return Instant.parse(field);
    } catch (DateTimeException _) {
      throw new BrokenException(field + " is no moment");
    }
  }

  /** What stands in the field of flags. */
  private record Flags(boolean secure, boolean httpOnly, SameSite sameSite, String partition) {
    static Flags read(String field) throws BrokenException {
      boolean secure = false;
      boolean httpOnly = false;
      SameSite sameSite = SameSite.UNSET;
      String partition = "";
      for (String flag : field.equals("-") ? List.<String>of() : List.of(field.split(" ", -1))) {
        switch (flag) {
          case "Secure" -> secure = true;
          case "HttpOnly" -> httpOnly = true;
          case String its when its.startsWith(SAME_SITE) ->
              sameSite = sameSite(its.substring(SAME_SITE.length()));
          case String its when its.startsWith(PARTITIONED) ->
              partition = its.substring(PARTITIONED.length());
          default -> throw new BrokenException(flag + " is no flag");
        }
      }
      return new Flags(secure, httpOnly, sameSite, partition);
    }

    private static SameSite sameSite(String text) throws BrokenException {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "strict" -> SameSite.STRICT;
        case "lax" -> SameSite.LAX;
        case "none" -> SameSite.NONE;
        default -> throw new BrokenException("SameSite=" + text + " is no flag");
      };
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t");
  }

  private static String unescape(String text) throws BrokenException {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      char escaped = i < text.length() ? text.charAt(i) : ' ';
      switch (escaped) {
        case '\\' -> out.append('\\');
        case 't' -> out.append('\t');
        default -> throw new BrokenException("a backslash stands before neither t nor a backslash");
      }
    }
    return out.toString();
  }

  /** Why a line is no cookie. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }
  }
}

package dev.glasshouse.server.config;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.server.rules.PathPattern;
import dev.glasshouse.server.rules.Rate;
import dev.glasshouse.server.rules.Template;
import dev.glasshouse.url.AddressText;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** What can stand behind an option's name. */
public enum OptionType {
  /** A text: {@link String}. */
  TEXT("a text in quotes") {
    @Override
    Object read(Object toml, Path folder) {
      return text(toml);
    }
  },
  /** Texts, or one alone: a list of {@link String}. */
  TEXTS("texts in brackets, or one") {
    @Override
    Object read(Object toml, Path folder) {
      return texts(toml);
    }
  },
  /** {@link Boolean}. */
  FLAG("true or false") {
    @Override
    Object read(Object toml, Path folder) {
      return of(toml, Boolean.class);
    }
  },
  /** From 0 up: {@link Long}. */
  NUMBER("a whole number from 0 up") {
    @Override
    Object read(Object toml, Path folder) {
      long number = of(toml, Long.class);
      if (number < 0 || number > Integer.MAX_VALUE) {
        throw unfit(toml);
      }
      return number;
    }
  },
  /** Bytes: {@link Long}. */
  SIZE("bytes, as a number or such as \"64KiB\", \"10MB\", \"1GiB\"") {
    @Override
    Object read(Object toml, Path folder) {
      return toml instanceof Long number && number >= 0 ? number : size(text(toml));
    }
  },
  /** {@link Duration}, at least a millisecond. */
  DURATION("a time such as \"250ms\", \"10s\", \"5m\", \"2h\", \"1d\"") {
    @Override
    Object read(Object toml, Path folder) {
      return duration(text(toml));
    }
  },
  /** {@link Path}; one that is not absolute starts at the file's own folder. */
  PATH("a path, from the folder of this file on") {
    @Override
    Object read(Object toml, Path folder) {
      try {
        return folder.resolve(text(toml));
      } catch (InvalidPathException e) {
        throw unfit(toml);
      }
    }
  },
  /** Paths, or one alone: a list of {@link Path}. */
  PATHS("paths in brackets, or one, from the folder of this file on") {
    @Override
    Object read(Object toml, Path folder) {
      try {
        return texts(toml).stream().map(folder::resolve).toList();
      } catch (InvalidPathException e) {
        throw unfit(toml);
      }
    }
  },
  /** An IP address and a port: {@link java.net.InetSocketAddress}. */
  ADDRESS("an IP address with its port, such as \"127.0.0.1:8080\" or \"[::]:443\"") {
    @Override
    Object read(Object toml, Path folder) {
      return Optional.of(text(toml))
          .filter(text -> text.matches("(\\[[^\\]]*\\]|[^:]*):[0-9]{1,5}"))
          .flatMap(text -> AddressText.parse(text, 0))
          .orElseThrow(() -> unfit(toml));
    }
  },
  /**
   * Where a FastCGI program listens: a {@link java.net.SocketAddress}. A socket's path that is not
   * absolute starts at the file's own folder.
   */
  PROGRAM(
      "an address with its port (9000 when not said), or a socket's path such as"
          + " \"/run/php/php-fpm.sock\" or \"./php-fpm.sock\"") {
    @Override
    Object read(Object toml, Path folder) {
      String text = text(toml);
      boolean path = text.startsWith(UNIX) || text.contains("/");
      try {
        return path
            ? UnixDomainSocketAddress.of(
                folder.resolve(text.startsWith(UNIX) ? text.substring(UNIX.length()) : text))
            : AddressText.parse(text, FASTCGI).orElseThrow(() -> unfit(toml));
      } catch (InvalidPathException e) {
        throw unfit(toml);
      }
    }
  },
  /** A list of {@link AddressRange}. */
  NETWORKS("addresses or networks, such as [\"10.0.0.0/8\", \"::1\"]") {
    @Override
    Object read(Object toml, Path folder) {
      return texts(toml).stream().map(AddressRange::of).toList();
    }
  },
  /** {@link Rate}. */
  RATE("such as \"10/s\", \"100/m\", \"1000/h\"") {
    @Override
    Object read(Object toml, Path folder) {
      return Rate.of(text(toml));
    }
  },
  /** {@link PathPattern}. */
  PATTERN("\"/a\" for this path, \"/a/*\" for all below, \"*.php\" for all that end so") {
    @Override
    Object read(Object toml, Path folder) {
      return PathPattern.of(text(toml));
    }
  },
  /** {@link PathPattern.Expression}. */
  EXPRESSION("a regular expression (RE2), best in single quotes: '^/a/(.*)$'") {
    @Override
    Object read(Object toml, Path folder) {
      return PathPattern.expression(text(toml));
    }
  },
  /** {@link Template}. */
  TEMPLATE("a text with places in braces, such as \"/new/{1}\"") {
    @Override
    Object read(Object toml, Path folder) {
      return Template.of(text(toml));
    }
  },
  /** Names and texts: a map of {@link String}, in order. */
  PAIRS("names with texts, such as { \"X-Frame-Options\" = \"DENY\" }") {
    @Override
    Object read(Object toml, Path folder) {
      var pairs = new LinkedHashMap<String, String>();
      TomlTable table = of(toml, TomlTable.class);
      for (String name : table.keySet()) {
        Object value = table.get(List.of(name));
        pairs.put(name, text(value == null ? "" : value));
      }
      return Collections.unmodifiableMap(pairs);
    }
  };

  /** What other servers write before a socket's path. */
  private static final String UNIX = "unix:";

  /** The port that PHP-FPM has where it is not told. */
  private static final int FASTCGI = 9000;

  private static final Pattern SIZE_FORM = Pattern.compile("([0-9]{1,12}) *([kmgt]?)(i?)b?");
  private static final Pattern TIME_FORM = Pattern.compile("([0-9]{1,9}) *(ms|s|m|h|d)");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,3})?");

  /** Where the paths of a command line start: where its user is. */
  private static final Path HERE = Path.of("");

  private final String words;

  OptionType(String words) {
    this.words = words;
  }

  /** What can stand there, in words. */
  public String words() {
    return words;
  }

  /**
   * The value, of the class that the constant names.
   *
   * @param folder where relative paths start
   * @throws IllegalArgumentException with a sentence, if it is of another kind
   */
  abstract Object read(Object toml, Path folder);

  IllegalArgumentException unfit(Object toml) {
    return new IllegalArgumentException(shown(toml) + " is not " + words);
  }

  <T> T of(Object toml, Class<T> kind) {
    if (!kind.isInstance(toml)) {
      throw unfit(toml);
    }
    return kind.cast(toml);
  }

  String text(Object toml) {
    return of(toml, String.class);
  }

  List<String> texts(Object toml) {
    if (toml instanceof String one) {
      return List.of(one);
    }
    var all = new ArrayList<String>();
    for (Object each : of(toml, TomlArray.class).toList()) {
      all.add(text(each));
    }
    return List.copyOf(all);
  }

  Long size(String text) {
    Matcher its = SIZE_FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!its.matches()) {
      throw unfit(text);
    }
    int power = its.group(2).isEmpty() ? 0 : "kmgt".indexOf(its.group(2)) + 1;
    long unit = 1;
    for (int i = 0; i < power; i++) {
      unit *= its.group(3).isEmpty() ? 1000 : 1024;
    }
    try {
      return Math.multiplyExact(Long.parseLong(its.group(1)), unit);
    } catch (ArithmeticException e) {
      throw unfit(text);
    }
  }

  Duration duration(String text) {
    Matcher its = TIME_FORM.matcher(text.strip());
    if (!its.matches() || Long.parseLong(its.group(1)) == 0) {
      throw unfit(text);
    }
    long number = Long.parseLong(its.group(1));
    return switch (its.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * The value of texts that were said on a command line; of several the last, where there is one.
   *
   * @throws IllegalArgumentException when it is not of this type
   */
  public Object said(List<String> texts) {
    String last = texts.getLast();
    return switch (this) {
      case FLAG -> !last.equals("false");
      case NUMBER -> read(number(last), HERE);
      case DURATION -> SECONDS.matcher(last).matches() ? seconds(last) : read(last, HERE);
      case TEXTS -> separated(texts);
      case PATHS -> separated(texts).stream().map(Path::of).toList();
      case NETWORKS -> separated(texts).stream().map(AddressRange::of).toList();
      case PAIRS -> pairs(texts);
      default -> read(last, HERE);
    };
  }

  private Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw unfit(text);
    }
  }

  private Duration seconds(String text) {
    Duration time = Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    if (!time.isPositive()) {
      throw unfit(text);
    }
    return time;
  }

  private static List<String> separated(List<String> texts) {
    return texts.stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Map<String, String> pairs(List<String> texts) {
    var pairs = new LinkedHashMap<String, String>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(text + " is not NAME=TEXT");
      }
      pairs.merge(
          text.substring(0, equals),
          text.substring(equals + 1),
          (before, more) -> before + "," + more);
    }
    return Collections.unmodifiableMap(pairs);
  }

  private static String shown(Object toml) {
    return switch (toml) {
      case String text -> '"' + text + '"';
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> Optional.of(toml).map(String::valueOf).orElse("");
    };
  }

  /** The value of a default, as it is written in the table. */
  Object usual(String written) {
    Object toml = Toml.parse("it = " + written).get("it");
    if (toml == null) {
      throw new IllegalStateException(written + " cannot be read");
    }
    return read(toml, Path.of(""));
  }
}

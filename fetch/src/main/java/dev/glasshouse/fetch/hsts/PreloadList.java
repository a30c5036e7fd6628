package dev.glasshouse.fetch.hsts;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Hosts that demand HTTPS although they were never visited (RFC 6797 12.3), out of a file that the
 * user names: nothing that the build can be made of carries such a list. Immutable.
 *
 * <p>Two forms are read: Chromium's {@code transport_security_state_static.json}, which is JSON
 * with comments, and curl's {@code --hsts} file, a host and its end a line.
 */
public final class PreloadList {
  /** None. */
  public static final PreloadList NONE = new PreloadList(Path.of(""), new TreeMap<>());

  private static final DateTimeFormatter CURL =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss", Locale.ROOT);

  private final Path file;

  /** In order. */
  private final String[] names;

  /** Which of the names mean the hosts below them as well. */
  private final BitSet subDomains = new BitSet();

  private PreloadList(Path file, TreeMap<String, Boolean> hosts) {
    this.file = file;
    this.names = hosts.keySet().toArray(String[]::new);
    int i = 0;
    for (boolean below : hosts.values()) {
      subDomains.set(i++, below);
    }
  }

  /**
   * Reads a file.
   *
   * @param most how many hosts it may have
   * @param now hosts whose end was before are left out
   * @throws IOException when it cannot be read, is of neither form, or has more hosts; the message
   *     says so
   */
  public static PreloadList read(Path file, int most, Instant now) throws IOException {
    var hosts = new Hosts(file, most);
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      if (isJson(in)) {
        json(in, hosts);
      } else {
        lines(in, hosts, now);
      }
    } catch (JacksonException e) {
      throw new IOException(file + " is no list of hosts: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no list of hosts: it is no text in UTF-8", e);
    }
    return new PreloadList(file, hosts.all);
  }

  /** What was read so far. */
  private record Hosts(Path file, int most, TreeMap<String, Boolean> all) {
    Hosts(Path file, int most) {
      this(file, most, new TreeMap<>());
    }

    void put(String name, boolean subDomains) throws IOException {
      if (all.size() >= most) {
        throw new IOException(file + " has more than " + most + " hosts");
      }
      String lower = name.toLowerCase(Locale.ROOT);
      all.put(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower, subDomains);
    }
  }

  /** Whether the first character that is not blank begins an object or a comment of JSON's. */
  private static boolean isJson(BufferedReader in) throws IOException {
    in.mark(1 << 12);
    int first = in.read();
    for (int i = 1; i < 1 << 12 && first >= 0 && first <= ' '; i++) {
      first = in.read();
    }
    in.reset();
    return first == '{' || first == '/';
  }

  private static void json(BufferedReader in, Hosts hosts) throws IOException {
    JsonFactory factory = JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    boolean any = false;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean entries = parser.currentName().equals("entries");
        if (parser.nextToken() == JsonToken.START_ARRAY && entries) {
          any = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            entry(parser, hosts);
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!any) {
      throw new IOException(hosts.file() + " is no list of hosts: it has no \"entries\"");
    }
  }

  /** One that only pins keys, and demands nothing, is left out. */
  private static void entry(JsonParser parser, Hosts hosts) throws IOException {
    String name = "";
    boolean demands = false;
    boolean below = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (member) {
        case "name" -> name = String.valueOf(parser.getValueAsString());
        case "mode" -> demands = "force-https".equals(parser.getValueAsString());
        case "include_subdomains" -> below = value == JsonToken.VALUE_TRUE;
        default -> parser.skipChildren();
      }
    }
    if (demands && !name.isEmpty()) {
      hosts.put(name, below);
    }
  }

  /** {@code .host "20301231 10:00:00"}: a dot means the hosts below it, too. */
  private static void lines(BufferedReader in, Hosts hosts, Instant now) throws IOException {
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String[] words = line.strip().split("[ \\t]+", 2);
      if (words[0].isEmpty() || words[0].startsWith("#")) {
        continue;
      }
      boolean below = words[0].startsWith(".");
      Optional<Instant> end = words.length < 2 ? Optional.empty() : end(words[1].replace("\"", ""));
      if (end.isEmpty()) {
        throw new IOException(hosts.file() + " is no list of hosts: line " + number);
      }
      if (end.get().isAfter(now)) {
        hosts.put(words[0].substring(below ? 1 : 0), below);
      }
    }
  }

  private static Optional<Instant> end(String text) {
    try {
      return Optional.of(
          text.equals("unlimited")
              ? Instant.MAX
              : LocalDateTime.parse(text, CURL).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The name in the list by which a host demands HTTPS: its own, or one above it. */
  Optional<String> demands(String host) {
    for (String at = host; !at.isEmpty(); at = HstsStore.above(at)) {
      int found = Arrays.binarySearch(names, at);
      if (found >= 0 && (at.equals(host) || subDomains.get(found))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Where it was read from. */
  public Path file() {
    return file;
  }

  /** How many hosts it has. */
  public int size() {
    return names.length;
  }
}

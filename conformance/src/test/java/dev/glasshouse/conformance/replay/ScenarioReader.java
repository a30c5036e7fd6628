package dev.glasshouse.conformance.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a scenario's file: configuration, ranges and steps. */
public final class ScenarioReader {
  private static final Pattern SETTING = Pattern.compile("([a-z0-9-]+):\\s*");
  private static final Pattern TEMPORARY =
      Pattern.compile("(TEMPFILE_NAME|TEMPFILE_CONTENTS|AUTOTRUST_FILE)\\s+(\\S+).*");

  private final Lines lines;
  private final List<Scenario.Setting> settings = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<Scenario.Range> ranges = new ArrayList<>();
  private final List<Scenario.Step> steps = new ArrayList<>();

  private ScenarioReader(Lines lines) {
    this.lines = lines;
  }

  /** Reads a file; what it does not understand is an {@link IllegalArgumentException}. */
  public static Scenario read(Path file) throws IOException {
    var reader =
        new ScenarioReader(
            new Lines(Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()));
    reader.configuration();
    reader.scenario();
    return new Scenario(reader.settings, reader.files, reader.ranges, reader.steps);
  }

  /** The lines of the file, one after another. */
  static final class Lines {
    private final List<String> all;
    private int next;

    private Lines(List<String> all) {
      this.all = all;
    }

    boolean more() {
      return next < all.size();
    }

    /** The next line, without white space around it. */
    String next() {
      return raw().strip();
    }

    /** The next line as it is. */
    String raw() {
      if (!more()) {
        throw new IllegalArgumentException("the file ends too early");
      }
      return all.get(next++);
    }

    /** The number of the line that came last, from 1. */
    int number() {
      return next;
    }

    void back() {
      next--;
    }

    void skipTo(String end) {
      while (!next().startsWith(end)) {
        // what a file holds is nothing for us
      }
    }
  }

  private void configuration() {
    while (true) {
      String line = lines.next();
      if (line.startsWith("CONFIG_END")) {
        return;
      }
      if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
        continue;
      }
      var temporary = TEMPORARY.matcher(line);
      if (temporary.matches()) {
        file(temporary.group(1), temporary.group(2));
        continue;
      }
      settings(line);
    }
  }

  /** A temporary file: its name belongs to the setting before it. */
  private void file(String what, String name) {
    switch (what) {
      case "TEMPFILE_NAME" -> {
        Scenario.Setting last = settings.removeLast();
        settings.add(new Scenario.Setting(last.key(), name));
        files.putIfAbsent(name, "");
      }
      case "TEMPFILE_CONTENTS" -> files.put(name, contents("TEMPFILE_END"));
      default -> {
        settings.add(new Scenario.Setting("auto-trust-anchor-file", name));
        files.put(name, contents("AUTOTRUST_END"));
      }
    }
  }

  private String contents(String end) {
    var text = new StringBuilder();
    while (true) {
      String line = lines.raw();
      if (line.strip().startsWith(end)) {
        return text.toString();
      }
      text.append(line.replace("$INCLUDE_TEMPFILE", "$INCLUDE")).append('\n');
    }
  }

  private void settings(String line) {
    var key = SETTING.matcher(line);
    if (!key.lookingAt()) {
      throw new IllegalArgumentException("line " + lines.number() + ": no setting: " + line);
    }
    String rest = line.substring(key.end());
    String value = value(rest);
    boolean section = value.isEmpty() && !rest.startsWith("\"");
    settings.add(new Scenario.Setting(key.group(1), value));
    if (!section) {
      // what behind a quoted value is part of it when it is no setting
      int end = rest.startsWith("\"") ? rest.indexOf('"', 1) + 1 : rest.length();
      String more = rest.substring(end).strip();
      if (SETTING.matcher(more).lookingAt()) {
        settings(more);
      }
      return;
    }
    int comment = rest.indexOf('#');
    String behind = (comment < 0 ? rest : rest.substring(0, comment)).strip();
    if (!behind.isEmpty()) {
      settings(behind);
    }
  }

  /** A value, without its quotes and comment; empty where another setting follows. */
  private static String value(String text) {
    if (text.startsWith("'")) {
      return text.substring(1, text.lastIndexOf('\''));
    }
    if (text.startsWith("\"")) {
      int end = text.indexOf('"', 1);
      String more = text.substring(end + 1).strip();
      String quoted = text.substring(1, end);
      return more.isEmpty() || more.startsWith("#") || SETTING.matcher(more).lookingAt()
          ? quoted
          : quoted + " " + plain(more);
    }
    return SETTING.matcher(text).lookingAt() && text.matches("[a-z0-9-]+:\\s.*") ? "" : plain(text);
  }

  private static String plain(String text) {
    var comment = Pattern.compile("(^|\\s)#.*").matcher(text);
    String bare = comment.replaceFirst("").strip();
    // quotes inside of other quotes belong to the value
    return bare.contains("'") ? bare : bare.replace("\"", "");
  }

  private void scenario() {
    while (lines.more()) {
      String line = lines.next();
      if (line.startsWith("SCENARIO_END")) {
        return;
      }
      String[] words = line.split("\\s+");
      switch (words[0]) {
        case "RANGE_BEGIN" ->
            // a later range is looked at before an earlier one
            ranges.addFirst(range(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        case "STEP" -> steps.add(step(line));
        default -> ignorable(line);
      }
    }
  }

  private void ignorable(String line) {
    if (!line.isEmpty()
        && !line.startsWith(";")
        && !line.startsWith("SCENARIO_BEGIN")
        && !line.equals("RANGE_END")) {
      throw new IllegalArgumentException("line " + lines.number() + ": what is this? " + line);
    }
  }

  private Scenario.Range range(int from, int to) {
    Optional<InetAddress> address = Optional.empty();
    var entries = new ArrayList<Exchange>();
    var origin = new EntryReader(lines);
    while (true) {
      String line = lines.next();
      if (line.startsWith("RANGE_END")) {
        return new Scenario.Range(from, to, address, entries);
      } else if (line.startsWith("ADDRESS")) {
        address = Optional.of(address(line.split("\\s+")[1]));
      } else if (!line.isEmpty() && !line.startsWith(";")) {
        lines.back();
        entries.add(origin.read());
      }
    }
  }

  private Scenario.Step step(String line) {
    String[] words = line.split("\\s+", 4);
    int number = Integer.parseInt(words[1]);
    String name = words[2].replaceFirst(";.*", "");
    var kind = Scenario.Kind.valueOf(name);
    String argument = words.length > 3 ? words[3].replaceFirst("\\s*;.*", "").strip() : "";
    Optional<InetAddress> address = Optional.empty();
    if (argument.startsWith("ADDRESS")) {
      address = Optional.of(address(argument.split("\\s+")[1]));
      argument = "";
    }
    if (kind == Scenario.Kind.CHECK_AUTOTRUST || kind == Scenario.Kind.CHECK_TEMPFILE) {
      lines.skipTo("FILE_BEGIN");
      lines.skipTo("FILE_END");
    }
    Optional<Exchange> entry = Optional.empty();
    if (kind.hasEntry()) {
      // an address may stand on a line of its own
      while (true) {
        String next = lines.next();
        if (next.startsWith("ADDRESS")) {
          address = Optional.of(address(next.split("\\s+")[1]));
        } else if (!next.isEmpty() && !next.startsWith(";")) {
          lines.back();
          break;
        }
      }
      entry = Optional.of(new EntryReader(lines).read());
    }
    return new Scenario.Step(number, kind, argument, address, entry);
  }

  static InetAddress address(String text) {
    int port = text.indexOf('@');
    return InetAddress.ofLiteral(port < 0 ? text : text.substring(0, port));
  }
}

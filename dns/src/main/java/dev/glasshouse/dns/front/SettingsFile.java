package dev.glasshouse.dns.front;

import dev.glasshouse.dns.wire.FileWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of settings for what stands before a resolver: on each line a word, a colon and a value,
 * in Unbound's form. What follows {@code #} is a comment; {@code view:} and {@code server:} alone
 * begin a section.
 */
public final class SettingsFile {
  private static final long LARGEST = 64L << 20;
  private static final int MOST_FAULTS = 100;
  private static final Pattern SETTING = Pattern.compile("([a-z0-9-]+):\\s*(.*)");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  private final String name;
  private final FrontWords front = new FrontWords();
  private final ServerWords server = new ServerWords();
  private final List<String> faults = new ArrayList<>();
  private int more;

  private SettingsFile(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException with all that is wrong
   */
  public static SettingsFile read(Path file) throws SettingsException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      if (Files.size(file) > LARGEST) {
        throw new IOException(Files.size(file) + " bytes, more than " + LARGEST);
      }
      return read(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    } catch (SettingsException e) {
      throw e;
    } catch (IOException e) {
      throw new SettingsException(List.of(file + ": " + FileWords.unread(e)));
    }
  }

  /**
   * Reads a text.
   *
   * @param name what the text is called in faults
   * @throws SettingsException with all that is wrong
   */
  public static SettingsFile read(String text, String name) throws SettingsException {
    var file = new SettingsFile(name);
    int line = 0;
    for (String each : (Iterable<String>) text.lines()::iterator) {
      file.line(each.strip(), ++line);
    }
    file.front.missing().forEach(fault -> file.faults.add(name + ": " + fault));
    if (file.more > 0) {
      file.faults.add(name + ": and " + file.more + " faults more");
    }
    if (!file.faults.isEmpty()) {
      throw new SettingsException(file.faults);
    }
    return file;
  }

  /** What is said of the front. */
  public FrontWords front() {
    return front;
  }

  /** What is said of the server. */
  public ServerWords server() {
    return server;
  }

  private void line(String text, int line) {
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    Matcher setting = SETTING.matcher(text);
    if (!setting.matches()) {
      fault(line, "there is no WORD: VALUE in " + text);
      return;
    }
    try {
      String key = setting.group(1);
      String value = value(setting.group(2));
      if (!front.setting(key, value) && !server.setting(key, value)) {
        fault(line, key + " is no setting that is known here");
      }
    } catch (IllegalArgumentException e) {
      fault(line, String.valueOf(e.getMessage()));
    }
  }

  /** A value without the quotes around the whole of it, and without a comment. */
  private static String value(String text) {
    if (!text.isEmpty() && (text.charAt(0) == '"' || text.charAt(0) == '\'')) {
      int end = text.indexOf(text.charAt(0), 1);
      String behind = end < 0 ? "" : COMMENT.matcher(text.substring(end + 1)).replaceFirst("");
      if (end > 0 && behind.isBlank()) {
        return text.substring(1, end);
      }
    }
    return COMMENT.matcher(text).replaceFirst("").strip();
  }

  private void fault(int line, String why) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(name + ":" + line + ": " + why);
    } else {
      more++;
    }
  }
}

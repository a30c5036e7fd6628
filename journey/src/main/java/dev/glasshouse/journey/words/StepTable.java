package dev.glasshouse.journey.words;

import dev.glasshouse.journey.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of steps: what every kind says and what its fields mean, in English and Chinese.
 *
 * <p>It is read from {@code steps.txt} and {@code words.txt}, whose heads document their form.
 *
 * @param kinds the kinds by name, in the table's order
 * @param words what fixed words are called, by language
 */
public record StepTable(Map<String, Kind> kinds, Map<Language, Map<String, String>> words) {

  private static final class Standard {
    static final StepTable TABLE =
        new StepTable(readKinds(resource("steps.txt")), readWords(resource("words.txt")));
  }

  /** The table of this program. */
  public static StepTable standard() {
    return Standard.TABLE;
  }

  /** How values are said in a language. */
  public Values values(Language language) {
    return new Values(language, words.getOrDefault(language, Map.of()));
  }

  /** The kind of this name. */
  public Kind kind(String name) {
    Kind kind = kinds.get(name);
    if (kind == null) {
      throw new IllegalArgumentException("the table steps.txt has no kind " + name);
    }
    return kind;
  }

  /**
   * Reads kinds.
   *
   * @throws IllegalArgumentException with the line's number when the text is not in the table's
   *     form
   */
  static Map<String, Kind> readKinds(String text) {
    var kinds = new LinkedHashMap<String, Kind>();
    Block block = null;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (!line.startsWith(" ")) {
          finish(block, kinds);
          block = new Block(line.strip());
        } else if (block == null) {
          throw new IllegalArgumentException("an indented line before the first kind");
        } else {
          block.line(line.strip());
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    finish(block, kinds);
    return Collections.unmodifiableMap(kinds);
  }

  private static void finish(@Nullable Block block, Map<String, Kind> kinds) {
    if (block != null && kinds.put(block.name, block.kind()) != null) {
      throw new IllegalArgumentException(block.name + " stands in the table twice");
    }
  }

  /**
   * Reads what fixed words are called.
   *
   * @throws IllegalArgumentException when a line is not in the table's form, or a word stands there
   *     twice
   */
  static Map<Language, Map<String, String>> readWords(String text) {
    var english = new LinkedHashMap<String, String>();
    var chinese = new LinkedHashMap<String, String>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] pair = split(line, " = ");
        String[] both = split(pair[1], " | ");
        if (english.putIfAbsent(pair[0], both[0]) != null) {
          throw new IllegalArgumentException(pair[0] + " stands among the words twice");
        }
        chinese.put(pair[0], both[1]);
      }
    }
    return Map.of(Language.EN, english, Language.ZH, chinese);
  }

  private static Map<Language, String> meanings(String text) {
    String[] both = split(text, " | ");
    return Map.of(Language.EN, both[0], Language.ZH, both[1]);
  }

  private static String[] split(String text, String at) {
    int i = text.indexOf(at);
    if (i <= 0 || i + at.length() >= text.length()) {
      throw new IllegalArgumentException("\"" + at.strip() + "\" is missing in: " + text);
    }
    return new String[] {text.substring(0, i).strip(), text.substring(i + at.length()).strip()};
  }

  private static String resource(String name) {
    try (InputStream in = Step.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of one kind, while they are read. */
  private static final class Block {
    private final String name;
    private final Map<Language, Sentence> sentences = new EnumMap<>(Language.class);
    private Level level = Level.USUAL;
    private final List<Kind.Condition> failures = new ArrayList<>();
    private final List<Kind.Field> fields = new ArrayList<>();

    Block(String name) {
      this.name = name;
    }

    void line(String line) {
      if (line.startsWith("en: ")) {
        sentences.put(Language.EN, Sentence.of(line.substring(4).strip()));
      } else if (line.startsWith("zh: ")) {
        sentences.put(Language.ZH, Sentence.of(line.substring(4).strip()));
      } else if (line.startsWith("level: ")) {
        level = Level.valueOf(line.substring(7).strip().toUpperCase(Locale.ROOT));
      } else if (line.startsWith("fails: ")) {
        failures.add(condition(line.substring(7).strip()));
      } else {
        String[] pair = split(line, " = ");
        fields.add(new Kind.Field(pair[0], meanings(pair[1])));
      }
    }

    private static Kind.Condition condition(String text) {
      if (text.equals("always")) {
        return new Kind.Always();
      }
      if (text.startsWith("!")) {
        return new Kind.Says(text.substring(1), false);
      }
      if (text.contains(">=")) {
        String[] pair = text.split(">=", 2);
        return new Kind.AtLeast(pair[0], Long.parseLong(pair[1]));
      }
      if (text.contains("=")) {
        String[] pair = text.split("=", 2);
        return new Kind.Is(pair[0], pair[1]);
      }
      return new Kind.Says(text, true);
    }

    Kind kind() {
      for (Language language : Language.values()) {
        if (!sentences.containsKey(language)) {
          throw new IllegalArgumentException(name + " has no sentence in " + language.tag());
        }
      }
      return new Kind(
          name, Map.copyOf(sentences), level, List.copyOf(failures), List.copyOf(fields));
    }
  }
}

package dev.glasshouse.journey.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What fixed words of the engine's are called in one language, and phrases with places in them:
 * {@code line *} fits {@code line 12}. What stands in a place is said by the same table.
 */
final class Phrases {
  /** Phrases in places of phrases; deeper ones are told as they stand. */
  private static final int DEEPEST = 4;

  private record Phrase(Pattern pattern, List<String> parts) {}

  private final Map<String, String> words = new LinkedHashMap<>();
  private final List<Phrase> phrases = new ArrayList<>();

  /**
   * Words and phrases.
   *
   * @param table what each is called; where several phrases fit a text, the first one is taken
   */
  Phrases(Map<String, String> table) {
    table.forEach((word, called) -> {
      if (word.contains("*")) {
        phrases.add(new Phrase(pattern(word), List.of(called.split("\\*", -1))));
      } else {
        words.put(word, called);
      }
    });
  }

  private static Pattern pattern(String phrase) {
    List<String> parts = List.of(phrase.split("\\*", -1));
    return Pattern.compile(
        String.join("(.+?)", parts.stream().map(Pattern::quote).toList()), Pattern.DOTALL);
  }

  /** What a text is called; as it stands where the table does not have it. */
  String say(String text) {
    return say(text, 0);
  }

  private String say(String text, int depth) {
    String word = words.get(text);
    if (word != null || depth > DEEPEST) {
      return word == null ? text : word;
    }
    for (Phrase phrase : phrases) {
      Matcher matcher = phrase.pattern().matcher(text);
      if (matcher.matches()) {
        var said = new StringBuilder(phrase.parts().getFirst());
        for (int i = 1; i < phrase.parts().size(); i++) {
          said.append(say(matcher.group(i), depth + 1)).append(phrase.parts().get(i));
        }
        return said.toString();
      }
    }
    return text;
  }
}

package dev.glasshouse.server.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text with places that are filled in: {@code https://{host}{target}}, {@code /new/{1}}. Two
 * braces stand for one.
 */
public final class Template {
  private final String text;
  private final List<Part> parts;

  private sealed interface Part {}

  private record Words(String text) implements Part {}

  private record Place(String name) implements Part {}

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /**
   * A template out of text.
   *
   * @throws IllegalArgumentException with a sentence, if a brace has no other
   */
  public static Template of(String text) {
    var parts = new ArrayList<Part>();
    var words = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        words.append(c);
        i++;
      } else if (c == '{') {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw new IllegalArgumentException("a { without its }: " + text);
        }
        parts.add(new Words(words.toString()));
        words.setLength(0);
        parts.add(new Place(text.substring(i + 1, end)));
        i = end;
      } else if (c == '}') {
        throw new IllegalArgumentException("a } without its {: " + text);
      } else {
        words.append(c);
      }
    }
    parts.add(new Words(words.toString()));
    return new Template(text, List.copyOf(parts));
  }

  /** The names of its places. */
  public List<String> places() {
    return parts.stream()
        .flatMap(part -> part instanceof Place(String name) ? Optional.of(name).stream() : null)
        .toList();
  }

  /** The text with its places filled; what a place has no value for becomes nothing. */
  public String fill(Function<String, Optional<String>> values) {
    var out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Words(String words) -> out.append(words);
        case Place(String name) -> values.apply(name).ifPresent(out::append);
      }
    }
    return out.toString();
  }

  /** The text as it was written. */
  @Override
  public String toString() {
    return text;
  }
}

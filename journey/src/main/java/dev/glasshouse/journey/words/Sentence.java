package dev.glasshouse.journey.words;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A sentence with places for facts. The form is documented at the head of {@code steps.txt}.
 *
 * @param template the sentence as it was written
 * @param parts what it is made of, in order
 */
public record Sentence(String template, List<Part> parts) {

  /** A piece of a sentence. */
  public sealed interface Part {}

  /** Words that are said as they stand. */
  record Text(String text) implements Part {}

  /** A place for a fact, with how it is said: a format's name and what follows it. */
  record Place(String fact, String format, String argument) implements Part {}

  /**
   * Says nothing; its part vanishes unless the fact says something ({@code wanted}) or if it does.
   */
  record Guard(String fact, boolean wanted) implements Part {}

  /** Vanishes when a guard in it says so; without a guard, when a fact in it says nothing. */
  record OptionalPart(List<Part> parts) implements Part {}

  /**
   * Reads a sentence of the table.
   *
   * @throws IllegalArgumentException when a bracket or brace is not closed, or parts are nested
   */
  public static Sentence of(String template) {
    return new Sentence(template, new Reader(template, true).parts(false));
  }

  /** Reads a reason's sentence: it has places, but no optional parts, so brackets are text. */
  public static Sentence ofReason(String template) {
    return new Sentence(template, new Reader(template, false).parts(false));
  }

  /** The names of the facts that it refers to. */
  public Set<String> facts() {
    var names = new LinkedHashSet<String>();
    collect(parts, names);
    return names;
  }

  private static void collect(List<Part> parts, Set<String> names) {
    for (Part part : parts) {
      switch (part) {
        case Text _ -> {}
        case Place place -> names.add(place.fact());
        case Guard guard -> names.add(guard.fact());
        case OptionalPart optional -> collect(optional.parts(), names);
      }
    }
  }

  /**
   * Says it, with the facts that {@code facts} knows by name, in the language of {@code values}.
   */
  public String say(Function<String, Object> facts, Values values) {
    var said = new StringBuilder();
    say(parts, facts, values, said);
    return said.toString();
  }

  private static void say(
      List<Part> parts, Function<String, Object> facts, Values values, StringBuilder said) {
    for (Part part : parts) {
      switch (part) {
        case Text text -> append(said, text.text());
        case Place place ->
            append(said, values.say(facts.apply(place.fact()), place.format(), place.argument()));
        case Guard _ -> {}
        case OptionalPart optional -> {
          if (holds(optional, facts)) {
            say(optional.parts(), facts, values, said);
          }
        }
      }
    }
  }

  /**
   * Chinese has spaces beside Latin letters and digits, and none between its own characters: which
   * of them a fact ends or begins with is known only now.
   */
  private static void append(StringBuilder said, String more) {
    int end = said.length();
    boolean after = end > 0 && isHan(said.charAt(end - 1));
    if (after && more.length() > 1 && more.charAt(0) == ' ' && isHan(more.charAt(1))) {
      said.append(more, 1, more.length());
      return;
    }
    boolean before = !more.isEmpty() && isHan(more.charAt(0));
    if (before && end > 1 && said.charAt(end - 1) == ' ' && isHan(said.charAt(end - 2))) {
      said.setLength(end - 1);
    }
    said.append(more);
  }

  private static boolean isHan(char c) {
    return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
  }

  private static boolean holds(OptionalPart optional, Function<String, Object> facts) {
    boolean guarded = optional.parts().stream().anyMatch(part -> part instanceof Guard);
    for (Part part : optional.parts()) {
      boolean holds =
          switch (part) {
            case Place place -> guarded || Values.saysSomething(facts.apply(place.fact()));
            case Guard guard -> guard.wanted() == Values.saysSomething(facts.apply(guard.fact()));
            case Text _, OptionalPart _ -> true;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /** Reads a template from left to right. */
  private static final class Reader {
    private final String template;
    private final boolean brackets;
    private int at;

    Reader(String template, boolean brackets) {
      this.template = template;
      this.brackets = brackets;
    }

    List<Part> parts(boolean inside) {
      var parts = new ArrayList<Part>();
      var text = new StringBuilder();
      while (at < template.length()) {
        char c = template.charAt(at++);
        if (c == '{') {
          flush(text, parts);
          parts.add(place());
        } else if (brackets && c == '[') {
          if (inside) {
            throw new IllegalArgumentException("parts do not nest: " + template);
          }
          flush(text, parts);
          parts.add(new OptionalPart(parts(true)));
        } else if (brackets && c == ']') {
          if (!inside) {
            throw new IllegalArgumentException("] without [: " + template);
          }
          flush(text, parts);
          return List.copyOf(parts);
        } else {
          text.append(c);
        }
      }
      if (inside) {
        throw new IllegalArgumentException("[ without ]: " + template);
      }
      flush(text, parts);
      return List.copyOf(parts);
    }

    private static void flush(StringBuilder text, List<Part> parts) {
      if (!text.isEmpty()) {
        parts.add(new Text(text.toString()));
        text.setLength(0);
      }
    }

    private Part place() {
      int end = template.indexOf('}', at);
      if (end < 0) {
        throw new IllegalArgumentException("{ without }: " + template);
      }
      String inner = template.substring(at, end);
      at = end + 1;
      if (inner.endsWith("?") || inner.endsWith("!")) {
        return new Guard(inner.substring(0, inner.length() - 1), inner.endsWith("?"));
      }
      int colon = inner.indexOf(':');
      if (colon < 0) {
        return new Place(inner, "", "");
      }
      String[] format = inner.substring(colon + 1).split(" ", 2);
      Values.checkFormat(format[0]);
      return new Place(inner.substring(0, colon), format[0], format.length == 1 ? "" : format[1]);
    }
  }
}

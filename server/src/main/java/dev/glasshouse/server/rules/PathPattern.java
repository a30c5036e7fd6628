package dev.glasshouse.server.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which paths a rule is for. Paths are compared in one spelling ({@link PlainPath}). */
public sealed interface PathPattern {
  /** Bytes of a compiled expression's source: 4,096, since its time grows with it. */
  int LONGEST = 4_096;

  /**
   * What a pattern found in a path.
   *
   * @param groups the whole, and what the groups of an expression caught; empty texts for groups
   *     that caught nothing
   * @param names the groups' names beside their numbers as text
   */
  record Match(List<String> groups, java.util.Map<String, Integer> names) {
    private static final Match WHOLE = new Match(List.of(), java.util.Map.of());

    public Match {
      groups = List.copyOf(groups);
      names = java.util.Map.copyOf(names);
    }

    /** What a group caught, by number or name; empty where there is no such group. */
    public Optional<String> group(String name) {
      Integer number = names.get(name);
      if (number == null && !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        number = name.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(name);
      }
      return number != null && number < groups.size()
          ? Optional.of(groups.get(number))
          : Optional.empty();
    }
  }

  /** What it finds in a path, however that is spelled; empty when the path is none of its. */
  default Optional<Match> find(String path) {
    return findPlain(PlainPath.of(path));
  }

  /** What it finds in a path in that one spelling. */
  Optional<Match> findPlain(String path);

  /** Whether it has a group of this number or name. */
  boolean hasGroup(String name);

  /**
   * The same paths, and those that go on behind one with a slash: of {@code *.php} not only {@code
   * /a.php} but {@code /a.php/rest} too.
   */
  default PathPattern withRest() {
    return this;
  }

  /**
   * The same paths, and where it is for scripts, those that go on behind one as well: whoever shuts
   * off {@code /a.php} has shut off what that script would answer at {@code /a.php/rest}.
   *
   * @param scripts the paths where scripts are run
   * @param ending how their names end
   */
  default PathPattern withRestOf(PathPattern scripts, String ending) {
    return this;
  }

  /** One path. */
  record Exact(String path) implements PathPattern {
    @Override
    public Optional<Match> findPlain(String path) {
      return path.equals(this.path) ? Optional.of(Match.WHOLE) : Optional.empty();
    }

    @Override
    public boolean hasGroup(String name) {
      return false;
    }

    @Override
    public PathPattern withRest() {
      return new WithRest(this, its -> its.startsWith(path + "/"));
    }

    @Override
    public PathPattern withRestOf(PathPattern scripts, String ending) {
      return path.endsWith(ending) && scripts.findPlain(path).isPresent() ? withRest() : this;
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** The paths that begin so. */
  record Beginning(String prefix) implements PathPattern {
    @Override
    public Optional<Match> findPlain(String path) {
      return path.startsWith(prefix) ? Optional.of(Match.WHOLE) : Optional.empty();
    }

    @Override
    public boolean hasGroup(String name) {
      return false;
    }

    @Override
    public String toString() {
      return prefix + "*";
    }
  }

  /** The paths that end so. */
  record Ending(String suffix) implements PathPattern {
    @Override
    public Optional<Match> findPlain(String path) {
      return path.endsWith(suffix) ? Optional.of(Match.WHOLE) : Optional.empty();
    }

    @Override
    public boolean hasGroup(String name) {
      return false;
    }

    @Override
    public PathPattern withRest() {
      return new WithRest(this, its -> its.contains(suffix + "/"));
    }

    @Override
    public PathPattern withRestOf(PathPattern scripts, String ending) {
      return !ending.isEmpty() && suffix.endsWith(ending) ? withRest() : this;
    }

    @Override
    public String toString() {
      return "*" + suffix;
    }
  }

  /** The paths of a pattern, and those that go on behind one. */
  record WithRest(PathPattern whole, Predicate<String> begun) implements PathPattern {
    @Override
    public Optional<Match> findPlain(String path) {
      return begun.test(path) ? Optional.of(Match.WHOLE) : whole.findPlain(path);
    }

    @Override
    public boolean hasGroup(String name) {
      return whole.hasGroup(name);
    }

    @Override
    public String toString() {
      return whole.toString();
    }
  }

  /**
   * The paths that an expression finds something in. Expressions are those of RE2, whose time grows
   * only linearly with the path: no path can make one run away.
   */
  record Expression(Pattern pattern) implements PathPattern {
    @Override
    public Optional<Match> findPlain(String path) {
      Matcher its = pattern.matcher(path);
      if (!its.find()) {
        return Optional.empty();
      }
      List<String> groups =
          IntStream.rangeClosed(0, its.groupCount())
              .mapToObj(i -> its.group(i) == null ? "" : its.group(i))
              .toList();
      return Optional.of(new Match(groups, pattern.namedGroups()));
    }

    @Override
    public boolean hasGroup(String name) {
      return pattern.namedGroups().containsKey(name)
          || (name.matches("[0-9]{1,3}") && Integer.parseInt(name) <= pattern.groupCount());
    }

    @Override
    public String toString() {
      return pattern.toString();
    }
  }

  /**
   * A pattern without an expression: {@code /a} one path, {@code /a/*} all that begin so, {@code
   * *.php} all that end so.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  static PathPattern of(String text) {
    int star = text.indexOf('*');
    boolean once = star == text.lastIndexOf('*');
    if (text.startsWith("*") && once && text.length() > 1) {
      return new Ending(PlainPath.spelled(text.substring(1)));
    }
    if (text.startsWith("/") && once && (star < 0 || star == text.length() - 1)) {
      String spelled = PlainPath.spelled(star < 0 ? text : text.substring(0, star));
      return star < 0 ? new Exact(spelled) : new Beginning(spelled);
    }
    throw new IllegalArgumentException(
        text + " is no path such as /a (this one), /a/* (all below) or *.php (all that end so)");
  }

  /**
   * The paths that an expression finds something in.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  static PathPattern expression(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the expression is longer than " + LONGEST + " characters");
    }
    try {
      return new Expression(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "no expression that RE2 knows: " + e.getDescription() + ": " + e.getPattern(), e);
    }
  }
}

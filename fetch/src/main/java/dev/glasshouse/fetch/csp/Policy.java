package dev.glasshouse.fetch.csp;

import dev.glasshouse.url.Origin;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One content security policy (<a
 * href="https://w3c.github.io/webappsec-csp/#framework-policy">Content Security Policy 3, 2.2</a>).
 *
 * @param directives what it says
 * @param disposition whether it is enforced
 * @param self the origin of the page whose policy it is
 * @param text as it was written
 * @param problems what in it is not understood or not supported, in words
 * @param reporting where it wants to be told of what violates it
 */
public record Policy(
    Map<Directive, SourceList> directives,
    Disposition disposition,
    Origin self,
    String text,
    List<String> problems,
    Reporting reporting) {
  /** Expressions of a directive that are looked at; what is left out allows nothing. */
  private static final int MOST = 2000;

  /** Directives that wait for frames and scripts. */
  private static final Set<String> NOT_SUPPORTED =
      Set.of(
          "sandbox",
          "trusted-types",
          "require-trusted-types-for",
          "plugin-types",
          "require-sri-for",
          "webrtc");

  private static final Set<String> NOT_IN_META = Set.of("report-uri", "frame-ancestors", "sandbox");

  /** What becomes of violations. */
  public enum Disposition {
    /** What violates the policy does not happen. */
    ENFORCE,
    /** It happens, and is told. */
    REPORT;

    /** As the specification spells it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a policy stands. */
  public enum From {
    FIELD,
    META
  }

  /** Reads one policy (2.2.1); what is not understood is left out, and told. */
  public static Policy parse(String text, From from, Disposition disposition, Origin self) {
    var directives = new EnumMap<Directive, SourceList>(Directive.class);
    var seen = new HashSet<String>();
    var problems = new ArrayList<String>();
    Reporting reporting = Reporting.NOWHERE;
    for (String token : text.split(";")) {
      String[] words = token.strip().split("[\\t\\n\\f\\r ]+");
      String name = words[0].toLowerCase(Locale.ROOT);
      boolean ignored = from == From.META && NOT_IN_META.contains(name);
      if (name.isEmpty() || !seen.add(name) || ignored) {
        continue;
      }
      List<String> values = List.of(words).subList(1, words.length);
      Optional<Directive> directive = Directive.named(name);
      if (name.equals("report-uri")) {
        reporting = new Reporting(values, reporting.group());
      } else if (name.equals("report-to")) {
        reporting = new Reporting(reporting.uris(), values.stream().findFirst());
      } else if (directive.isEmpty()) {
        problems.add(name + (NOT_SUPPORTED.contains(name) ? " (not supported)" : ""));
      } else {
        directives.put(directive.get(), sources(words, token.strip(), problems));
      }
    }
    return new Policy(directives, disposition, self, text, List.copyOf(problems), reporting);
  }

  private static SourceList sources(String[] words, String text, List<String> problems) {
    var sources = new ArrayList<Source>();
    for (int i = 1; i < words.length && i <= MOST; i++) {
      Optional<Source> source = Source.parse(words[i]);
      if (source.isPresent()) {
        sources.add(source.get());
      } else if (problems.size() < 20) {
        problems.add(words[i].length() > 60 ? words[i].substring(0, 60) + "..." : words[i]);
      }
    }
    return new SourceList(List.copyOf(sources), text);
  }

  /** Whether it is enforced. */
  public boolean isEnforced() {
    return disposition == Disposition.ENFORCE;
  }

  /** Whether it has a directive. */
  public boolean has(Directive directive) {
    return directives.containsKey(directive);
  }

  /** The list that decides on a kind of thing; empty where none does, and all is allowed. */
  Optional<SourceList> deciding(Directive directive) {
    for (Directive each : directive.fallbacks()) {
      SourceList list = directives.get(each);
      if (list != null) {
        return Optional.of(list);
      }
    }
    return Optional.empty();
  }
}

package dev.glasshouse.fetch.csp;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
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
 * @param sandbox what it holds the page back from
 * @param idle what it says of things that no page of this engine can do, directive by directive
 */
public record Policy(
    Map<Directive, SourceList> directives,
    Disposition disposition,
    Origin self,
    String text,
    List<String> problems,
    Reporting reporting,
    Sandbox sandbox,
    List<Idle> idle) {
  /** Expressions of a directive that are looked at; what is left out allows nothing. */
  private static final int MOST = 2000;

  /** Directives that browsers had, and do not have any more. */
  private static final Set<String> NOT_SUPPORTED =
      Set.of("plugin-types", "require-sri-for", "webrtc");

  /** What waits for scripts (Trusted Types, 4.1). */
  private static final Map<String, Because> TRUSTED_TYPES =
      Map.of(
          "require-trusted-types-for",
          Because.of(
              PolicyReason.CSP_TYPES_DEMANDED, Clause.of("CSP 3", "require-trusted-types-for")),
          "trusted-types",
          Because.of(PolicyReason.CSP_TYPES_NAMED, Clause.of("CSP 3", "trusted-types")));

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

  /**
   * A directive that has nothing to decide.
   *
   * @param name its name
   * @param text the directive, as it was written
   * @param because what it would do
   */
  public record Idle(String name, String text, Because because) {}

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
    var idle = new ArrayList<Idle>();
    Reporting reporting = Reporting.NOWHERE;
    Sandbox sandbox = Sandbox.NONE;
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
      } else if (name.equals("sandbox")) {
        // 6.3.2.1: a policy that only reports has no sandbox
        sandbox = disposition == Disposition.ENFORCE ? Sandbox.of(values) : sandbox;
      } else if (TRUSTED_TYPES.containsKey(name)) {
        idle.add(new Idle(name, token.strip(), TRUSTED_TYPES.get(name)));
      } else if (directive.isEmpty()) {
        problems.add(name + (NOT_SUPPORTED.contains(name) ? " (not supported)" : ""));
      } else {
        directives.put(directive.get(), sources(words, token.strip(), problems));
      }
    }
    return new Policy(
        directives, disposition, self, text, List.copyOf(problems), reporting, sandbox, idle);
  }

  /** Whether it says nothing at all. */
  boolean isEmpty() {
    return directives.isEmpty() && problems.isEmpty() && sandbox.isNone() && idle.isEmpty();
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

  /** What it says of each kind of fetch. */
  List<SourceList> onFetches() {
    return directives.entrySet().stream()
        .filter(each -> each.getKey().isOfFetches())
        .map(Map.Entry::getValue)
        .toList();
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

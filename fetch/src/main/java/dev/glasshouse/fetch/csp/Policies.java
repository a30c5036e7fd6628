package dev.glasshouse.fetch.csp;

import dev.glasshouse.fetch.integrity.Hash;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The content security policies of a page: all of them must allow a thing. Pure.
 *
 * @param all in the order in which they came
 */
public record Policies(List<Policy> all) {
  /** None. */
  public static final Policies NONE = new Policies(List.of());

  /** Policies of a page that are heeded. */
  private static final int MOST = 100;

  /** Copies the list. */
  public Policies {
    all = List.copyOf(all);
  }

  /**
   * What a request is about.
   *
   * @param url the URL to be asked
   * @param directive the kind of thing
   * @param redirects how many redirects led to the URL
   * @param nonce the element's nonce; may be empty
   * @param hashes the element's integrity
   * @param byParser whether the parser made the element
   */
  public record Facts(
      Url url,
      Directive directive,
      int redirects,
      String nonce,
      List<Hash> hashes,
      boolean byParser) {}

  /**
   * The policies of an answer (2.2.2): a field with commas has several.
   *
   * @param enforced the fields Content-Security-Policy
   * @param reported the fields Content-Security-Policy-Report-Only
   */
  public static Policies of(List<String> enforced, List<String> reported, Origin self) {
    var all = new ArrayList<Policy>();
    enforced.forEach(field -> add(field, Policy.Disposition.ENFORCE, self, all));
    reported.forEach(field -> add(field, Policy.Disposition.REPORT, self, all));
    return new Policies(all.subList(0, Math.min(MOST, all.size())));
  }

  private static void add(
      String field, Policy.Disposition disposition, Origin self, List<Policy> into) {
    for (String text : field.split(",")) {
      Policy policy = Policy.parse(text, Policy.From.FIELD, disposition, self);
      if (!policy.isEmpty()) {
        into.add(policy);
      }
    }
  }

  /** These and one more, of a meta element. */
  public Policies plus(Policy policy) {
    if (all.size() >= MOST) {
      return this;
    }
    var more = new ArrayList<>(all);
    more.add(policy);
    return new Policies(more);
  }

  /** Whether insecure URLs are to be tried over https. */
  public boolean upgradeInsecureRequests() {
    return all.stream().anyMatch(p -> p.isEnforced() && p.has(Directive.UPGRADE_INSECURE_REQUESTS));
  }

  /** What all of them hold the page back from. */
  public Sandbox sandbox() {
    return all.stream().map(Policy::sandbox).reduce(Sandbox.NONE, Sandbox::and);
  }

  /**
   * What of a request is not allowed (4.1.2, "does request violate policy"). One of {@code
   * default-src} is for a page to come: each policy without that directive allows it, and so does
   * each of which any directive on fetches allows it ("does resource hint request violate policy").
   */
  public List<Violation> request(Facts facts) {
    String blocked = facts.url().display();
    List<Violation> violations =
        violations(facts.directive(), blocked, (list, self) -> allows(facts, list, self));
    if (facts.directive() != Directive.DEFAULT_SRC) {
      return violations;
    }
    return violations.stream()
        .filter(violation ->
            violation.policy().onFetches().stream()
                .noneMatch(list -> allows(facts, list, violation.policy().self())))
        .toList();
  }

  private static boolean allows(Facts facts, SourceList list, Origin self) {
    boolean elements =
        facts.directive() == Directive.SCRIPT_SRC_ELEM
            || facts.directive() == Directive.STYLE_SRC_ELEM
            || facts.directive() == Directive.WORKER_SRC;
    // 6.7.1.1 and 6.1.14.1: a nonce lets in; of scripts a hash does, too
    if (elements && list.hasNonce(facts.nonce())) {
      return true;
    }
    if (facts.directive() == Directive.SCRIPT_SRC_ELEM) {
      if (list.hasAll(facts.hashes())) {
        return true;
      }
      if (list.isDynamic()) {
        return !facts.byParser();
      }
    }
    return list.matches(facts.url(), self, facts.redirects());
  }

  /**
   * What of a text that stands inline is not allowed (4.2.3).
   *
   * @param directive what it is: one of those that end with ELEM or ATTR
   * @param nonce the element's nonce; may be empty
   */
  public List<Violation> inline(Directive directive, String nonce, String text) {
    boolean attribute =
        directive == Directive.STYLE_SRC_ATTR || directive == Directive.SCRIPT_SRC_ATTR;
    return violations(
        directive,
        "inline",
        (list, _) ->
            list.allowsAllInline(directive)
                || (!attribute && list.hasNonce(nonce))
                || list.hasHashOf(text, attribute));
  }

  /** What of a base URL is not allowed (6.3.1.1). */
  public List<Violation> base(Url url) {
    return violations(
        Directive.BASE_URI, url.display(), (list, self) -> list.matches(url, self, 0));
  }

  /** Whether some base URLs are not allowed. */
  public boolean limitBase() {
    return all.stream()
        .anyMatch(policy -> policy.isEnforced() && policy.deciding(Directive.BASE_URI).isPresent());
  }

  /** What of the place that a form is sent to is not allowed (6.4.1.1). */
  public List<Violation> formAction(Url url, int redirects) {
    return violations(
        Directive.FORM_ACTION, url.display(), (list, self) -> list.matches(url, self, redirects));
  }

  private List<Violation> violations(
      Directive directive, String blocked, BiPredicate<SourceList, Origin> allows) {
    var violations = new ArrayList<Violation>();
    for (Policy policy : all) {
      Optional<SourceList> list = policy.deciding(directive);
      if (list.isPresent() && !allows.test(list.get(), policy.self())) {
        violations.add(
            new Violation(policy, directive, blocked, because(directive, blocked, list.get())));
      }
    }
    return violations;
  }

  private static Because because(Directive directive, String blocked, SourceList list) {
    Clause clause = Clause.of("CSP 3", directive.toString());
    String written = shown(list.text());
    if (blocked.equals("inline")) {
      boolean special =
          list.sources().stream()
              .anyMatch(s -> s instanceof Source.Nonce || s instanceof Source.HashOf);
      return Because.of(special ? PolicyReason.CSP_HASH : PolicyReason.CSP_INLINE, clause, written);
    }
    if (directive == Directive.BASE_URI) {
      return Because.of(PolicyReason.CSP_BASE, clause, written);
    }
    return list.isNone()
        ? Because.of(PolicyReason.CSP_NONE, clause, written)
        : Because.of(PolicyReason.CSP_SOURCE, clause, shown(blocked), written);
  }

  private static String shown(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}

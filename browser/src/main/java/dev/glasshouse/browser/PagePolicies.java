package dev.glasshouse.browser;

import dev.glasshouse.dom.Element;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.fetch.cors.OpenerPolicy;
import dev.glasshouse.fetch.csp.Directive;
import dev.glasshouse.fetch.csp.Policies;
import dev.glasshouse.fetch.csp.Policy;
import dev.glasshouse.fetch.csp.Sandbox;
import dev.glasshouse.fetch.csp.Violation;
import dev.glasshouse.fetch.hsts.HstsStore;
import dev.glasshouse.fetch.mixed.InsecureUpgrade;
import dev.glasshouse.fetch.priority.Hint;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself that others must heed: its content security policies and its referrer
 * policy, of its answer's fields and of its meta elements (HTML, 7.1.7 "policy container"). On the
 * page's loop only.
 */
final class PagePolicies {
  /** Characters of a policy that are told. */
  private static final int TOLD = 200;

  /** Violations of one kind that are told one by one. */
  private static final int VIOLATIONS = 100;

  private final Fetcher fetcher;
  private final Trail trail;
  private final Map<Element, Boolean> seen = new IdentityHashMap<>();
  private final Set<String> told = new HashSet<>();
  private final Optional<String> openerField;
  private Client client;

  PagePolicies(FetchResponse response, Fetcher fetcher, Trail trail) {
    this.fetcher = fetcher;
    this.trail = trail;
    this.client = Client.of(response.url(), response.fields());
    client.policies().all().forEach(policy -> tell(policy, fieldOf(policy)));
    tellSandbox(client.policies().sandbox());
    this.openerField = response.fields().first(OpenerPolicy.FIELD);
  }

  private void tellSandbox(Sandbox sandbox) {
    if (trail.on() && !sandbox.isNone()) {
      trail.mark(
          new PolicyStep.Sandboxed(
              client.url().display(),
              sandbox.holdsBack(Sandbox.Feature.ALLOW_SAME_ORIGIN),
              sandbox.held().stream().sorted().map(Sandbox.Feature::toString).toList()),
          Because.of(PolicyReason.SANDBOX_DIRECTIVE, Clause.of("CSP 3", "sandbox")));
    }
  }

  /**
   * Tells with which windows the page shares a group (HTML, 7.1.3 "enforce a response's opener
   * policy"), where its answer or the page before it says something about that.
   *
   * @param before the page before it in its window
   */
  void tellOpener(Optional<Client> before) {
    OpenerPolicy now = client.embedding().opener();
    OpenerPolicy last =
        before.map(page -> page.embedding().opener()).orElse(OpenerPolicy.UNSAFE_NONE);
    boolean said = openerField.isPresent() || last != OpenerPolicy.UNSAFE_NONE;
    if (!trail.on() || !said) {
      return;
    }
    boolean parted =
        before.isPresent()
            && !OpenerPolicy.match(last, before.get().origin(), now, client.origin());
    boolean insecure = !Trustworthy.is(client.url());
    boolean unknown =
        now == OpenerPolicy.UNSAFE_NONE && !openerField.orElse("unsafe-none").equals("unsafe-none");
    PolicyReason why =
        !unknown
            ? PolicyReason.COOP_FIELD
            : insecure ? PolicyReason.COOP_INSECURE : PolicyReason.COOP_UNKNOWN;
    trail.mark(
        new PolicyStep.OpenerDecided(
            client.url().display(),
            now.toString(),
            before.isPresent() ? last.toString() : "",
            parted),
        Because.of(why, Clause.of("HTML", "7.1.3")));
  }

  /** Whether the page may go on to another by itself (HTML, 4.2.5.3 and 7.1.5). */
  boolean allowsRefresh() {
    return !client.policies().sandbox().holdsBack(Sandbox.Feature.ALLOW_SCRIPTS);
  }

  private static Because fieldOf(Policy policy) {
    return Because.of(
        PolicyReason.CSP_FIELD,
        policy.isEnforced() ? "Content-Security-Policy" : "Content-Security-Policy-Report-Only");
  }

  private void tell(Policy policy, Because because) {
    if (trail.on()) {
      String text = policy.text().strip();
      trail.mark(
          new PolicyStep.CspRead(
              client.url().display(),
              text.length() > TOLD ? text.substring(0, TOLD) + "..." : text,
              policy.disposition().toString(),
              policy.problems()),
          because);
      for (Policy.Idle idle : policy.idle()) {
        trail.mark(new JourneyStep.NotSupported(idle.name(), idle.text(), ""), idle.because());
      }
    }
  }

  /** The page as those who fetch for it must know it, as of now. */
  Client client() {
    return client;
  }

  /** Whether an origin is the page's own. */
  boolean isOwn(Origin origin) {
    return client.origin().isSameOrigin(origin);
  }

  /** Heeds a meta element (HTML, 4.2.5.1 and 4.2.5.3). */
  void meta(Element meta) {
    if (seen.put(meta, true) != null) {
      return;
    }
    String content = or(meta.attribute("content"));
    String equivalent = or(meta.attribute("http-equiv")).strip().toLowerCase(Locale.ROOT);
    if (equivalent.equals("content-security-policy") && isInHead(meta) && !content.isBlank()) {
      Policy policy =
          Policy.parse(content, Policy.From.META, Policy.Disposition.ENFORCE, client.origin());
      client = client.with(client.policies().plus(policy));
      tell(policy, Because.of(PolicyReason.CSP_META));
    } else if (or(meta.attribute("name")).equalsIgnoreCase("referrer")) {
      ReferrerPolicy.ofMeta(content).ifPresent(policy -> client = client.with(policy));
    }
  }

  private static boolean isInHead(Element meta) {
    Element parent = meta.parentElement();
    return parent != null && parent.localName().equals("head");
  }

  /** What an element's attributes say of a fetch that it asks for. */
  static Terms terms(Element element) {
    Terms terms =
        Terms.NONE
            .withNonce(or(element.attribute("nonce")))
            .with(Hint.of(or(element.attribute("fetchpriority"))));
    if (element.localName().equals("link") || element.localName().equals("script")) {
      terms = terms.withIntegrity(or(element.attribute("integrity")));
    }
    Optional<ReferrerPolicy> policy = ReferrerPolicy.named(or(element.attribute("referrerpolicy")));
    return policy.isPresent() ? terms.with(policy.get()) : terms;
  }

  private static String or(@Nullable String attribute) {
    return attribute == null ? "" : attribute;
  }

  /** Whether the text of a style element may be applied. */
  boolean allowsStyle(Element style, String text) {
    return allows(
        style.line() + ":" + style.column(),
        policies -> policies.inline(Directive.STYLE_SRC_ELEM, or(style.attribute("nonce")), text));
  }

  /** Whether a style attribute may be applied. */
  boolean allowsStyleAttribute(String text) {
    return allows(text, policies -> policies.inline(Directive.STYLE_SRC_ATTR, "", text));
  }

  /** Whether what a frame or an object names may be loaded; asked though nothing loads it yet. */
  boolean allowsEmbedded(Url url, Directive directive) {
    boolean upgraded =
        InsecureUpgrade.decide(
                client.policies().upgradeInsecureRequests(), client.url(), url, false)
            .isPresent();
    Url asked = upgraded ? HstsStore.secured(url) : url;
    var facts = new Policies.Facts(asked, directive, 0, "", List.of(), true);
    return allows(asked.href(), policies -> policies.request(facts));
  }

  /** Whether a base element may name a URL. */
  boolean allowsBase(Url url) {
    return allows(url.href(), policies -> policies.base(url));
  }

  private boolean allows(String what, Function<Policies, List<Violation>> question) {
    if (client.policies().all().isEmpty()) {
      return true;
    }
    List<Violation> violations = question.apply(client.policies());
    for (Violation violation : violations) {
      String key = violation.directive() + " " + violation.policy().disposition() + " " + what;
      if (told.size() >= VIOLATIONS || !told.add(key)) {
        continue;
      }
      fetcher.report(client, violation, Url.tryParse(violation.blocked()), trail);
      if (trail.on()) {
        trail.mark(
            new PolicyStep.CspViolated(
                violation.blocked(),
                violation.directive().toString(),
                violation.policy().disposition().toString()),
            violation.because());
      }
    }
    return violations.stream().noneMatch(violation -> violation.policy().isEnforced());
  }
}

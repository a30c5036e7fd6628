package dev.glasshouse.dns;

import dev.glasshouse.dns.policy.Deed;
import dev.glasshouse.dns.policy.NamePolicy;
import dev.glasshouse.dns.policy.Rule;
import dev.glasshouse.dns.policy.Verdict;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameServiceReason;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** A client's own rules: some names are not looked up as they are. Pure, but for the telling. */
final class OwnRules {
  /** Who asks, as the journey has it. */
  private static final String CLIENT = "the browser";

  private final NamePolicy policy;

  OwnRules(NamePolicy policy) {
    this.policy = policy;
  }

  /** What becomes of a name. */
  sealed interface Outcome {
    /** It is looked up as it is. */
    record Open() implements Outcome {}

    /** A rule says so: it is looked up as it is, wherever that leads. */
    record Spared() implements Outcome {}

    /** There is no such name, or nothing at it. */
    record Blocked(NameException.Outcome how, String place) implements Outcome {}

    /** It has these addresses. */
    record Forged(List<InetAddress> addresses, String place, Because because) implements Outcome {}

    /** This one is looked up in its place. */
    record Other(String name) implements Outcome {}
  }

  /**
   * What becomes of a name.
   *
   * @param name in lower case, without a dot at its end
   */
  Outcome of(String name, String type, Trail trail) {
    if (policy.isEmpty()) {
      return new Outcome.Open();
    }
    Name asked;
    try {
      asked = Name.fromString(name + ".");
    } catch (TextParseException e) {
      return new Outcome.Open();
    }
    Verdict verdict = policy.verdict(NameBytes.lower(asked.toWire()));
    if (verdict.rule().isEmpty()) {
      return new Outcome.Open();
    }
    return judged(verdict.rule().get(), asked, verdict.because(), name, type, trail);
  }

  /**
   * What becomes of a name that is open itself, but has turned out to be an alias: the first of its
   * targets for which a rule holds decides, so that nobody gets around a rule by an alias.
   *
   * @param name in lower case, without a dot at its end
   * @param targets the names that it leads to, in their order
   */
  Outcome led(String name, List<String> targets, String type, Trail trail) {
    for (String target : policy.isEmpty() ? List.<String>of() : targets) {
      Name met;
      try {
        met = Messages.absolute(target);
      } catch (TextParseException e) {
        continue;
      }
      byte[] bytes = NameBytes.lower(met.toWire());
      Optional<Rule> rule = policy.verdict(bytes).rule();
      if (rule.isPresent()) {
        Because because =
            Because.of(NameServiceReason.ALIAS_IN_RULE, name + ".", NameBytes.text(bytes));
        return judged(rule.get(), met, because, name, type, trail);
      }
    }
    return new Outcome.Open();
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return policy.isEmpty();
  }

  private static Outcome judged(
      Rule rule, Name met, Because because, String name, String type, Trail trail) {
    Outcome outcome = outcome(rule, met, because);
    tell(rule, outcome, name, type, because, trail);
    return outcome;
  }

  private static Outcome outcome(Rule rule, Name asked, Because because) {
    return switch (rule.deed()) {
      case Deed.Pass _ -> new Outcome.Spared();
      case Deed.Block(Deed.Block.How how) ->
          new Outcome.Blocked(
              how == Deed.Block.How.NXDOMAIN
                  ? NameException.Outcome.NXDOMAIN
                  : NameException.Outcome.NODATA,
              rule.place());
      case Deed.Forge(List<InetAddress> addresses) ->
          new Outcome.Forged(addresses, rule.place(), because);
      case Deed.Redirect _, Deed.Rewrite _ ->
          rule.other(asked)
              .filter(other -> !other.equals(asked))
              .<Outcome>map(other -> new Outcome.Other(Messages.text(other)))
              .orElseGet(Outcome.Spared::new);
    };
  }

  private static void tell(
      Rule rule, Outcome outcome, String name, String type, Because because, Trail trail) {
    if (!trail.on()) {
      return;
    }
    if (outcome instanceof Outcome.Spared) {
      trail.mark(
          new NameServiceStep.AnswerSpared(CLIENT, name, type, rule.text(), rule.place()), because);
      return;
    }
    trail.mark(
        new NameServiceStep.AnswerHijacked(
            CLIENT,
            name,
            type,
            rule.deed().word(),
            outcome instanceof Outcome.Other(String other) ? other : rule.deed().given(),
            rule.text(),
            rule.place(),
            rule.notice().code() + " (" + rule.notice().text() + ")"),
        new Because(
            because.reason(), because.arguments(), Clause.rfc(8914, "4"), because.refused()));
  }
}

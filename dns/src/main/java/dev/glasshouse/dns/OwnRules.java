package dev.glasshouse.dns;

import dev.glasshouse.dns.policy.Deed;
import dev.glasshouse.dns.policy.NamePolicy;
import dev.glasshouse.dns.policy.Rule;
import dev.glasshouse.dns.policy.Verdict;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.util.List;
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
    Rule rule = verdict.rule().get();
    Outcome outcome = outcome(rule, asked, verdict.because());
    tell(rule, outcome, name, type, verdict.because(), trail);
    return outcome;
  }

  private static Outcome outcome(Rule rule, Name asked, Because because) {
    return switch (rule.deed()) {
      case Deed.Pass _ -> new Outcome.Open();
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
              .orElseGet(Outcome.Open::new);
    };
  }

  private static void tell(
      Rule rule, Outcome outcome, String name, String type, Because because, Trail trail) {
    if (!trail.on()) {
      return;
    }
    if (outcome instanceof Outcome.Open) {
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

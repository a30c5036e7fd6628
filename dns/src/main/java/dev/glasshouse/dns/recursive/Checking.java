package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.dnssec.Response;
import dev.glasshouse.dns.dnssec.SignedSet;
import dev.glasshouse.dns.dnssec.Status;
import dev.glasshouse.dns.dnssec.Validation;
import dev.glasshouse.dns.dnssec.Verdict;
import dev.glasshouse.journey.RecursionStep;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;

/**
 * The check of one finding: the keys that it needs are asked for, and what came of it is put into
 * the cache (RFC 4035 section 5.3.3 for the lifetimes).
 */
final class Checking {

  /**
   * Who was at fault when a check failed.
   *
   * @param question what was asked for on the way; empty where it was the finding itself
   * @param servers who answered it; empty where it came from the cache
   * @param remembered whether it is known from before that it fails, and was not asked for now
   */
  record Blame(Optional<Question> question, Set<InetSocketAddress> servers, boolean remembered) {}

  private final Validated validated;
  private final Machine machine;
  private final Finding finding;
  private final Charge charge;
  private final Set<Question> suspect;
  private final Set<InetSocketAddress> avoided;
  private final BiConsumer<Finding, Blame> then;
  private final Validation validation;
  private final Map<Question, Set<InetSocketAddress>> sources = new HashMap<>();

  /**
   * A check that has not begun.
   *
   * @param suspect what is to be asked anew, whatever the cache says
   * @param avoided servers that answered wrongly before
   * @param then told what came of it, and who was at fault
   */
  Checking(
      Validated validated,
      Finding finding,
      Charge charge,
      Set<Question> suspect,
      Set<InetSocketAddress> avoided,
      BiConsumer<Finding, Blame> then) {
    this.validated = validated;
    this.machine = validated.machine();
    this.finding = finding;
    this.charge = charge;
    this.suspect = Set.copyOf(suspect);
    this.avoided = Set.copyOf(avoided);
    this.then = then;
    this.validation = validated.validator().check(response(finding), charge.budget().proofs());
  }

  private static Response response(Finding finding) {
    return new Response(
        finding.question().name(),
        finding.question().type(),
        finding.rcode(),
        signed(finding.answer()),
        signed(finding.authority()),
        signed(finding.additional()));
  }

  private static List<SignedSet> signed(List<RecordSet> sets) {
    return sets.stream().map(Checking::signed).toList();
  }

  private static SignedSet signed(RecordSet set) {
    return new SignedSet(set.name(), set.type(), set.dclass(), set.records(), set.signatures());
  }

  /** Goes on until something has to be asked, or it is over. */
  void go() {
    switch (validation.next(machine.wall(), machine.now())) {
      case Validation.Next.Ask ask -> ask(new Question(ask.name(), ask.type(), DClass.IN));
      // Whoever waits outside of the machine has a turn first.
      case Validation.Next.Pause _ -> machine.alarm(machine.now(), this::go);
      case Validation.Next.Done done -> done(done.result());
    }
  }

  private void ask(Question question) {
    Want want =
        suspect.contains(question)
            ? new Want(question, Want.Mode.FRESH, avoided)
            : Want.of(question, Want.Mode.CHAIN);
    ask(want, came -> came(want, came));
  }

  private void ask(Want want, Consumer<Finding> heard) {
    boolean begun =
        validated
            .resolutions()
            .resolve(want, charge.deeper(charge.spot()), Optional.empty(), heard);
    if (!begun) {
      machine.soon(() -> came(Want.of(want.question()), Finding.failure(want.question(), 0)));
    }
  }

  private void came(Want want, Finding came) {
    Question question = want.question();
    if (came.failed() && want.mode() == Want.Mode.FRESH) {
      // Nobody else has it: what was there before tells more of what is wrong.
      ask(Want.of(question), before -> came(Want.of(question), before));
      return;
    }
    sources.put(question, came.from());
    validation.answered(
        came.failed() ? Response.failed(question.name(), question.type()) : response(came));
    go();
  }

  private void done(Validation.Result result) {
    Verdict verdict = result.verdict();
    tell(verdict);
    if (verdict.isBogus()) {
      Optional<Question> blamed =
          result.blame().map(ask -> new Question(ask.name(), ask.type(), DClass.IN));
      var blame =
          new Blame(
              blamed,
              blamed.map(q -> sources.getOrDefault(q, Set.of())).orElse(finding.from()),
              blamed.filter(q -> !sources.containsKey(q)).isPresent());
      then.accept(
          finding
              .with(Security.BOGUS)
              .with(new ExtendedError(Math.max(0, verdict.error()), verdict.text())),
          blame);
      return;
    }
    Security security = security(verdict.status());
    Finding judged =
        finding
            .with(
                judged(finding.answer(), result, security, false),
                judged(finding.authority(), result, security, true),
                judged(finding.additional(), result, security, true))
            .with(security);
    long expires = judged.expires();
    for (RecordSet set : judged.answer()) {
      expires = Math.min(expires, set.expires());
    }
    judged = judged.until(expires);
    if (verdict.error() >= 0) {
      judged = judged.with(new ExtendedError(verdict.error(), verdict.text()));
    }
    then.accept(
        result.exists() ? judged.with(Rcode.NOERROR) : judged,
        new Blame(Optional.empty(), Set.of(), false));
  }

  private static Security security(Status status) {
    return switch (status) {
      case SECURE -> Security.SECURE;
      case INSECURE -> Security.INSECURE;
      case INDETERMINATE -> Security.INDETERMINATE;
      case BOGUS -> Security.BOGUS;
    };
  }

  /** The sets with their verdicts; beside a secure answer, what is not secure is left out. */
  private List<RecordSet> judged(
      List<RecordSet> sets, Validation.Result result, Security all, boolean beside) {
    var kept = new ArrayList<RecordSet>();
    for (RecordSet set : sets) {
      Validation.Checked checked = result.sets().get(signed(set));
      if (checked != null && checked.verdict().isSecure()) {
        RecordSet secure = bounded(set, checked.signature()).with(Security.SECURE);
        RecordSet validated = secure.with(Rank.VALIDATED);
        if (!set.signatures().isEmpty() && machine.now() - finding.expires() < 0) {
          machine.memory().judge(validated, machine.now());
        }
        kept.add(validated);
      } else if (!beside || all != Security.SECURE) {
        kept.add(
            all == Security.SECURE
                ? set
                : set.security() == Security.UNCHECKED ? set.with(all) : set);
      }
    }
    return kept;
  }

  private RecordSet bounded(RecordSet set, Optional<RRSIGRecord> signature) {
    if (signature.isEmpty()) {
      return set;
    }
    long valid = Duration.between(machine.wall(), signature.get().getExpire()).toSeconds();
    long most = Math.max(0, Math.min(signature.get().getOrigTTL(), valid));
    return set.left(machine.now()) <= most ? set : set.living(most, machine.now());
  }

  private void tell(Verdict verdict) {
    if (charge.spot().told()) {
      for (Validation.Link link : validation.links()) {
        machine.tell(
            charge.spot(),
            new RecursionStep.ChainLinkChecked(
                link.zone().toString(),
                link.verdict().status().name().toLowerCase(Locale.ROOT),
                link.trusted(),
                link.keys()),
            link.verdict().because());
      }
      machine.tell(
          charge.spot(),
          new RecursionStep.TrustJudged(
              finding.question().name().toString(),
              finding.question().typeText(),
              verdict.status().name().toLowerCase(Locale.ROOT),
              suspect.isEmpty() && avoided.isEmpty() ? "" : "asked elsewhere once more"),
          verdict.because());
    }
  }
}

package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.BoundedCache;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * The clients' questions: answered at once where enough is known, else waited for, together with
 * whoever asks the same; with an old answer where it comes to that (RFC 8767), and renewed before
 * it does.
 */
final class Clients {
  private static final int FAILURES = 10_000;

  /** What is worked on for clients: a question, checked or not. */
  private record Work(Question question, boolean checked) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Work work
          && checked == work.checked
          && question.equals(work.question);
    }

    @Override
    public int hashCode() {
      return question.hashCode() * 2 + (checked ? 1 : 0);
    }
  }

  private final Machine machine;
  private final Validated validated;
  private final Straight straight;
  private final Replies replies;
  private final Map<Work, List<Waiting>> open = new HashMap<>();
  private final Places places;
  private final BoundedCache<Question, Long> failures = new BoundedCache<>(FAILURES, until -> 1);

  Clients(Machine machine, Validated validated) {
    this.machine = machine;
    this.validated = validated;
    this.straight = new Straight(machine, validated);
    this.replies = new Replies(machine);
    this.places = new Places(machine.limits());
  }

  /** A client asks. */
  void ask(long client, Asked asked) {
    var waiting = new Waiting(client, asked, machine.now());
    Question question = asked.question();
    boolean transfer = question.type() == Type.AXFR || question.type() == Type.IXFR;
    if (transfer || question.dclass() != DClass.IN && question.dclass() != DClass.ANY) {
      answer(waiting, refused(asked));
    } else if (!asked.wants(Asked.Wish.RECURSION)) {
      withoutRecursion(waiting);
    } else {
      recursive(waiting);
    }
  }

  /** What is looked for: who asks for any class (RFC 1035 section 3.2.5) gets the internet's. */
  private static Question sought(Asked asked) {
    Question question = asked.question();
    return question.dclass() == DClass.ANY
        ? Question.of(question.name(), question.type())
        : question;
  }

  private Finding refused(Asked asked) {
    return new Finding(
        asked.question(),
        Rcode.REFUSED,
        List.of(),
        List.of(),
        List.of(),
        Security.INDETERMINATE,
        Reply.Origin.LOCAL,
        machine.now(),
        List.of(),
        Set.of());
  }

  private void withoutRecursion(Waiting waiting) {
    Question question = waiting.asked().question();
    Optional<Finding> known = known(waiting.asked());
    Optional<Finding> old = known.isPresent() ? Optional.empty() : old(waiting.asked());
    if (old.isPresent()) {
      answerOld(waiting, old.get(), RecursionReason.OLD_FIRST);
      work(work(waiting.asked()), Optional.empty(), Want.Mode.ANY);
      return;
    }
    if (known.isPresent()) {
      answer(waiting, known.get());
      return;
    }
    Optional<Finding> referral = replies.referral(sought(waiting.asked()));
    if (referral.isPresent()
        && checked(waiting.asked())
        && !machine.options().anchors().isEmpty()
        && hasRoom(waiting)) {
      checkReferral(waiting, referral.get());
      return;
    }
    answer(
        waiting,
        referral.orElseGet(() ->
            refused(waiting.asked())
                .with(Reply.Origin.CACHE)
                .with(new ExtendedError(Errors.NOT_AUTHORITATIVE, ""))));
  }

  /** A referral's name servers are signed by their own zone alone, as the answer to their name. */
  private void checkReferral(Waiting waiting, Finding referral) {
    RecordSet servers = referral.authority().getFirst();
    Finding answer =
        new Finding(
            Question.of(servers.name(), Type.NS),
            Rcode.NOERROR,
            List.of(servers),
            List.of(),
            referral.additional(),
            Security.UNCHECKED,
            Reply.Origin.CACHE,
            referral.expires(),
            List.of(),
            Set.of());
    validated.check(
        answer,
        new Charge(new Budget(machine.limits()), 0, waiting.spot()),
        judged -> {
          if (!waiting.isOver()) {
            // The parent's word has no signature, and is no worse for that.
            answer(
                waiting,
                judged.security() == Security.SECURE
                    ? referral
                        .with(List.of(), judged.answer(), judged.additional())
                        .with(Security.SECURE)
                    : referral);
          }
        });
  }

  /** What is known and checked as far as the client wants it. */
  private Optional<Finding> known(Asked asked) {
    return machine
        .memory()
        .finding(sought(asked), machine.now())
        .filter(f -> usable(f, asked))
        .map(f -> f.with(Reply.Origin.CACHE));
  }

  private static boolean usable(Finding finding, Asked asked) {
    return finding.security() != Security.UNCHECKED || asked.wants(Asked.Wish.CHECKING_DISABLED);
  }

  private void recursive(Waiting waiting) {
    Asked asked = waiting.asked();
    if (machine.memory().knowsNothing(sought(asked))) {
      work(work(asked), Optional.of(waiting), Want.Mode.ANY, true);
      return;
    }
    Optional<Finding> known = known(asked).filter(f -> !useless(f, asked) || old(asked).isEmpty());
    if (known.isPresent()) {
      tellKnown(waiting, known.get());
      boolean soonOver = soonOver(asked, known.get());
      if (soonOver) {
        machine.tell(
            waiting.spot(),
            new RecursionStep.AnswerRenewed(
                asked.question().name().toString(), asked.question().typeText()),
            Because.of(RecursionReason.SOON_OVER));
      }
      answer(waiting, known.get());
      if (soonOver) {
        work(work(asked), Optional.empty(), Want.Mode.RENEW);
      }
      return;
    }
    Optional<Finding> old = old(asked);
    Stale stale = machine.options().stale();
    if (old.isPresent() && failedJustNow(sought(asked))) {
      // It failed a moment ago; it is not tried again so soon.
      answerOld(waiting, old.get(), RecursionReason.BETTER_OLD_THAN_NONE);
      return;
    }
    if (old.isPresent() && stale.patience().isZero()) {
      answerOld(waiting, old.get(), RecursionReason.OLD_FIRST);
      work(work(asked), Optional.empty(), Want.Mode.ANY);
      return;
    }
    if (old.isPresent()) {
      waiting.patience(
          machine.alarm(
              machine.now() + stale.patience().toNanos(),
              () -> {
                if (!waiting.isOver()) {
                  old(asked)
                      .ifPresent(f -> answerOld(waiting, f, RecursionReason.BETTER_OLD_THAN_NONE));
                }
              }));
    }
    work(work(asked), Optional.of(waiting), Want.Mode.ANY);
  }

  private static boolean useless(Finding finding, Asked asked) {
    return finding.failed() || finding.security() == Security.BOGUS && checked(asked);
  }

  /** Whether it failed a moment ago, though an earlier answer is there (RFC 9520 section 3.2). */
  private boolean failedJustNow(Question question) {
    return failures.get(question).filter(until -> machine.now() - until < 0).isPresent();
  }

  private Work work(Asked asked) {
    return new Work(sought(asked), checked(asked) && !machine.options().anchors().isEmpty());
  }

  private static boolean checked(Asked asked) {
    return !asked.wants(Asked.Wish.CHECKING_DISABLED);
  }

  /** Tells what was known; that nothing was is told by who finds it out. */
  private void tellKnown(Waiting waiting, Finding known) {
    Question question = waiting.asked().question();
    if (waiting.spot().told()) {
      machine.tell(
          waiting.spot(),
          new RecursionStep.MemoryAsked(
              question.name().toString(),
              question.typeText(),
              true,
              Duration.ofNanos(Math.max(0, known.expires() - machine.now()))),
          Because.of(RecursionReason.KNOWN));
    }
  }

  /** An answer whose time is over, but not for too long. */
  private Optional<Finding> old(Asked asked) {
    Stale stale = machine.options().stale();
    if (!stale.on()) {
      return Optional.empty();
    }
    return machine
        .memory()
        .old(sought(asked), machine.now())
        .filter(f -> usable(f, asked) && !f.failed() && f.security() != Security.BOGUS)
        .filter(f ->
            stale.longest().isZero() || machine.now() - f.expires() < stale.longest().toNanos());
  }

  private void answerOld(Waiting waiting, Finding old, RecursionReason why) {
    Question question = waiting.asked().question();
    machine.tell(
        waiting.spot(),
        new RecursionStep.StaleServed(
            question.name().toString(),
            question.typeText(),
            Duration.ofNanos(Math.max(0, machine.now() - old.expires()))),
        Because.of(why, Clause.rfc(8767, "5")));
    Finding told = old.with(Reply.Origin.STALE);
    if (machine.options().stale().told()) {
      boolean none = old.rcode() == Rcode.NXDOMAIN;
      told = told.with(new ExtendedError(none ? Errors.STALE_NXDOMAIN : Errors.STALE_ANSWER, ""));
    }
    answer(waiting, told);
  }

  /** Whether to ask again for what is still asked for, as its time is nearly over. */
  private boolean soonOver(Asked asked, Finding known) {
    if (!machine.has(RecursorOptions.Feature.PREFETCH)
        || known.answer().isEmpty() && known.authority().isEmpty()
        || failedJustNow(sought(asked))) {
      return false;
    }
    long ttl = known.answer().stream().mapToLong(s -> s.ttl()).min().orElse(0) * 1_000_000_000L;
    return ttl > 0 && (known.expires() - machine.now()) * 10 <= ttl;
  }

  /** Works on a question, for a client or for the cache alone. */
  private void work(Work work, Optional<Waiting> waiting, Want.Mode mode) {
    work(work, waiting, mode, false);
  }

  /**
   * The same.
   *
   * @param unheard whether nothing is known of it
   */
  private void work(Work work, Optional<Waiting> waiting, Want.Mode mode, boolean unheard) {
    List<Waiting> others = open.get(work);
    if (waiting.isPresent()) {
      Waiting one = waiting.get();
      if (others != null && others.size() >= machine.limits().waiting() || !hasRoom(one)) {
        one.over();
        machine.act(new Action.Dropped(one.client(), "too many questions wait"));
        return;
      }
      one.end(
          machine.alarm(
              machine.now() + machine.limits().question().toNanos(), () -> tooLate(work, one)));
    }
    if (others != null) {
      waiting.ifPresent(w -> {
        others.add(w);
        machine.tell(
            w.spot(),
            new RecursionStep.QuestionJoined(
                work.question.name().toString(), work.question.typeText()),
            Because.of(RecursionReason.SAME_QUESTION));
      });
      return;
    }
    List<Waiting> list = new ArrayList<>(1);
    waiting.ifPresent(list::add);
    open.put(work, list);
    Spot spot = waiting.map(Waiting::spot).orElse(Spot.NOWHERE);
    if (unheard && !spot.told() && straight.ask(work.question, finding -> found(work, finding))) {
      return;
    }
    validated.find(
        work.question,
        mode,
        work.checked,
        new Charge(new Budget(machine.limits()), 0, spot),
        finding -> found(work, finding));
  }

  /** Whether one client more can wait, perhaps in another's place. */
  private boolean hasRoom(Waiting one) {
    Places.Verdict verdict = places.enter(one, machine.now());
    verdict
        .instead()
        .ifPresent(
            other -> machine.act(new Action.Dropped(other.client(), "too many questions wait")));
    return verdict.taken();
  }

  private void tooLate(Work work, Waiting waiting) {
    if (!waiting.isOver()) {
      Optional<List<Waiting>> list = Optional.ofNullable(open.get(work));
      list.ifPresent(l -> l.remove(waiting));
      Optional<Finding> old = old(waiting.asked());
      if (old.isPresent()) {
        answerOld(waiting, old.get(), RecursionReason.BETTER_OLD_THAN_NONE);
      } else {
        answer(
            waiting,
            Finding.failure(
                work.question,
                machine.now(),
                new ExtendedError(Errors.NO_REACHABLE_AUTHORITY, "it took too long")));
      }
    }
  }

  private void found(Work work, Finding finding) {
    List<Waiting> list = Optional.ofNullable(open.remove(work)).orElse(List.of());
    boolean useless = finding.failed() || finding.security() == Security.BOGUS && work.checked;
    if (useless) {
      rememberFailure(work, finding);
      beginAnew(work.question);
    }
    for (Waiting waiting : list) {
      if (waiting.isOver()) {
        continue;
      }
      Optional<Finding> old = useless ? old(waiting.asked()) : Optional.empty();
      if (old.isPresent()) {
        answerOld(waiting, old.get(), RecursionReason.BETTER_OLD_THAN_NONE);
      } else {
        answer(waiting, finding);
      }
    }
  }

  /** Where it is so configured, a failed refresh lets the old answer be old from now on. */
  private void beginAnew(Question question) {
    if (machine.options().stale().on() && machine.options().stale().renewed()) {
      machine
          .memory()
          .old(question, machine.now())
          .filter(f -> !f.failed() && f.security() != Security.BOGUS)
          .filter(f -> machine.now() - f.expires() > 0)
          .ifPresent(f -> machine.memory().keep(f.until(machine.now())));
    }
  }

  /** RFC 9520 section 3.2: a failure is remembered, so that it is not repeated at once. */
  private void rememberFailure(Work work, Finding finding) {
    Optional<Finding> old = machine.memory().old(work.question, machine.now());
    boolean better =
        old.isPresent()
            && !old.get().failed()
            && (machine.options().stale().on() || machine.now() - old.get().expires() < 0);
    long until = machine.now() + machine.options().lifetimes().failure().toNanos();
    if (better) {
      failures.put(work.question, until);
    } else if (finding.failed()) {
      machine.memory().keep(finding.until(until));
    }
  }

  private void answer(Waiting waiting, Finding finding) {
    places.leave(waiting);
    Reply reply = replies.of(waiting.asked(), finding);
    if (waiting.spot().told()) {
      Question question = waiting.asked().question();
      machine.tell(
          waiting.spot(),
          machine.open(waiting.spot()),
          waiting.since(),
          new RecursionStep.RecursionAnswered(
              question.name().toString(),
              question.typeText(),
              Rcode.string(reply.rcode()),
              reply.answer().stream()
                  .filter(r -> r.getType() != Type.RRSIG)
                  .limit(16)
                  .map(r -> Type.string(r.getType()) + " " + r.rdataToString())
                  .toList(),
              origin(question, reply),
              reply.authentic(),
              holds(reply)),
          why(reply));
    }
    machine.act(new Action.Answered(waiting.client(), reply));
  }

  /** Of a failure, what the client is told of it (RFC 8914). */
  private static Because why(Reply reply) {
    return reply
        .error()
        .filter(_ -> fails(reply))
        .map(error -> Because.of(RecursionReason.FAILED_AS, error.words()))
        .orElse(Because.HAPPENED);
  }

  private static boolean fails(Reply reply) {
    return reply.rcode() != Rcode.NOERROR && reply.rcode() != Rcode.NXDOMAIN;
  }

  /** No server says that it failed: that is this resolver's own word. */
  private String origin(Question question, Reply reply) {
    Reply.Origin origin =
        reply.origin() == Reply.Origin.SERVERS && fails(reply)
            ? Reply.Origin.LOCAL
            : reply.origin();
    return origin == Reply.Origin.SERVERS && machine.options().forwards(question.name())
        ? "forwarders"
        : origin.name().toLowerCase(Locale.ROOT);
  }

  /** The shortest lifetime of what answers, or of what says that there is none. */
  private static Duration holds(Reply reply) {
    return Duration.ofSeconds(
        (reply.answer().isEmpty() ? reply.authority() : reply.answer())
            .stream().mapToLong(r -> r.getTTL()).min().orElse(0));
  }

  /** A client waits no longer. */
  void cancel(long client) {
    places.of(client).ifPresent(places::leave);
  }
}

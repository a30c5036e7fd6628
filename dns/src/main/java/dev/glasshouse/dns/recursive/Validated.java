package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.dns.dnssec.Policy;
import dev.glasshouse.dns.dnssec.Validator;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;

/**
 * Findings that were checked (RFC 4035 section 5), as far as a trust anchor speaks of them. What
 * fails its check is asked for again at other servers: somebody on the way may have been at fault.
 */
final class Validated {
  private static final int ZONES = 10_000;
  private static final int RETRIES = 5;

  private final Machine machine;
  private final Resolutions resolutions;
  private final Validator validator;

  Validated(Machine machine, Resolutions resolutions) {
    this.machine = machine;
    this.resolutions = resolutions;
    RecursorOptions options = machine.options();
    Policy policy = Policy.DEFAULT.withIterations(machine.limits().nsec3Iterations());
    if (!options.oldAlgorithms().isEmpty()) {
      policy = policy.withOld(options.oldAlgorithms());
    }
    if (options.has(RecursorOptions.Feature.ALL_ALGORITHMS)) {
      policy = policy.withAllAlgorithms();
    }
    this.validator =
        new Validator(
            policy,
            new Anchors(options.anchors(), options.insecure()),
            ZONES,
            options.lifetimes().bogus().toSeconds());
  }

  Validator validator() {
    return validator;
  }

  Machine machine() {
    return machine;
  }

  Resolutions resolutions() {
    return resolutions;
  }

  /**
   * Finds the answer to a question, and checks it.
   *
   * @param checked whether it is checked at all
   * @param then told what was found, later, and once
   */
  void find(
      Question question, Want.Mode mode, boolean checked, Charge charge, Consumer<Finding> then) {
    new Search(question, checked, charge, then).begin(mode, Resolution::begin);
  }

  /**
   * Goes on finding the answer to a question of which a server was asked already.
   *
   * @param begin what its resolution begins with
   * @param then told what was found, later, and once
   */
  void goOn(
      Question question,
      boolean checked,
      Charge charge,
      Consumer<Resolution> begin,
      Consumer<Finding> then) {
    new Search(question, checked, charge, then).begin(Want.Mode.ANY, begin);
  }

  /**
   * Checks what is known already.
   *
   * @param then told the same with its verdict, later, and once
   */
  void check(Finding finding, Charge charge, Consumer<Finding> then) {
    new Checking(this, finding, charge, Set.of(), Set.of(), (judged, blame) -> then.accept(judged))
        .go();
  }

  /** One question's way: found, checked, and found again where that failed. */
  private final class Search {
    final Question question;
    final boolean checked;
    final Charge charge;
    final Consumer<Finding> then;
    // What fails its check is seldom.
    Set<InetSocketAddress> avoided = Set.of();
    Set<Question> suspect = Set.of();
    Set<InetSocketAddress> asked = Set.of();
    Optional<Finding> bogus = Optional.empty();
    int retries;

    Search(Question question, boolean checked, Charge charge, Consumer<Finding> then) {
      this.question = question;
      this.checked = checked;
      this.charge = charge;
      this.then = then;
    }

    void begin(Want.Mode mode, Consumer<Resolution> how) {
      asked = Set.copyOf(avoided);
      boolean begun =
          resolutions.resolve(
              new Want(question, mode, avoided), charge, Optional.empty(), this::found, how);
      if (!begun) {
        machine.soon(() -> end(bogus.orElse(Finding.failure(question, machine.now()))));
      }
    }

    private void found(Finding finding) {
      if (finding.failed()) {
        end(bogus.orElse(finding));
      } else if (finding.security() != Security.UNCHECKED) {
        end(finding);
      } else if (question.dclass() != DClass.IN || machine.options().anchors().isEmpty()) {
        end(finding.with(Security.INDETERMINATE));
      } else if (!checked) {
        end(finding);
      } else {
        check(finding);
      }
    }

    private void check(Finding finding) {
      new Checking(
              Validated.this,
              finding,
              charge,
              suspect,
              avoided,
              (f, blame) -> judged(finding, f, blame))
          .go();
    }

    /** What failed is looked for elsewhere, a few times: the finding, or a key that it needs. */
    private void judged(Finding raw, Finding judged, Checking.Blame blame) {
      if (judged.security() != Security.BOGUS) {
        end(judged);
        return;
      }
      if (bogus.isEmpty()) {
        bogus = Optional.of(judged);
      }
      avoided = avoided.isEmpty() ? new HashSet<>() : avoided;
      suspect = suspect.isEmpty() ? new HashSet<>() : suspect;
      boolean news = avoided.addAll(blame.servers());
      // What came along with other answers may have been forged: then the owner is asked.
      boolean proof = raw.origin() == Reply.Origin.PROOF;
      news |= blame.question().map(suspect::add).orElse(proof || !avoided.equals(asked));
      if (!news || blame.remembered() || retries++ >= RETRIES) {
        end(bogus.get());
      } else if (blame.question().isPresent()) {
        validator.forget(blame.question().get().name());
        check(raw);
      } else {
        begin(Want.Mode.FRESH, Resolution::begin);
      }
    }

    private void end(Finding finding) {
      Finding last = finding;
      if (last.security() == Security.BOGUS) {
        // Where an old answer is served instead, it is looked at again as soon as any failure.
        Lifetimes times = machine.options().lifetimes();
        boolean stale = machine.options().stale().on() && machine.memory().hasGood(question);
        last = last.until(machine.now() + (stale ? times.failure() : times.bogus()).toNanos());
      }
      if (!last.failed() && machine.now() - last.expires() < 0) {
        machine.memory().keep(last);
      } else if (!last.failed() && last.origin() == Reply.Origin.SERVERS) {
        machine.memory().forget(question);
      }
      then.accept(last);
    }
  }
}

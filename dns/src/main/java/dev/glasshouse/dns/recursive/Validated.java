package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Security;
import java.util.Optional;
import java.util.function.Consumer;

/** Findings that were checked (RFC 4035 section 5), as far as a trust anchor speaks of them. */
final class Validated {
  private final Machine machine;
  private final Resolutions resolutions;

  Validated(Machine machine, Resolutions resolutions) {
    this.machine = machine;
    this.resolutions = resolutions;
  }

  /**
   * Finds the answer to a question, and checks it.
   *
   * @param checked whether it is checked at all
   * @param then told what was found, later, and once
   */
  void find(
      Question question, Want.Mode mode, boolean checked, Charge charge, Consumer<Finding> then) {
    boolean begun =
        resolutions.resolve(
            Want.of(question, mode), charge, Optional.empty(), f -> then.accept(judged(f)));
    if (!begun) {
      machine.soon(() -> then.accept(Finding.failure(question, machine.now())));
    }
  }

  private Finding judged(Finding finding) {
    Finding judged =
        finding.security() == Security.UNCHECKED ? finding.with(Security.INDETERMINATE) : finding;
    if (!judged.failed() && machine.now() - judged.expires() < 0) {
      machine.memory().keep(judged);
    }
    return judged;
  }
}

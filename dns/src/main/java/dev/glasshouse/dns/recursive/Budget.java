package dev.glasshouse.dns.recursive;

import java.util.Optional;

/** What may be done for one client question; everything done for it is charged here. */
final class Budget {
  private final RecursorLimits limits;
  private int sent;
  private int questions;
  private int targets;
  // Where nothing is checked, nothing is spent on it.
  private Optional<dev.glasshouse.dns.dnssec.Budget> proofs = Optional.empty();
  private Optional<String> spent = Optional.empty();

  Budget(RecursorLimits limits) {
    this.limits = limits;
  }

  /** One message more. Whether it may be sent. */
  boolean send() {
    return charge("sent", ++sent, limits.sent());
  }

  /** One question more that serves the client's. */
  boolean question() {
    return charge("questions", ++questions, limits.questions());
  }

  /** One server's name more to look up. */
  boolean target() {
    return charge("targetsPerQuestion", ++targets, limits.targetsPerQuestion());
  }

  /** What checking signatures and proofs may cost. */
  dev.glasshouse.dns.dnssec.Budget proofs() {
    if (proofs.isEmpty()) {
      proofs =
          Optional.of(
              new dev.glasshouse.dns.dnssec.Budget(
                  limits.signatures(),
                  limits.dsMismatches(),
                  limits.validations(),
                  limits.validationsPerQuestion(),
                  limits.nsec3Hashes(),
                  limits.nsec3HashesPerQuestion()));
    }
    return proofs.get();
  }

  /** The limit that was reached first. */
  Optional<String> spent() {
    return spent;
  }

  int sent() {
    return sent;
  }

  int questions() {
    return questions;
  }

  private boolean charge(String what, int now, int allowed) {
    if (now > allowed && spent.isEmpty()) {
      spent = Optional.of(what);
    }
    return now <= allowed;
  }
}

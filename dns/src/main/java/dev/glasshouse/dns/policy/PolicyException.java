package dev.glasshouse.dns.policy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be used, with everything that is wrong in them. */
public final class PolicyException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<PolicyFault> faults;

  /** Rules with faults, at least one. */
  public PolicyException(List<PolicyFault> faults) {
    super(faults.stream().map(PolicyFault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong, in the order of the lines. */
  public List<PolicyFault> faults() {
    return faults;
  }
}

package dev.glasshouse.dns.zone;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A zone that cannot be served, with everything that is wrong in it. */
public final class ZoneException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<ZoneFault> faults;

  /** A zone with faults; at least one is an error. */
  public ZoneException(List<ZoneFault> faults) {
    super(faults.stream().map(ZoneFault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong, in the order of the files. */
  public List<ZoneFault> faults() {
    return faults;
  }
}

package dev.glasshouse.dns.zone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A zone that cannot be served, with everything that is wrong in it. */
public final class ZoneException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<ZoneFault> faults;
  private final transient List<Path> files;

  /** A zone with faults; at least one is an error. */
  public ZoneException(List<ZoneFault> faults) {
    this(faults, List.of());
  }

  ZoneException(List<ZoneFault> faults, List<Path> files) {
    super(faults.stream().map(ZoneFault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
    this.files = List.copyOf(files);
  }

  /** The files that were read. */
  List<Path> files() {
    return files;
  }

  /** All that is wrong, in the order of the files. */
  public List<ZoneFault> faults() {
    return faults;
  }
}

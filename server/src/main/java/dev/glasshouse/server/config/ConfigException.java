package dev.glasshouse.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration is wrong: everything that is, at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  /** With what is wrong, in the order of the file. */
  public ConfigException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** What is wrong. */
  public List<Fault> faults() {
    return faults;
  }
}

package dev.glasshouse.dns.front;

import java.io.IOException;
import java.util.List;

/** Settings that cannot be used, with everything that is wrong in them. */
public final class SettingsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  /**
   * Settings with faults.
   *
   * @param faults at least one; each with its file and line
   */
  SettingsException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** All that is wrong, in the order of the lines. */
  public List<String> faults() {
    return faults;
  }
}

package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.serve.AccessList;
import java.util.List;

/**
 * Who may have whole zones.
 *
 * @param access those who may without a key
 * @param keys those who sign with one of these may from everywhere
 */
public record TransferRules(AccessList access, List<TsigKey> keys) {
  /** Nobody. */
  public static final TransferRules NOBODY =
      new TransferRules(new AccessList(List.of()), List.of());

  /** Rules that do not change. */
  public TransferRules {
    keys = List.copyOf(keys);
  }
}

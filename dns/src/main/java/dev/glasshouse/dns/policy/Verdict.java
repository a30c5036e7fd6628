package dev.glasshouse.dns.policy;

import dev.glasshouse.journey.Because;
import java.util.Optional;

/**
 * What the rules say of a name.
 *
 * @param rule the first rule that holds for it; empty when none does
 * @param because why that one
 */
public record Verdict(Optional<Rule> rule, Because because) {
  /** No rule holds for the name. */
  public static final Verdict NONE = new Verdict(Optional.empty(), Because.HAPPENED);
}

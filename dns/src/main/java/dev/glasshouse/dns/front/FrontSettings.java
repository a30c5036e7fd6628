package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.LocalRules;
import dev.glasshouse.dns.local.LocalZones;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How what stands before a resolver is set up.
 *
 * @param local what is answered here
 * @param chaos what the server says of itself
 * @param sentinel the tags of the root's keys that are trusted, for who asks which those are (RFC
 *     8509); empty when that is not told
 * @param errors whether answers say why they are so (RFC 8914)
 */
public record FrontSettings(
    LocalRules local, ChaosNames chaos, Optional<Set<Integer>> sentinel, boolean errors) {
  /** What a resolver for everybody has: the zones that no resolver asks the internet for. */
  public static final FrontSettings STANDARD =
      new FrontSettings(
          new LocalRules(LocalZones.builder().standard().build(), List.of(), List.of()),
          ChaosNames.HIDDEN,
          Optional.empty(),
          true);

  /** The same with other local zones. */
  public FrontSettings with(LocalRules rules) {
    return new FrontSettings(rules, chaos, sentinel, errors);
  }

  /** The same, telling something else of itself. */
  public FrontSettings with(ChaosNames names) {
    return new FrontSettings(local, names, sentinel, errors);
  }

  /** The same, telling which of the root's keys are trusted. */
  public FrontSettings withSentinel(Set<Integer> tags) {
    return new FrontSettings(local, chaos, Optional.of(Set.copyOf(tags)), errors);
  }

  /** The same, with or without extended errors. */
  public FrontSettings withErrors(boolean told) {
    return new FrontSettings(local, chaos, sentinel, told);
  }
}

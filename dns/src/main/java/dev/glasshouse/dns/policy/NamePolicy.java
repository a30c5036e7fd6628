package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.NameServiceReason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules in their order; of those that hold for a name the first decides. Pure: what a verdict costs
 * depends on the name's labels, not on how many rules there are.
 */
public final class NamePolicy {
  /** No rules. */
  public static final NamePolicy NONE = new NamePolicy(List.of());

  private final List<Rule> rules;
  // Names as their bytes in lower case, one character each; for each the first rule.
  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> subtrees = new HashMap<>();

  /** A policy of these rules. */
  public NamePolicy(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    for (int i = 0; i < this.rules.size(); i++) {
      Rule rule = this.rules.get(i);
      Map<String, Integer> map = rule.scope() == Rule.Scope.EXACT ? exact : subtrees;
      byte[] name = NameBytes.lower(rule.name().toWire());
      map.putIfAbsent(key(name, 0), i);
    }
  }

  /** The rules, the first one first. */
  public List<Rule> rules() {
    return rules;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  private static String key(byte[] name, int from) {
    return new String(name, from, name.length - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * What is done about a name.
   *
   * @param name its bytes, in lower case, without pointers
   */
  public Verdict verdict(byte[] name) {
    if (rules.isEmpty()) {
      return Verdict.NONE;
    }
    int first = exact.getOrDefault(key(name, 0), Integer.MAX_VALUE);
    if (!subtrees.isEmpty()) {
      for (int at = 0; ; at += 1 + (name[at] & 0xff)) {
        first = Math.min(first, subtrees.getOrDefault(key(name, at), Integer.MAX_VALUE));
        if (name[at] == 0) {
          break;
        }
      }
    }
    if (first == Integer.MAX_VALUE) {
      return Verdict.NONE;
    }
    Rule rule = rules.get(first);
    String text = NameBytes.text(name);
    Because because =
        name.length == rule.name().length()
            ? Because.of(NameServiceReason.NAME_IN_RULE, text)
            : Because.of(NameServiceReason.NAME_BELOW_RULE, text, rule.name().toString());
    return new Verdict(Optional.of(rule), because);
  }
}

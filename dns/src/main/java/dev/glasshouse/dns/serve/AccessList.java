package dev.glasshouse.dns.serve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who may ask. Of the rules that fit an address, the one with the longest prefix decides.
 *
 * @param rules the rules; where none fits, nobody may
 */
public record AccessList(List<Rule> rules) {
  /** Only this machine: a server that everybody may ask has to be wanted. */
  public static final AccessList LOOPBACK = of(List.of("127.0.0.0/8 allow", "::1/128 allow"));

  /** Everybody. */
  public static final AccessList EVERYBODY = of(List.of("0.0.0.0/0 allow", "::/0 allow"));

  /** What is done with a question. */
  public enum Verdict {
    /** It is answered. */
    ALLOW,
    /** It is answered REFUSED. */
    REFUSE,
    /** Nothing is sent. */
    DROP
  }

  /** What is done with the questions of some addresses. */
  public record Rule(AddressRange range, Verdict verdict) {}

  /** A list that does not change. */
  public AccessList {
    rules = List.copyOf(rules);
  }

  /**
   * Rules out of text.
   *
   * @param lines each {@code PREFIX[/LENGTH] [allow|refuse|drop]}; {@code allow} when not said
   * @throws IllegalArgumentException with a sentence, if one is not like that
   */
  public static AccessList of(List<String> lines) {
    var rules = new ArrayList<Rule>();
    for (String line : lines) {
      String[] words = line.strip().split("[ :=]+(?=[a-zA-Z]+$)", 2);
      Verdict verdict = Verdict.ALLOW;
      if (words.length == 2) {
        try {
          verdict = Verdict.valueOf(words[1].toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(words[1] + " is none of allow, refuse, drop", e);
        }
      }
      rules.add(new Rule(AddressRange.of(words[0]), verdict));
    }
    return new AccessList(rules);
  }

  /** What is done with the questions of this address. */
  public Verdict verdict(InetAddress client) {
    Verdict found = Verdict.REFUSE;
    int longest = -1;
    byte[] bytes = client.getAddress();
    for (Rule rule : rules) {
      if (rule.range().length() > longest && rule.range().has(bytes)) {
        longest = rule.range().length();
        found = rule.verdict();
      }
    }
    return found;
  }
}

package dev.glasshouse.dns.serve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    /** It is answered, even where it asks a resolver only what that knows already (RD is 0). */
    ALLOW_SNOOP,
    /** It is answered as if it had asked for recursion. */
    ALLOW_SETRD,
    /** It is answered when a cookie or a connection shows that its address is not forged. */
    ALLOW_COOKIE,
    /** It is answered REFUSED, but where the answer is local. */
    REFUSE_NON_LOCAL,
    /** Nothing is sent, but where the answer is local. */
    DROP_NON_LOCAL,
    /** It is answered REFUSED. */
    REFUSE,
    /** Nothing is sent. */
    DROP;

    /** Whether it comes as far as to who answers. */
    public boolean lets() {
      return this != REFUSE && this != DROP;
    }
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
   * @param lines each {@code PREFIX[/LENGTH] [VERDICT]}, the verdict in lower case; {@code allow}
   *     when not said; {@code deny} is another word for {@code drop}
   * @throws IllegalArgumentException with a sentence, if one is not like that
   */
  public static AccessList of(List<String> lines) {
    var rules = new ArrayList<Rule>();
    for (String line : lines) {
      String[] words = line.strip().split("[ :=]+(?=[a-zA-Z_]+$)", 2);
      Verdict verdict = Verdict.ALLOW;
      if (words.length == 2) {
        try {
          verdict = Verdict.valueOf(words[1].toUpperCase(Locale.ROOT).replace("DENY", "DROP"));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              words[1]
                  + " is none of "
                  + Arrays.stream(Verdict.values())
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", ")),
              e);
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

package dev.glasshouse.dns.policy;

import org.xbill.DNS.Name;

/**
 * A rule.
 *
 * @param name the name that it is about
 * @param scope whether it holds for that name alone
 * @param deed what is done
 * @param notice what the client is told
 * @param words what the client is told more; may be empty
 * @param text the rule as it is written
 * @param file where it is written
 * @param line the line, from 1
 */
public record Rule(
    Name name,
    Scope scope,
    Deed deed,
    Notice notice,
    String words,
    String text,
    String file,
    int line) {

  /** For which names a rule holds. */
  public enum Scope {
    /** Its own name. */
    EXACT,
    /** Its own name and all below it. */
    SUBTREE
  }

  /** Where it is written. */
  public String place() {
    return file + ":" + line;
  }
}

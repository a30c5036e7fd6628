package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.AnswerMark;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;

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
    AnswerMark.Kind notice,
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

  /**
   * The name that is looked up in place of one for which the rule holds; empty when none is, or it
   * would be too long.
   */
  public Optional<Name> other(Name asked) {
    return switch (deed) {
      case Deed.Redirect(Name target) -> Optional.of(target);
      case Deed.Rewrite(Name target) when scope == Scope.EXACT -> Optional.of(target);
      case Deed.Rewrite(Name target) -> {
        try {
          yield Optional.of(Name.concatenate(asked.relativize(name), target));
        } catch (NameTooLongException e) {
          yield Optional.empty();
        }
      }
      case Deed.Pass _, Deed.Block _, Deed.Forge _ -> Optional.empty();
    };
  }
}

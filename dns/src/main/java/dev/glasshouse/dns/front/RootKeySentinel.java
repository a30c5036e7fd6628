package dev.glasshouse.dns.front;

import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A question by which somebody finds out whether his resolver trusts a certain key of the root: the
 * name's first label says which key, and which answer means what. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8509#section-3">RFC 8509 section 3</a>
 * @param tag the key's tag
 * @param wantsTrusted whether it is answered truly where the key is trusted, or where it is not
 */
record RootKeySentinel(int tag, boolean wantsTrusted) {
  private static final String IS = "root-key-sentinel-is-ta-";
  private static final String NOT = "root-key-sentinel-not-ta-";
  private static final int DIGITS = 5;

  /** What a question asks; empty when it is no such question. */
  static Optional<RootKeySentinel> of(Name name, int type) {
    if (type != Type.A && type != Type.AAAA || name.labels() < 2) {
      return Optional.empty();
    }
    String label = name.getLabelString(0).toLowerCase(Locale.ROOT);
    boolean is = label.startsWith(IS);
    if (!is && !label.startsWith(NOT)) {
      return Optional.empty();
    }
    String digits = label.substring(is ? IS.length() : NOT.length());
    if (digits.length() != DIGITS || !digits.chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    int tag = Integer.parseInt(digits);
    return tag > 0xffff ? Optional.empty() : Optional.of(new RootKeySentinel(tag, is));
  }
}

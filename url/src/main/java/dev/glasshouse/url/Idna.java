package dev.glasshouse.url;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Set;

/**
 * International domain names to ASCII and back, by UTS 46.
 *
 * <p>ICU is only loaded when a name needs it: one that is not ASCII, or has a label that begins
 * with {@code xn--} and is to be shown. Source: <a href="https://url.spec.whatwg.org/#idna">URL
 * standard, 3.3</a>, <a href="https://www.unicode.org/reports/tr46/">UTS 46</a>.
 */
public final class Idna {
  private Idna() {}

  /** The standard's {@code beStrict}. */
  public enum Strictness {
    /** What the URL parser takes: any length, any hyphens, any ASCII but the forbidden. */
    LAX,
    /** What a registry takes: DNS lengths, hyphens in their places, letters and digits only. */
    STRICT
  }

  /** What became of a name. */
  public sealed interface Result {}

  /**
   * The name in ASCII.
   *
   * @param name lower case, international labels as {@code xn--}
   */
  public record Name(String name) implements Result {}

  /**
   * The name is none.
   *
   * @param error {@link ValidationError#DOMAIN_TO_ASCII} or {@link
   *     ValidationError#DOMAIN_INVALID_CODE_POINT}
   * @param index of the code unit to blame; -1 where it is not one alone
   */
  public record Refused(ValidationError error, int index) implements Result {}

  /**
   * The standard's domain to ASCII.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-domain-to-ascii">domain to ASCII</a>
   */
  public static Result toAscii(String domain, Strictness strictness) {
    String ascii;
    if (strictness == Strictness.LAX && Ascii.isAscii(domain)) {
      // Since 2026 ASCII is only lowered, whatever UTS 46 thinks of its xn-- labels, for the sake
      // of pages that live under such names. That its failure is a validation error is left out
      // here: it would load ICU for nothing else.
      ascii = Ascii.toLower(domain);
    } else {
      StringBuilder out = new StringBuilder(domain.length() + 8);
      if (!Icu.toAscii(domain, strictness, out)) {
        return new Refused(ValidationError.DOMAIN_TO_ASCII, -1);
      }
      ascii = out.toString();
    }
    if (ascii.isEmpty()) {
      return new Refused(ValidationError.DOMAIN_TO_ASCII, -1);
    }
    // What no domain may have.
    for (int i = 0; i < ascii.length(); i++) {
      if (UrlCodePoint.isForbiddenInDomain(ascii.charAt(i))) {
        return new Refused(
            ValidationError.DOMAIN_INVALID_CODE_POINT, domain.indexOf(ascii.charAt(i)));
      }
    }
    return new Name(ascii);
  }

  /**
   * The standard's domain to Unicode, for showing: labels that are not valid stay as they are.
   *
   * @see <a href="https://url.spec.whatwg.org/#concept-domain-to-unicode">domain to Unicode</a>
   */
  public static String toUnicode(String domain) {
    if (!hasEncodedLabel(domain)) {
      return domain;
    }
    StringBuilder out = new StringBuilder();
    return Icu.toUnicode(domain, out) ? out.toString() : domain;
  }

  /** Whether a label of the lower-case name begins with {@code xn--}. */
  static boolean hasEncodedLabel(String lower) {
    for (int i = lower.indexOf("xn--"); i >= 0; i = lower.indexOf("xn--", i + 1)) {
      if (i == 0 || lower.charAt(i - 1) == '.') {
        return true;
      }
    }
    return false;
  }

  /** What needs ICU, in a class of its own, so that it is loaded on the first use. */
  private static final class Icu {
    private static final int COMMON =
        IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE;

    private static final IDNA LAX = IDNA.getUTS46Instance(COMMON);
    private static final IDNA STRICT = IDNA.getUTS46Instance(COMMON | IDNA.USE_STD3_RULES);

    /** ICU always checks hyphens and lengths: CheckHyphens and VerifyDnsLength are off by these. */
    private static final Set<IDNA.Error> TOLERATED =
        EnumSet.of(
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    /** Appends the name in ASCII; false where UTS 46 refuses it. */
    static boolean toAscii(String domain, Strictness strictness, StringBuilder out) {
      IDNA.Info info = new IDNA.Info();
      boolean strict = strictness == Strictness.STRICT;
      (strict ? STRICT : LAX).nameToASCII(domain, out, info);
      return strict ? !info.hasErrors() : TOLERATED.containsAll(info.getErrors());
    }

    /** Appends the name in Unicode; false where a label of it is not valid. */
    static boolean toUnicode(String domain, StringBuilder out) {
      IDNA.Info info = new IDNA.Info();
      LAX.nameToUnicode(domain, out, info);
      return TOLERATED.containsAll(info.getErrors());
    }
  }
}

package dev.glasshouse.fetch.cors;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.StructuredException;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Locale;

/**
 * With which other pages a page shares a group of windows that hold on to each other: {@code
 * Cross-Origin-Opener-Policy} (<a
 * href="https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies">HTML,
 * 7.1.3</a>). Pure.
 *
 * <p>No page of this engine opens windows, so that each one is alone in its group, whatever it
 * says; what the policy would part is told all the same. Of a chain of redirects the last answer's
 * policy counts: with nobody to be parted from, those before it change nothing.
 */
public enum OpenerPolicy {
  /** With all that open it, and that it opens. */
  UNSAFE_NONE,
  /** With what it opens, as long as that says nothing. */
  SAME_ORIGIN_ALLOW_POPUPS,
  /** With pages of its own origin that say the same. */
  SAME_ORIGIN,
  /** With nobody that opens it. */
  NOOPENER_ALLOW_POPUPS,
  /** As SAME_ORIGIN; as it demands of what it embeds that it agrees, it is isolated altogether. */
  SAME_ORIGIN_PLUS_COEP;

  /** The field. */
  public static final String FIELD = "Cross-Origin-Opener-Policy";

  /**
   * What the fields of a page say ("obtain an opener policy"); what is not understood, and all that
   * came over an insecure connection, says nothing.
   */
  public static OpenerPolicy of(Fields fields, Url url) {
    if (!Trustworthy.is(url)) {
      return UNSAFE_NONE;
    }
    return switch (token(fields.all(FIELD))) {
      case "same-origin" ->
          EmbedderPolicy.of(fields, url) == EmbedderPolicy.UNSAFE_NONE
              ? SAME_ORIGIN
              : SAME_ORIGIN_PLUS_COEP;
      case "same-origin-allow-popups" -> SAME_ORIGIN_ALLOW_POPUPS;
      case "noopener-allow-popups" -> NOOPENER_ALLOW_POPUPS;
      default -> UNSAFE_NONE;
    };
  }

  /** The token that a field's one item is; empty text where it is none. */
  static String token(List<String> lines) {
    try {
      return lines.size() == 1
              && Item.parse(lines.getFirst()).value() instanceof BareItem.Token(String value)
          ? value
          : "";
    } catch (StructuredException _) {
      return "";
    }
  }

  /**
   * Whether two pages, one after the other in a window, may stay in one group ("match opener policy
   * values").
   */
  public static boolean match(OpenerPolicy before, Origin left, OpenerPolicy now, Origin entered) {
    if (before == UNSAFE_NONE || now == UNSAFE_NONE) {
      return before == now;
    }
    return before == now && left.isSameOrigin(entered);
  }

  /** As HTML spells it. */
  @Override
  public String toString() {
    return this == SAME_ORIGIN_PLUS_COEP
        ? "same-origin-plus-COEP"
        : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

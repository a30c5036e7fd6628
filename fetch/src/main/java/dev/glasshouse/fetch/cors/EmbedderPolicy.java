package dev.glasshouse.fetch.cors;

import dev.glasshouse.fetch.secure.Trustworthy;
import dev.glasshouse.http.Fields;
import dev.glasshouse.url.Url;
import java.util.Locale;

/**
 * What a page demands of what it embeds of other origins: {@code Cross-Origin-Embedder-Policy} (<a
 * href="https://html.spec.whatwg.org/multipage/browsers.html#coep">HTML, 7.1.4</a>).
 */
public enum EmbedderPolicy {
  /** Nothing. */
  UNSAFE_NONE,
  /** That it says by Cross-Origin-Resource-Policy that it may be embedded. */
  REQUIRE_CORP,
  /** That it says so, or is asked for without cookies. */
  CREDENTIALLESS;

  /**
   * What a page's fields say ("obtain an embedder policy"); what is not understood, and all that
   * came over an insecure connection, demands nothing.
   */
  public static EmbedderPolicy of(Fields fields, Url url) {
    if (!Trustworthy.is(url)) {
      return UNSAFE_NONE;
    }
    return switch (OpenerPolicy.token(fields.all("Cross-Origin-Embedder-Policy"))) {
      case "require-corp" -> REQUIRE_CORP;
      case "credentialless" -> CREDENTIALLESS;
      default -> UNSAFE_NONE;
    };
  }

  /** As HTML spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

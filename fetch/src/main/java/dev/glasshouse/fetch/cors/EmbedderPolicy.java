package dev.glasshouse.fetch.cors;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.StructuredException;
import java.util.List;
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

  /** What a page's fields say; what is not understood demands nothing. */
  public static EmbedderPolicy of(Fields fields) {
    List<String> lines = fields.all("Cross-Origin-Embedder-Policy");
    String token = "";
    try {
      if (lines.size() == 1
          && Item.parse(lines.getFirst()) instanceof Item item
          && item.value() instanceof BareItem.Token(String value)) {
        token = value;
      }
    } catch (StructuredException _) {
      return UNSAFE_NONE;
    }
    return switch (token) {
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

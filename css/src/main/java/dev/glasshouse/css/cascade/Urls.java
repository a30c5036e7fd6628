package dev.glasshouse.css.cascade;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the URLs in values absolute, against the sheet that they stand in (CSS Values 4, 4.5.2).
 */
final class Urls {
  private Urls() {}

  static String absolute(String url, Optional<Url> base) {
    boolean fragmentOnly = url.startsWith("#");
    if (base.isEmpty() || fragmentOnly) {
      return url;
    }
    return Url.tryParse(url, base.get()).map(Url::href).orElse(url);
  }

  static Item.Declaration absolute(Item.Declaration d, Optional<Url> base) {
    return base.isPresent() && hasUrl(d.values())
        ? new Item.Declaration(d.name(), absolute(d.values(), base), d.important(), d.at())
        : d;
  }

  private static boolean hasUrl(List<ComponentValue> values) {
    for (ComponentValue v : values) {
      boolean found =
          switch (v) {
            case ComponentValue.Url _ -> true;
            case Function f -> isUrl(f) || hasUrl(f.values());
            case Block b -> hasUrl(b.values());
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUrl(Function f) {
    return f.is("url") || f.is("src") || f.is("image-set") || f.is("-webkit-image-set");
  }

  static List<ComponentValue> absolute(List<ComponentValue> values, Optional<Url> base) {
    return absolute(values, base, false);
  }

  private static List<ComponentValue> absolute(
      List<ComponentValue> values, Optional<Url> base, boolean inUrl) {
    List<ComponentValue> out = new ArrayList<>(values.size());
    for (ComponentValue v : values) {
      out.add(
          switch (v) {
            case ComponentValue.Url u -> new ComponentValue.Url(absolute(u.value(), base), u.at());
            case Str s when inUrl -> new Str(absolute(s.value(), base), s.at());
            case Function f -> new Function(f.name(), absolute(f.values(), base, isUrl(f)), f.at());
            case Block b -> new Block(b.open(), absolute(b.values(), base, false), b.at());
            default -> v;
          });
    }
    return out;
  }
}

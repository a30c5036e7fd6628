package dev.glasshouse.css.cascade;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Block;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.ComponentValue.Str;
import dev.glasshouse.css.syntax.Item;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the URLs in values absolute, against the sheet that they stand in (CSS Values 4, 4.5.2),
 * and remembers which there were.
 */
final class Urls {
  private final Optional<Url> base;
  private final Set<String> named = new HashSet<>();

  /** For a sheet whose URLs are relative to this; empty where they stay as they are. */
  Urls(Optional<Url> base) {
    this.base = base;
  }

  /** The URLs that there were, absolute; those that carry their content themselves left out. */
  Set<String> named() {
    return Set.copyOf(named);
  }

  String absolute(String url) {
    boolean fragmentOnly = url.startsWith("#");
    if (base.isEmpty() || fragmentOnly) {
      return url;
    }
    Optional<Url> whole = Url.tryParse(url, base.get());
    whole.filter(its -> !its.scheme().equals("data")).ifPresent(its -> named.add(its.href()));
    return whole.map(Url::href).orElse(url);
  }

  Item.Declaration absolute(Item.Declaration d) {
    return base.isPresent() && hasUrl(d.values())
        ? new Item.Declaration(d.name(), absolute(d.values(), false), d.important(), d.at())
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

  private List<ComponentValue> absolute(List<ComponentValue> values, boolean inUrl) {
    List<ComponentValue> out = new ArrayList<>(values.size());
    for (ComponentValue v : values) {
      out.add(
          switch (v) {
            case ComponentValue.Url u -> new ComponentValue.Url(absolute(u.value()), u.at());
            case Str s when inUrl -> new Str(absolute(s.value()), s.at());
            case Function f -> new Function(f.name(), absolute(f.values(), isUrl(f)), f.at());
            case Block b -> new Block(b.open(), absolute(b.values(), false), b.at());
            default -> v;
          });
    }
    return out;
  }
}

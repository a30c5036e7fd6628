package dev.glasshouse.css.cascade;

import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Ident;
import dev.glasshouse.css.syntax.ComponentValue.Kind;
import dev.glasshouse.css.syntax.ComponentValue.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of cascade layers: identifiers with dots between (CSS Cascade 5, 6.4.2). */
final class LayerName {
  /** Deeper names than anyone writes; bounds the tree of layers. */
  private static final int MOST_LEVELS = 16;

  private LayerName() {}

  /** The names with commas between, none for none at all; empty where one is wrong. */
  static Optional<List<String>> list(List<ComponentValue> values) {
    List<String> out = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    int levels = 0;
    boolean wantsIdent = true;
    for (ComponentValue v : values) {
      if (v instanceof Whitespace) {
        continue;
      }
      if (wantsIdent && v instanceof Ident ident && levels < MOST_LEVELS) {
        name.append(ident.value().replace('.', '\uFFFD'));
        levels++;
      } else if (!wantsIdent && v.isDelim('.')) {
        name.append('.');
      } else if (!wantsIdent && v.is(Kind.COMMA)) {
        out.add(name.toString());
        name.setLength(0);
        levels = 0;
      } else {
        return Optional.empty();
      }
      wantsIdent = !wantsIdent;
    }
    if (!wantsIdent) {
      out.add(name.toString());
    }
    boolean dangling = wantsIdent && (!name.isEmpty() || !out.isEmpty());
    return dangling ? Optional.empty() : Optional.of(out);
  }
}

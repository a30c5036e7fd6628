package dev.glasshouse.css.cascade;

import dev.glasshouse.css.Limits;
import dev.glasshouse.css.media.Condition;
import dev.glasshouse.css.media.Truth;
import dev.glasshouse.css.properties.DeclarationParser;
import dev.glasshouse.css.selectors.SelectorParser;
import dev.glasshouse.css.syntax.ComponentValue;
import dev.glasshouse.css.syntax.ComponentValue.Function;
import dev.glasshouse.css.syntax.Parser;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code @supports} conditions (CSS Conditional Rules 3, 2, and 4, 2). */
final class Supports implements Condition.Judge {
  private Supports() {}

  static boolean holds(List<ComponentValue> condition) {
    return Condition.parse(condition).map(c -> c.judge(new Supports()) == Truth.TRUE).orElse(false);
  }

  /** In {@code @import}: a condition, or a declaration without its parentheses. */
  static boolean holdsInImport(List<ComponentValue> inside) {
    return holds(inside) || new Supports().parenthesis(inside) == Truth.TRUE;
  }

  @Override
  public Truth parenthesis(List<ComponentValue> values) {
    return Parser.declaration(values)
        .map(d -> Truth.of(d.custom() || DeclarationParser.supports(d)))
        .orElse(Truth.FALSE);
  }

  @Override
  public Truth call(Function function) {
    if (!function.is("selector")) {
      return Truth.FALSE;
    }
    int most = Limits.DEFAULT.selectorParts();
    return Truth.of(
        SelectorParser.parse(function.values(), Map.of(), Optional.empty(), most).isPresent());
  }
}

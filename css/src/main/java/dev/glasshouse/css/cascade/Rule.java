package dev.glasshouse.css.cascade;

import dev.glasshouse.css.fonts.FontFace;
import dev.glasshouse.css.media.MediaQueryList;
import dev.glasshouse.css.selectors.SelectorList;
import java.util.List;

/** A rule of a style sheet, nesting and {@code @supports} already worked out. */
sealed interface Rule {

  /** Selectors and declarations. */
  record Style(SelectorList selectors, DeclarationBlock block, int line) implements Rule {}

  /** {@code @media}. */
  record Media(MediaQueryList media, List<Rule> rules) implements Rule {}

  /** {@code @layer name { ... }}; an empty name is an anonymous layer of its own. */
  record Layer(String name, List<Rule> rules) implements Rule {}

  /** {@code @layer a, b;}. */
  record LayerNames(List<String> names) implements Rule {}

  /** {@code @font-face}. */
  record Face(FontFace face) implements Rule {}

  /** {@code @import}. */
  record Import(ImportRule rule) implements Rule {}
}

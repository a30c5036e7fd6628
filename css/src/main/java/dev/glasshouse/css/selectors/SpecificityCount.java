package dev.glasshouse.css.selectors;

/** Adds up the specificity of the parts of a selector. */
final class SpecificityCount {
  private static final Specificity ID = new Specificity(1, 0, 0);
  private static final Specificity CLASS = new Specificity(0, 1, 0);
  private static final Specificity TYPE = new Specificity(0, 0, 1);

  private SpecificityCount() {}

  static Specificity of(Simple[][] compounds, boolean pseudoElement) {
    Specificity sum = pseudoElement ? TYPE : Specificity.ZERO;
    for (Simple[] compound : compounds) {
      for (Simple s : compound) {
        sum = sum.plus(of(s));
      }
    }
    return sum;
  }

  private static Specificity of(Simple simple) {
    return switch (simple) {
      case Simple.Id _ -> ID;
      case Simple.HasClass _, Simple.Attribute _, Simple.State _, Simple.Lang _, Simple.Dir _ ->
          CLASS;
      case Simple.Type _ -> TYPE;
      case Simple.InNamespace _, Simple.Anchor _ -> Specificity.ZERO;
      case Simple.Nth nth -> nth.of().isPresent() ? CLASS.plus(nth.of().get().greatest()) : CLASS;
      case Simple.Any any -> any.weightless() ? Specificity.ZERO : any.of().greatest();
      case Simple.Not not -> not.of().greatest();
      case Simple.Has has -> has.of().greatest();
    };
  }
}

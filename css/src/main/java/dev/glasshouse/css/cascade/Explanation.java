package dev.glasshouse.css.cascade;

import dev.glasshouse.css.properties.Declaration;
import dev.glasshouse.css.properties.Property;
import dev.glasshouse.css.properties.Shorthand;
import dev.glasshouse.css.properties.Specified;
import dev.glasshouse.css.selectors.Specificity;
import dev.glasshouse.css.syntax.Serializer;
import dev.glasshouse.css.values.Length;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.QuirkyLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why an element's property has the value it has. */
final class Explanation {
  private Explanation() {}

  static List<Candidate> of(Matches matches, String property, Matches.Flow flow) {
    Optional<Property> longhand = Property.named(property);
    List<Candidate> out = new ArrayList<>();
    for (int i = 0; i < matches.size(); i++) {
      Matches.Entry entry = matches.entry(i);
      for (Declaration d : entry.declarations()) {
        boolean same =
            d.custom()
                ? d.name().equals(property)
                : longhand.isPresent() && flow.physical(d.target()) == longhand.get();
        if (same) {
          out.add(candidate(entry, d, property));
        }
      }
    }
    markWinner(out);
    return out;
  }

  /** The last one holds; a {@code revert} hands over to what is left below it. */
  private static void markWinner(List<Candidate> candidates) {
    int i = candidates.size() - 1;
    while (i >= 0) {
      Candidate c = candidates.get(i);
      boolean origin = c.value().equals("revert");
      if (!origin && !c.value().equals("revert-layer")) {
        break;
      }
      int k = i - 1;
      while (k >= 0 && same(c, candidates.get(k), origin)) {
        k--;
      }
      i = k;
    }
    if (i >= 0) {
      Candidate c = candidates.get(i);
      candidates.set(
          i,
          new Candidate(
              c.property(),
              c.value(),
              c.level(),
              c.layer(),
              c.selector(),
              c.specificity(),
              c.sheetUrl(),
              c.line(),
              true));
    }
  }

  private static boolean same(Candidate a, Candidate b, boolean origin) {
    boolean sameOrigin = a.level().origin() == b.level().origin();
    boolean sameLayer =
        a.layer().equals(b.layer()) && a.selector().isEmpty() == b.selector().isEmpty();
    return sameOrigin && (origin || sameLayer);
  }

  private static Candidate candidate(Matches.Entry entry, Declaration d, String property) {
    MatchRule rule = entry.rule();
    Level level = Level.ofRank(entry.rank());
    if (rule == null) {
      return new Candidate(
          property, text(d.value()), level, "", "", Specificity.ZERO, "", d.line(), false);
    }
    return new Candidate(
        property,
        text(d.value()),
        level,
        rule.layer().name(),
        rule.selector().toString(),
        rule.selector().specificity(),
        rule.sheet().source().url(),
        d.line(),
        false);
  }

  private static String text(Specified value) {
    return switch (value) {
      case Specified.Wide w -> w.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Specified.Fixed f -> text(f.value());
      case Specified.Relative r -> Serializer.text(r.values());
      case Specified.Variable v -> Serializer.text(v.values());
      case Specified.OfShorthand s -> text(s.shorthand()) + ": " + Serializer.text(s.values());
      case Specified.Custom c -> Serializer.text(c.values());
    };
  }

  private static String text(Shorthand s) {
    return s.cssName();
  }

  private static String text(Object value) {
    return switch (value) {
      case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Length l -> number(l.px()) + "px";
      case QuirkyLength q -> number(q.px()) + "px";
      case Percent p -> number(p.value()) + "%";
      case Double d -> number(d);
      case List<?> list -> list.isEmpty() ? "none" : join(list);
      default -> value.toString();
    };
  }

  private static String join(List<?> list) {
    List<String> out = new ArrayList<>();
    for (Object o : list) {
      out.add(text(o));
    }
    return String.join(", ", out);
  }

  private static String number(double d) {
    return d == Math.rint(d) && Math.abs(d) < 1e9 ? Long.toString((long) d) : Double.toString(d);
  }
}

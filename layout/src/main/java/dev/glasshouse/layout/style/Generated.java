package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.CounterChange;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.ListStyle;
import dev.glasshouse.css.values.Quotes;
import dev.glasshouse.css.values.TableKeywords.ListStylePosition;
import java.util.List;

/**
 * Content that is not in the document (CSS Generated Content 3, CSS Lists 3).
 *
 * @param content {@code content}
 * @param reset {@code counter-reset}
 * @param set {@code counter-set}
 * @param increment {@code counter-increment}
 * @param quotes {@code quotes}
 * @param listStyle {@code list-style-type}
 * @param listPosition {@code list-style-position}
 * @param listImage {@code list-style-image}
 */
public record Generated(
    Content content,
    List<CounterChange> reset,
    List<CounterChange> set,
    List<CounterChange> increment,
    Quotes quotes,
    ListStyle listStyle,
    ListStylePosition listPosition,
    Image listImage) {
  /** Nothing. */
  public static final Generated NONE =
      new Generated(
          Content.Keyword.NORMAL,
          List.of(),
          List.of(),
          List.of(),
          Quotes.AUTO,
          ListStyle.None.NONE,
          ListStylePosition.OUTSIDE,
          Image.None.NONE);

  /** Whether a counter changes. */
  public boolean counts() {
    return !reset.isEmpty() || !set.isEmpty() || !increment.isEmpty();
  }
}

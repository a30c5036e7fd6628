package dev.glasshouse.layout.style;

import dev.glasshouse.css.values.BoxKeywords.FloatSide;
import dev.glasshouse.css.values.Display;

/**
 * What layout reads of a computed style: the same values, with lengths that need no more context
 * already in px.
 *
 * @param placement how the box takes its place
 * @param sizing how large it is to be
 * @param frame margin, border and padding
 * @param script how text is written in it
 * @param generated content that is not in the document
 * @param look what only painting reads
 */
public record BoxStyle(
    Placement placement,
    Sizing sizing,
    Frame frame,
    Script script,
    Generated generated,
    Look look) {

  /** The style of a box without an element inside of a box of this style (CSS 2, 9.2.1.1). */
  public BoxStyle anonymous(Display display) {
    return new BoxStyle(
        Placement.of(display),
        Sizing.AUTO,
        Frame.NONE,
        script.inherited(),
        Generated.NONE,
        look.inherited());
  }

  /** The same style for another kind of box. */
  public BoxStyle as(Display display) {
    return display == display()
        ? this
        : new BoxStyle(placement.as(display), sizing, frame, script, generated, look);
  }

  /** The same with other sizes. */
  public BoxStyle sized(Sizing other) {
    return new BoxStyle(placement, other, frame, script, generated, look);
  }

  /** The kind of box. */
  public Display display() {
    return placement.display();
  }

  /** The side on which the box floats; the logical sides are resolved. */
  public FloatSide side() {
    return placement.side();
  }

  /** Whether text begins at the right. */
  public boolean rightToLeft() {
    return script.rightToLeft();
  }
}

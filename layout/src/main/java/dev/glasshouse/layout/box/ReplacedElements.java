package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Percent;
import dev.glasshouse.css.values.Size;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.layout.box.Replacement.Control;
import dev.glasshouse.layout.image.Picture;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Sizing;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/**
 * Which elements are replaced, by what and of which size (HTML 15.4), and which are form controls
 * (HTML 15.5).
 */
final class ReplacedElements {
  private final Pictures pictures;
  private final IntSupplier indices;

  ReplacedElements(Pictures pictures, IntSupplier indices) {
    this.pictures = pictures;
    this.indices = indices;
  }

  /** Whether the element makes no box whatever its style says. */
  boolean hidden(Element element) {
    if (!element.isHtml()) {
      return false;
    }
    return switch (element.tag()) {
      case INPUT -> FormControls.type(element).equals("hidden");
      case AUDIO -> !element.hasAttribute("controls");
      case OPTION, OPTGROUP -> true;
      default -> false;
    };
  }

  /** The box of a replaced element; empty for any other. */
  Optional<Box> box(Element element, BoxStyle style) {
    if (element.namespace() == Namespace.SVG) {
      return element.localName().equals("svg")
          ? Optional.of(drawing(element, style))
          : Optional.empty();
    }
    if (!element.isHtml()) {
      return Optional.empty();
    }
    return switch (element.tag()) {
      case IMG -> picture(element, style);
      case INPUT -> input(element, style);
      case OBJECT, EMBED ->
          pictures
              .source(element)
              .flatMap(pictures::at)
              .flatMap(ReplacedElements::drawable)
              .map(picture -> shown(element, style, picture));
      case IFRAME, VIDEO -> Optional.of(blank(element, style, NaturalSize.of(300, 150)));
      case CANVAS -> Optional.of(blank(element, style, attributeSize(element, 300, 150)));
      case AUDIO -> Optional.of(blank(element, style, NaturalSize.of(300, 54)));
      case PROGRESS, METER ->
          Optional.of(control(element, style, Control.Kind.BAR, barSize(element, style)));
      default -> Optional.empty();
    };
  }

  private static NaturalSize barSize(Element element, BoxStyle style) {
    double em = style.script().shaping().size();
    return NaturalSize.of((element.is(Tag.METER) ? 5 : 10) * em, em);
  }

  private Optional<Box> picture(Element element, BoxStyle style) {
    Optional<Picture> known = pictures.source(element).flatMap(pictures::at);
    Optional<Picture.Drawable> drawable = known.flatMap(ReplacedElements::drawable);
    if (drawable.isPresent()) {
      return Optional.of(shown(element, style, drawable.get()));
    }
    boolean sized = !style.sizing().width().isAuto() && !style.sizing().height().isAuto();
    String alt = element.attribute("alt");
    boolean speaks = known.isPresent() && alt != null && !alt.isEmpty();
    if ((sized && !speaks) || alt == null) {
      boolean broken = alt == null && known.isPresent();
      return Optional.of(
          blank(element, style, broken ? NaturalSize.of(16, 16) : NaturalSize.of(0, 0)));
    }
    return Optional.empty();
  }

  /** The text that stands for an element whose picture is not there; empty for other elements. */
  Optional<String> alternative(Element element) {
    if (!element.is(Tag.IMG)) {
      return Optional.empty();
    }
    String alt = element.attribute("alt");
    return Optional.of(alt == null ? "" : alt);
  }

  private Optional<Box> input(Element element, BoxStyle style) {
    return switch (FormControls.type(element)) {
      case "checkbox" ->
          Optional.of(control(element, style, Control.Kind.CHECKBOX, NaturalSize.of(13, 13)));
      case "radio" ->
          Optional.of(control(element, style, Control.Kind.RADIO, NaturalSize.of(13, 13)));
      case "range" ->
          Optional.of(control(element, style, Control.Kind.RANGE, NaturalSize.of(129, 16)));
      case "color" ->
          Optional.of(control(element, style, Control.Kind.COLOR, NaturalSize.of(44, 23)));
      case "image" -> picture(element, style);
      default -> Optional.empty();
    };
  }

  /** The form control with text that an element is. */
  Optional<BlockBox.Field> field(Element element) {
    return FormControls.field(element);
  }

  /** The text that a form control shows in the place of its content. */
  Optional<String> ownText(Element element) {
    return FormControls.text(element);
  }

  static Optional<Picture.Drawable> drawable(Picture picture) {
    return picture instanceof Picture.Drawable drawable ? Optional.of(drawable) : Optional.empty();
  }

  private Box shown(Element element, BoxStyle style, Picture.Drawable picture) {
    return new ReplacedBox(
        element,
        placed(style),
        indices.getAsInt(),
        new Replacement.Image(picture),
        NaturalSize.of(picture));
  }

  private Box blank(Element element, BoxStyle style, NaturalSize size) {
    return new ReplacedBox(
        element, placed(style), indices.getAsInt(), new Replacement.Blank(), size);
  }

  private Box control(Element element, BoxStyle style, Control.Kind kind, NaturalSize size) {
    return new ReplacedBox(
        element,
        placed(style),
        indices.getAsInt(),
        new Control(kind, element.hasAttribute("checked")),
        size);
  }

  private Box drawing(Element element, BoxStyle style) {
    Sizing sizing = style.sizing();
    Size width =
        sizing.width().isAuto() ? percent(element, "width", sizing.width()) : sizing.width();
    Size height =
        sizing.height().isAuto() ? percent(element, "height", sizing.height()) : sizing.height();
    return new ReplacedBox(
        element,
        placed(style.sized(sizing.sized(width, height))),
        indices.getAsInt(),
        pictures
            .drawing(element, SvgMarkup.of(element))
            .flatMap(ReplacedElements::drawable)
            .<Replacement>map(Replacement.Image::new)
            .orElseGet(Replacement.Blank::new),
        SvgMarkup.size(element));
  }

  private static Size percent(Element element, String name, Size otherwise) {
    String value = element.attribute(name);
    if (value != null && value.strip().endsWith("%")) {
      OptionalDouble number = SvgMarkup.number(value.strip().replace("%", ""));
      if (number.isPresent()) {
        return new Percent(number.getAsDouble());
      }
    }
    return otherwise;
  }

  /** A table part, a flex container, ... cannot be replaced: it is an inline or a block. */
  private static BoxStyle placed(BoxStyle style) {
    Display display = style.display();
    return style.as(display.isInlineLevel() ? Display.INLINE : Display.BLOCK);
  }

  private static NaturalSize attributeSize(Element element, int width, int height) {
    return NaturalSize.of(
        GeneratedContent.number(element, "width").orElse(width),
        GeneratedContent.number(element, "height").orElse(height));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

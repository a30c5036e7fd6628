package dev.glasshouse.layout.box;

import dev.glasshouse.css.values.Content;
import dev.glasshouse.css.values.CounterChange;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.ListStyle;
import dev.glasshouse.css.values.TableKeywords.ListStylePosition;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.layout.style.BoxStyle;
import dev.glasshouse.layout.style.Generated;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** Counters, markers, and the boxes of {@code content} (CSS Generated Content 3, CSS Lists 3). */
final class GeneratedContent {
  private static final String LIST_ITEM = "list-item";

  private final Counters counters;
  private final Pictures pictures;
  private final IntSupplier indices;

  GeneratedContent(Counters counters, Pictures pictures, IntSupplier indices) {
    this.counters = counters;
    this.pictures = pictures;
    this.indices = indices;
  }

  /** Changes the counters as an element says, those of lists included (HTML 15.3.8). */
  void count(Element element, BoxStyle style) {
    Generated generated = style.generated();
    boolean item = style.display().isListItem();
    if (!item && !generated.counts()) {
      return;
    }
    for (CounterChange change : generated.reset()) {
      boolean count = change.reversed() && change.byDefault();
      counters.reset(change.name(), count ? items(element) + 1 : change.value());
    }
    boolean counted = false;
    for (CounterChange change : generated.increment()) {
      boolean ofList = change.name().equals(LIST_ITEM);
      counted |= ofList;
      boolean down = ofList && change.byDefault() && reversed(element);
      counters.increment(change.name(), down ? -1 : change.value());
    }
    if (item && !counted) {
      counters.increment(LIST_ITEM, reversed(element) ? -1 : 1);
    }
    generated.set().forEach(change -> counters.set(change.name(), change.value()));
  }

  private static boolean reversed(Element item) {
    Element parent = item.parentElement();
    return parent != null && parent.is(Tag.OL) && parent.hasAttribute("reversed");
  }

  private static int items(Element list) {
    int items = 0;
    for (Element child : list.childElements()) {
      items += child.is(Tag.LI) ? 1 : 0;
    }
    return items;
  }

  static OptionalInt number(Element element, String attribute) {
    String value = element.attribute(attribute);
    if (value == null) {
      return OptionalInt.empty();
    }
    var digits = new StringBuilder();
    for (char c : value.strip().toCharArray()) {
      if ((c >= '0' && c <= '9') || (digits.isEmpty() && c == '-')) {
        digits.append(c);
      } else if (!digits.isEmpty() || c != '+') {
        break;
      }
    }
    try {
      return OptionalInt.of(Integer.parseInt(digits.toString()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Gives a list item its marker, outside of it or as its first content. */
  void marker(Element element, BoxStyle item, BoxStyle style, BlockBox box, Contents contents) {
    Generated generated = item.generated();
    Optional<Marker> marker = image(generated, style).or(() -> words(element, generated, style));
    if (marker.isEmpty() || style.display() == Display.NONE) {
      return;
    }
    if (generated.listPosition() == ListStylePosition.OUTSIDE) {
      box.mark(marker.get());
      return;
    }
    contents.open(null, style.as(Display.INLINE));
    if (marker.get() instanceof Marker.Picture picture) {
      contents.inline(picture.picture());
      text(" ", style, contents);
    } else {
      text(marker.get().text(), style, contents);
    }
    contents.close();
  }

  private Optional<Marker> image(Generated generated, BoxStyle style) {
    if (generated.listImage() instanceof Image.FromUrl(String url)) {
      return pictures
          .at(url)
          .flatMap(ReplacedElements::drawable)
          .map(picture ->
              new Marker.Picture(
                  style,
                  new ReplacedBox(
                      null,
                      style.anonymous(Display.INLINE_BLOCK),
                      indices.getAsInt(),
                      new Replacement.Image(picture),
                      NaturalSize.of(picture))));
    }
    return Optional.empty();
  }

  private Optional<Marker> words(Element element, Generated generated, BoxStyle style) {
    Content content = style.generated().content();
    if (content == Content.Keyword.NONE) {
      return Optional.empty();
    }
    if (content instanceof Content.Items items) {
      String text =
          items.items().stream()
              .map(each -> plain(each, element, style))
              .collect(Collectors.joining());
      return text.isEmpty() ? Optional.empty() : Optional.of(new Marker.Words(style, text));
    }
    ListStyle type = generated.listStyle();
    if (type instanceof ListStyle.Named(String name)) {
      switch (name) {
        case "disc":
          return Optional.of(new Marker.Bullet(style, Marker.Shape.DISC));
        case "circle":
          return Optional.of(new Marker.Bullet(style, Marker.Shape.CIRCLE));
        case "square":
          return Optional.of(new Marker.Bullet(style, Marker.Shape.SQUARE));
        default:
      }
    }
    String text = CounterStyles.marker(type, counters.value(LIST_ITEM));
    return text.isEmpty() ? Optional.empty() : Optional.of(new Marker.Words(style, text));
  }

  /** Adds the boxes of an element's {@code content}. */
  void fill(Element element, BoxStyle style, Contents contents) {
    if (!(style.generated().content() instanceof Content.Items items)) {
      return;
    }
    var text = new StringBuilder();
    for (Content.Item item : items.items()) {
      if (item instanceof Content.Picture(Image image)) {
        text(text.toString(), style, contents);
        text.setLength(0);
        picture(image, style, contents);
      } else {
        text.append(plain(item, element, style));
      }
    }
    text(text.toString(), style, contents);
  }

  private void picture(Image image, BoxStyle style, Contents contents) {
    if (image instanceof Image.FromUrl(String url)) {
      pictures
          .at(url)
          .flatMap(ReplacedElements::drawable)
          .ifPresent(picture ->
              contents.inline(
                  new ReplacedBox(
                      null,
                      style.anonymous(Display.INLINE),
                      indices.getAsInt(),
                      new Replacement.Image(picture),
                      NaturalSize.of(picture))));
    }
  }

  private void text(String text, BoxStyle style, Contents contents) {
    if (!text.isEmpty()) {
      String mapped =
          CaseMapper.map(text, style.script().transform(), style.script().shaping().language());
      contents.inline(
          new TextBox(null, style.anonymous(Display.INLINE), indices.getAsInt(), mapped));
    }
  }

  private String plain(Content.Item item, Element element, BoxStyle style) {
    String language = style.script().shaping().language();
    return switch (item) {
      case Content.Text(String text) -> text;
      case Content.Attr(String name, String fallback) -> {
        String value = element.attribute(name);
        yield value == null ? fallback : value;
      }
      case Content.Picture _ -> "";
      case Content.Counter(String name, ListStyle as) ->
          CounterStyles.write(as, counters.value(name));
      case Content.Counters(String name, String between, ListStyle as) ->
          counters.values(name).stream()
              .map(value -> CounterStyles.write(as, value))
              .collect(Collectors.joining(between));
      case Content.Quote quote ->
          switch (quote) {
            case OPEN_QUOTE -> counters.openQuote(style.generated().quotes(), language);
            case CLOSE_QUOTE -> counters.closeQuote(style.generated().quotes(), language);
            case NO_OPEN_QUOTE -> silent(1);
            case NO_CLOSE_QUOTE -> silent(-1);
          };
    };
  }

  private String silent(int depth) {
    counters.quote(depth);
    return "";
  }
}

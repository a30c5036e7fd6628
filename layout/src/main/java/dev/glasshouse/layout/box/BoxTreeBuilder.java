package dev.glasshouse.layout.box;

import dev.glasshouse.css.Patience;
import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BoxKeywords.Position;
import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.FontKeywords.FontVariantCaps;
import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.Text;
import dev.glasshouse.layout.style.BoxStyle;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the box tree of a document (CSS Display 3, section 1; CSS 2, 9.2): from elements, their
 * styles and generated content to block containers, inline boxes, texts and replaced boxes.
 *
 * <p>Boxes nest no deeper than a limit: what stands deeper gives its text to the deepest box.
 */
public final class BoxTreeBuilder {
  private final Document document;
  private final Styles styles;
  private final int maxDepth;
  private final Patience patience;
  private final Counters counters = new Counters();
  private final GeneratedContent generated;
  private final ReplacedElements replaced;
  private final Map<String, Integer> instead = new TreeMap<>();
  private int boxes;
  private int flattened;

  private BoxTreeBuilder(
      Document document, Styles styles, Pictures pictures, int maxDepth, Patience patience) {
    this.document = document;
    this.styles = styles;
    this.maxDepth = maxDepth;
    this.patience = patience;
    this.generated = new GeneratedContent(counters, pictures, this::nextIndex);
    this.replaced = new ReplacedElements(pictures, this::nextIndex);
  }

  /**
   * The box tree of a document; empty where the document has no root element or that makes no box.
   *
   * @param maxDepth how deep elements may be nested
   * @param patience looked at for every node
   * @throws Patience.Ended when it takes longer than that
   */
  public static Optional<BoxTree> build(
      Document document, Styles styles, Pictures pictures, int maxDepth, Patience patience) {
    Element root = document.documentElement();
    if (root == null) {
      return Optional.empty();
    }
    BoxStyle style = styles.of(root);
    if (style.display() == Display.NONE) {
      return Optional.empty();
    }
    var builder = new BoxTreeBuilder(document, styles, pictures, maxDepth, patience);
    BlockBox box =
        builder.container(root, style.as(blockLevel(style.display())), BlockBox.Role.ROOT, 0);
    return Optional.of(
        new BoxTree(
            box,
            builder.boxes,
            document.quirksMode(),
            Map.copyOf(builder.instead),
            builder.flattened));
  }

  private static Display blockLevel(Display display) {
    Display block = display.blockified();
    return block == Display.CONTENTS ? Display.BLOCK : block;
  }

  private int nextIndex() {
    return boxes++;
  }

  /** A block container with all that is in it. */
  private BlockBox container(Element element, BoxStyle style, BlockBox.Role role, int depth) {
    var box = new BlockBox(element, style, nextIndex(), role);
    var contents = new Contents(box, this::nextIndex);
    generated.count(element, style);
    replaced.field(element).ifPresent(box::field);
    counters.enter();
    if (style.display() == Display.LIST_ITEM) {
      BoxStyle markerStyle =
          styles
              .of(element, Styles.Pseudo.MARKER)
              .orElseGet(() -> style.anonymous(Display.INLINE_BLOCK));
      generated.marker(element, style, markerStyle, box, contents);
    }
    fill(element, style, contents, depth);
    counters.leave();
    contents.finish();
    if (style.display() == Display.TABLE || style.display() == Display.INLINE_TABLE) {
      CollapsedBorders.settle(box);
    }
    return box;
  }

  /** The content of an element, with what comes before and after it. */
  private void fill(Element element, BoxStyle style, Contents contents, int depth) {
    pseudo(element, Styles.Pseudo.BEFORE, contents);
    Optional<String> own = replaced.ownText(element);
    if (own.isPresent()) {
      text(null, own.get(), style, contents);
    } else {
      boolean closed = element.isHtml() && element.tag() == Tag.DETAILS;
      closed = closed && !element.hasAttribute("open");
      for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
        if (!closed || (child instanceof Element inner && inner.is(Tag.SUMMARY))) {
          node(child, style, contents, depth + 1);
        }
      }
    }
    pseudo(element, Styles.Pseudo.AFTER, contents);
  }

  private void node(Node node, BoxStyle parent, Contents contents, int depth) {
    patience.look();
    if (node instanceof Text text) {
      text(text, text.data(), parent, contents);
    } else if (node instanceof Element element) {
      if (depth > maxDepth) {
        flatten(element, parent, contents);
      } else {
        element(element, contents, depth);
      }
    }
  }

  private void text(@Nullable Node node, String data, BoxStyle parent, Contents contents) {
    if (data.isEmpty()) {
      return;
    }
    String mapped =
        CaseMapper.map(data, parent.script().transform(), parent.script().shaping().language());
    BoxStyle style = parent.anonymous(Display.INLINE);
    contents.inline(new TextBox(node, style, nextIndex(), mapped));
  }

  private void element(Element element, Contents contents, int depth) {
    BoxStyle style = styles.of(element);
    Display display = style.display();
    if (display == Display.NONE || replaced.hidden(element)) {
      return;
    }
    if (display == Display.CONTENTS) {
      generated.count(element, style);
      counters.enter();
      fill(element, style, contents, depth);
      counters.leave();
      return;
    }
    if (style.placement().outOfFlow()) {
      style = style.as(display.blockified());
    }
    note(style);
    noteTablePart(element, style.display());
    if (element.isHtml() && (element.tag() == Tag.BR || element.tag() == Tag.WBR)) {
      generated.count(element, style);
      contents.inline(new BreakBox(element, style, nextIndex(), element.tag() == Tag.BR));
      return;
    }
    Optional<Box> stand = replaced.box(element, style);
    if (stand.isPresent()) {
      generated.count(element, style);
      add(stand.get(), contents);
    } else if (inlineBox(element, style)) {
      inline(element, style, contents, depth);
    } else {
      boolean body = element == document.body();
      var role = body ? BlockBox.Role.BODY : BlockBox.Role.ELEMENT;
      add(container(element, style, role, depth), contents);
    }
  }

  private boolean inlineBox(Element element, BoxStyle style) {
    return switch (style.display()) {
      case INLINE, INLINE_LIST_ITEM, RUBY, RUBY_BASE, RUBY_TEXT, RUBY_TEXT_CONTAINER ->
          replaced.field(element).isEmpty();
      default -> false;
    };
  }

  private static void add(Box box, Contents contents) {
    if (box.outOfFlow()) {
      contents.outOfFlow(box);
    } else if (box.inlineLevel()) {
      contents.inline(box);
    } else {
      contents.block(box);
    }
  }

  private void inline(Element element, BoxStyle style, Contents contents, int depth) {
    generated.count(element, style);
    counters.enter();
    contents.open(element, style);
    Optional<String> alternative = replaced.alternative(element);
    if (alternative.isPresent()) {
      text(null, alternative.get(), style, contents);
    } else {
      fill(element, style, contents, depth);
    }
    contents.close();
    counters.leave();
  }

  private void pseudo(Element element, Styles.Pseudo which, Contents contents) {
    Optional<BoxStyle> found = styles.of(element, which);
    if (found.isEmpty() || found.get().display() == Display.NONE) {
      return;
    }
    BoxStyle style = found.get();
    if (style.placement().outOfFlow()) {
      style = style.as(style.display().blockified());
    }
    note(style);
    counters.apply(
        style.generated().reset(), style.generated().increment(), style.generated().set());
    if (style.display() == Display.CONTENTS) {
      generated.fill(element, style, contents);
    } else if (style.display() == Display.INLINE) {
      contents.open(null, style);
      generated.fill(element, style, contents);
      contents.close();
    } else {
      var box = new BlockBox(null, style, nextIndex(), BlockBox.Role.ELEMENT);
      var inner = new Contents(box, this::nextIndex);
      generated.fill(element, style, inner);
      inner.finish();
      add(box, contents);
    }
  }

  /** What is too deep: its texts, one after the other. */
  private void flatten(Element top, BoxStyle parent, Contents contents) {
    for (Node node = top; node != null; ) {
      boolean hidden = false;
      if (node instanceof Element element) {
        flattened++;
        hidden = styles.of(element).display() == Display.NONE || replaced.hidden(element);
      } else if (node instanceof Text text) {
        text(text, text.data(), parent, contents);
      }
      node = hidden ? node.nextSkippingChildren(top) : node.next(top);
    }
  }

  /** A part of a table that stands in none would have one made around it (CSS 2, 17.2.1). */
  private void noteTablePart(Element element, Display display) {
    Element parent = element.parentElement();
    while (parent != null && styles.of(parent).display() == Display.CONTENTS) {
      parent = parent.parentElement();
    }
    if (isTablePart(display) && (parent == null || !isOfTable(styles.of(parent).display()))) {
      String name = display.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      instead.merge(name + " outside of a table", 1, Integer::sum);
    }
  }

  private static boolean isTablePart(Display display) {
    return switch (display) {
      case TABLE_CELL, TABLE_ROW, TABLE_ROW_GROUP, TABLE_HEADER_GROUP, TABLE_FOOTER_GROUP -> true;
      default -> false;
    };
  }

  private static boolean isOfTable(Display display) {
    return isTablePart(display) || display == Display.TABLE || display == Display.INLINE_TABLE;
  }

  /** Counts what is laid out in another way than the style says. */
  private void note(BoxStyle style) {
    Display display = style.display();
    String name =
        switch (display) {
          case FLEX, INLINE_FLEX, GRID, INLINE_GRID, RUBY ->
              display.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
          default -> "";
        };
    if (!name.isEmpty()) {
      instead.merge(name, 1, Integer::sum);
    }
    if (style.placement().position() == Position.STICKY) {
      instead.merge("position: sticky", 1, Integer::sum);
    }
    ComputedStyle computed = style.look().computed();
    if (computed.writingMode().isVertical()) {
      instead.merge("writing-mode", 1, Integer::sum);
    }
    if (computed.fontVariantCaps() != FontVariantCaps.NORMAL) {
      instead.merge("font-variant-caps", 1, Integer::sum);
    }
  }
}

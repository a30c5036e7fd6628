package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.Tag;

/**
 * The adoption agency algorithm: what an end tag of a formatting element does when other elements
 * were opened in between.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#adoption-agency-algorithm">HTML
 *     13.2.6.4.7</a>
 */
final class AdoptionAgency {
  private final TreeBuilder b;
  private final OpenElements open;
  private final FormattingElements formatting;

  AdoptionAgency(TreeBuilder builder) {
    this.b = builder;
    this.open = builder.open;
    this.formatting = builder.formatting;
  }

  /** Whether it dealt with the tag; if not, the tag is like any other end tag. */
  boolean run(Tag subject) {
    // Step 2: the common case.
    if (open.currentIs(subject) && formatting.indexOf(open.current()) < 0) {
      open.pop();
      return true;
    }
    // Steps 3 and 4: at most eight times.
    for (int i = 0; i < 8; i++) {
      // 4.3
      Element element = formatting.lastSinceMarker(subject);
      if (element == null) {
        return i > 0;
      }
      int at = open.indexOf(element);
      if (at < 0) {
        // 4.4
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        formatting.remove(element);
        return true;
      }
      if (!open.inScope(element)) {
        // 4.5
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        return true;
      }
      if (open.current() != element) {
        // 4.6
        b.error(ParseErrorCode.MISNESTED_END_TAG);
      }
      // 4.7
      int block = furthestBlock(at);
      if (block < 0) {
        // 4.8
        open.shrinkTo(at);
        formatting.remove(element);
        return true;
      }
      rearrange(element, at, block);
    }
    return true;
  }

  private int furthestBlock(int below) {
    for (int i = below + 1; i < open.size(); i++) {
      if (open.has(i, Traits.SPECIAL)) {
        return i;
      }
    }
    return -1;
  }

  /** Steps 4.9 to 4.19. */
  private void rearrange(Element element, int at, int block) {
    Element commonAncestor = open.get(at - 1);
    Element furthestBlock = open.get(block);
    int bookmark = formatting.indexOf(element);
    Element last = furthestBlock;
    // 4.13: up the stack from the furthest block to the formatting element.
    int inner = 0;
    for (int i = block - 1; open.get(i) != element; i--) {
      inner++;
      Element node = open.get(i);
      int entry = formatting.indexOf(node);
      FormattingElements.Entry known = entry < 0 ? null : formatting.get(entry);
      if (inner > 3 && entry >= 0) {
        // 4.13.4
        formatting.removeAt(entry);
        if (entry < bookmark) {
          bookmark--;
        }
        known = null;
      }
      if (known == null) {
        // 4.13.5
        open.removeAt(i);
        continue;
      }
      // 4.13.6
      Element copy = known.copy();
      formatting.replace(entry, known.with(copy));
      open.replace(i, copy);
      if (last == furthestBlock) {
        // 4.13.7
        bookmark = entry + 1;
      }
      // 4.13.8 and 9
      copy.append(last);
      last = copy;
    }
    // 4.14
    b.insertAt(commonAncestor, last);
    // 4.15 to 17
    int entry = formatting.indexOf(element);
    FormattingElements.Entry known = formatting.removeAt(entry);
    Element copy = known.copy();
    moveChildren(furthestBlock, copy);
    furthestBlock.append(copy);
    // 4.18
    formatting.insertAt(entry < bookmark ? bookmark - 1 : bookmark, known.with(copy));
    // 4.19
    open.remove(element);
    open.insertAt(open.indexOf(furthestBlock) + 1, copy);
  }

  private static void moveChildren(Element from, Element to) {
    for (Node child = from.firstChild(); child != null; child = from.firstChild()) {
      to.append(child);
    }
  }
}

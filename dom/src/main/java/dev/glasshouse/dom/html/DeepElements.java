package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements beyond {@link Limits#depth()}. Each becomes a sibling of the deepest element that there
 * may be, and stands on the stack of open elements in its place; which others are open below is
 * kept here, so that an end tag still closes its own element.
 */
final class DeepElements {
  /** How far an end tag looks for its element. */
  private static final int REACH = 64;

  private final TreeBuilder b;
  private final int depth;
  private final ErrorLog errors;
  private final List<Element> covered = new ArrayList<>();

  DeepElements(TreeBuilder builder, int depth, ErrorLog errors) {
    this.b = builder;
    this.depth = depth;
    this.errors = errors;
  }

  boolean isActive() {
    return !covered.isEmpty();
  }

  void forget() {
    covered.clear();
  }

  /**
   * Takes a start tag if the stack of open elements is full; elements without content fit always.
   */
  boolean startTag(TagToken token) {
    if (b.mode == InsertionMode.TEXT || isLeaf(token.tag())) {
      return false;
    }
    errors.fired(LimitFired.DEPTH);
    if (!isActive()) {
      b.error(ParseErrorCode.DEPTH_LIMIT);
    }
    Element deepest = b.open.current();
    boolean html = deepest.isHtml();
    b.open.shrinkTo(depth);
    boolean sameAgain = html && deepest.tag() == token.tag() && token.tag() == Tag.P;
    if (!sameAgain) {
      covered.add(deepest);
    }
    if (html) {
      b.insertElement(token);
    } else {
      b.insertForeign(token, foreignNamespace(deepest));
    }
    if (token.selfClosing && !html) {
      token.acknowledged = true;
      back();
    }
    return true;
  }

  private static Namespace foreignNamespace(Element element) {
    return element.namespace() == Namespace.SVG ? Namespace.SVG : Namespace.MATHML;
  }

  /** Takes an end tag if an element that is kept here, or stands for those here, is meant. */
  boolean endTag(TagToken token) {
    if (b.mode == InsertionMode.TEXT) {
      return false;
    }
    String name = token.name().name;
    if (matches(b.open.current(), name)) {
      back();
      return true;
    }
    int lowest = Math.max(0, covered.size() - REACH);
    for (int i = covered.size() - 1; i >= lowest; i--) {
      if (matches(covered.get(i), name)) {
        while (covered.size() > i + 1) {
          covered.removeLast();
        }
        // The match itself is closed; what lies above it is open again.
        covered.removeLast();
        b.error(ParseErrorCode.MISNESTED_END_TAG);
        if (covered.isEmpty()) {
          b.open.shrinkTo(depth);
        } else {
          back();
        }
        return true;
      }
    }
    if (b.open.contains(token.tag())) {
      covered.clear();
      return false;
    }
    b.error(ParseErrorCode.UNEXPECTED_END_TAG);
    return true;
  }

  private static boolean matches(Element element, String name) {
    return element.localName().equalsIgnoreCase(name);
  }

  /** Closes the element in the deepest place; the one that was covered last is open again. */
  private void back() {
    b.open.shrinkTo(depth);
    if (!covered.isEmpty()) {
      b.open.push(covered.removeLast());
    }
  }

  private static boolean isLeaf(Tag tag) {
    return switch (tag) {
      case AREA,
          BASE,
          BASEFONT,
          BGSOUND,
          BR,
          COL,
          EMBED,
          FRAME,
          HR,
          IMG,
          INPUT,
          KEYGEN,
          LINK,
          META ->
          true;
      case PARAM, SOURCE, TRACK, WBR -> true;
      case IFRAME, NOEMBED, NOFRAMES, SCRIPT, STYLE, TEXTAREA, TITLE, XMP -> true;
      default -> false;
    };
  }
}

package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Tag;

/**
 * The rules inside SVG and MathML.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign">HTML
 *     13.2.6.5</a>
 */
final class ForeignRules extends Rules {
  private static final char[] REPLACEMENT = {'\uFFFD'};

  ForeignRules(TreeBuilder builder) {
    super(builder);
  }

  @Override
  boolean takesUnsorted() {
    return true;
  }

  @Override
  boolean unsorted(char[] chars, int start, int end) {
    if (chars[start] == 0) {
      b.error(ParseErrorCode.UNEXPECTED_NULL_CHARACTER);
      b.insertText(REPLACEMENT, 0, 1);
      return DONE;
    }
    b.insertText(chars, start, end);
    for (int i = start; i < end && b.framesetOk; i++) {
      b.framesetOk = CharClass.isSpace(chars[i]);
    }
    return DONE;
  }

  @Override
  boolean space(char[] chars, int start, int end) {
    return unsorted(chars, start, end);
  }

  @Override
  boolean text(char[] chars, int start, int end) {
    return unsorted(chars, start, end);
  }

  @Override
  boolean startTag(TagToken token) {
    if (breaksOut(token)) {
      return breakOut(token);
    }
    Element current = b.adjustedCurrent();
    b.insertForeign(token, current.namespace());
    if (token.selfClosing) {
      token.acknowledged = true;
      Element element = b.open.pop();
      if (isSvgScript(element)) {
        b.scriptEnded(element);
      }
    }
    return DONE;
  }

  private static boolean breaksOut(TagToken token) {
    return switch (token.tag()) {
      case B, BIG, BLOCKQUOTE, BODY, BR, CENTER, CODE, DD, DIV, DL, DT, EM, EMBED -> true;
      case H1, H2, H3, H4, H5, H6, HEAD, HR, I, IMG, LI, LISTING, MENU, META, NOBR -> true;
      case OL, P, PRE, RUBY, S, SMALL, SPAN, STRIKE, STRONG, SUB, SUP, TABLE, TT, U -> true;
      case UL, VAR -> true;
      case FONT ->
          token.attributes.indexOf("color") >= 0
              || token.attributes.indexOf("face") >= 0
              || token.attributes.indexOf("size") >= 0;
      default -> false;
    };
  }

  private boolean breakOut(TagToken token) {
    b.error(ParseErrorCode.UNEXPECTED_START_TAG);
    leave();
    return b.rules(b.mode).startTag(token);
  }

  /** Pops until HTML rules apply again. */
  private void leave() {
    while (!b.open.isEmpty()
        && (b.open.currentTraits() & (Traits.HTML | Traits.HTML_INTEGRATION | Traits.MATHML_TEXT))
            == 0) {
      b.open.pop();
    }
  }

  @Override
  boolean endTag(TagToken token) {
    Tag tag = token.tag();
    if (tag == Tag.BR || tag == Tag.P) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      leave();
      return b.rules(b.mode).endTag(token);
    }
    Element current = b.open.current();
    if (tag == Tag.SCRIPT && isSvgScript(current)) {
      b.open.pop();
      b.scriptEnded(current);
      return DONE;
    }
    return closeForeign(token);
  }

  private boolean closeForeign(TagToken token) {
    String name = token.name().name;
    if (!isNamed(b.open.current(), name)) {
      b.error(ParseErrorCode.MISNESTED_END_TAG);
    }
    for (int i = b.open.size() - 1; i > 0; i--) {
      Element node = b.open.get(i);
      if (isNamed(node, name)) {
        b.open.shrinkTo(i);
        return DONE;
      }
      if (b.open.get(i - 1).isHtml()) {
        return b.rules(b.mode).endTag(token);
      }
    }
    return DONE;
  }

  /** Compares in lower case, as the tokenizer gives names. */
  private static boolean isNamed(Element element, String name) {
    return element.localName().equalsIgnoreCase(name);
  }

  private static boolean isSvgScript(Element element) {
    return element.namespace() == Namespace.SVG && element.localName().equals("script");
  }

  @Override
  boolean endOfFile() {
    throw new IllegalStateException("the end of a file is never foreign content");
  }
}

package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Namespace;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.Tag;

/**
 * The insertion mode "in body": text and start tags. End tags are in {@link BodyEndTags}.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody">HTML
 *     13.2.6.4.7</a>
 */
final class BodyRules extends Rules {
  private final BodyEndTags endTags;

  BodyRules(TreeBuilder builder) {
    super(builder);
    endTags = new BodyEndTags(builder);
  }

  @Override
  boolean takesUnsorted() {
    return true;
  }

  @Override
  boolean unsorted(char[] chars, int start, int end) {
    if (chars[start] == 0) {
      return nul();
    }
    b.reconstructFormatting();
    b.insertText(chars, start, end);
    if (b.framesetOk && hasText(chars, start, end)) {
      b.framesetOk = false;
    }
    return DONE;
  }

  private static boolean hasText(char[] chars, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!CharClass.isSpace(chars[i])) {
        return true;
      }
    }
    return false;
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
  boolean endTag(TagToken token) {
    return endTags.endTag(token);
  }

  @Override
  boolean endOfFile() {
    if (!b.templateModes.isEmpty()) {
      return b.rules(InsertionMode.IN_TEMPLATE).endOfFile();
    }
    if (endTags.hasUnclosed()) {
      b.error(ParseErrorCode.UNCLOSED_ELEMENTS);
    }
    return b.stopParsing();
  }

  @Override
  boolean startTag(TagToken token) {
    switch (token.tag()) {
      case P, DIV, UL, OL, DL, SECTION, ARTICLE, ASIDE, NAV, HEADER, FOOTER, MAIN -> block(token);
      case ADDRESS, BLOCKQUOTE, CENTER, DETAILS, DIALOG, DIR, FIELDSET -> block(token);
      case FIGCAPTION, FIGURE, HGROUP, MENU, SEARCH, SUMMARY -> block(token);
      case A -> anchor(token);
      case B, BIG, CODE, EM, FONT, I, S, SMALL, STRIKE, STRONG, TT, U -> formatting(token);
      case LI -> listItem(token);
      case DD, DT -> definition(token);
      case H1, H2, H3, H4, H5, H6 -> heading(token);
      case AREA, BR, EMBED, IMG, KEYGEN, WBR -> voidElement(token);
      case PRE, LISTING -> preformatted(token);
      case TABLE -> table(token);
      case NOBR -> nobr(token);
      case RB, RTC -> ruby(token, Tag.UNKNOWN);
      case RP, RT -> ruby(token, Tag.RTC);
      case CAPTION, COL, COLGROUP, FRAME, HEAD, TBODY, TD, TFOOT, TH, THEAD, TR ->
          b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      default -> {
        return lessCommonStartTag(token);
      }
    }
    return DONE;
  }

  private boolean lessCommonStartTag(TagToken token) {
    switch (token.tag()) {
      case UNKNOWN -> ordinary(token);
      case BASE, BASEFONT, BGSOUND, LINK, META, NOFRAMES, SCRIPT, STYLE, TEMPLATE, TITLE -> {
        return b.rules(InsertionMode.IN_HEAD).startTag(token);
      }
      case HTML -> html(token);
      case BODY -> body(token);
      case FRAMESET -> frameset(token);
      case FORM -> form(token);
      case PLAINTEXT -> {
        b.closePInButtonScope();
        b.insertElement(token);
        b.switchTokenizer(TokenizerState.PLAINTEXT);
      }
      case BUTTON -> button(token);
      case APPLET, MARQUEE, OBJECT -> {
        b.reconstructFormatting();
        b.insertElement(token);
        b.formatting.addMarker();
        b.framesetOk = false;
      }
      case INPUT -> input(token);
      case PARAM, SOURCE, TRACK -> b.insertVoid(token);
      case HR -> rule(token);
      case IMAGE -> {
        b.error(ParseErrorCode.UNEXPECTED_START_TAG);
        token.name(new TagName("img"));
        return AGAIN;
      }
      case MATH -> foreign(token, Namespace.MATHML);
      case SVG -> foreign(token, Namespace.SVG);
      default -> textOrForm(token);
    }
    return DONE;
  }

  private void textOrForm(TagToken token) {
    switch (token.tag()) {
      case TEXTAREA -> {
        b.openText(token, TokenizerState.RCDATA);
        b.skipLineFeed = true;
        b.framesetOk = false;
      }
      case XMP -> {
        b.closePInButtonScope();
        b.reconstructFormatting();
        b.framesetOk = false;
        b.openText(token, TokenizerState.RAWTEXT);
      }
      case IFRAME -> {
        b.framesetOk = false;
        b.openText(token, TokenizerState.RAWTEXT);
      }
      case NOEMBED -> b.openText(token, TokenizerState.RAWTEXT);
      case NOSCRIPT -> {
        if (b.options.scripting() == Scripting.ON) {
          b.openText(token, TokenizerState.RAWTEXT);
        } else {
          ordinary(token);
        }
      }
      case SELECT -> select(token);
      case OPTION -> option(token);
      case OPTGROUP -> optgroup(token);
      case SELECTEDCONTENT -> {
        ordinary(token);
        b.selectedContentInserted(b.open.current());
      }
      default -> ordinary(token);
    }
  }

  /** "Any other start tag". */
  private void ordinary(TagToken token) {
    b.reconstructFormatting();
    b.insertElement(token);
  }

  private void block(TagToken token) {
    b.closePInButtonScope();
    b.insertElement(token);
  }

  private void heading(TagToken token) {
    b.closePInButtonScope();
    if (OpenElements.isHeading(b.open.currentTag())) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.open.pop();
    }
    b.insertElement(token);
  }

  private void preformatted(TagToken token) {
    block(token);
    b.skipLineFeed = true;
    b.framesetOk = false;
  }

  private void listItem(TagToken token) {
    b.framesetOk = false;
    for (int i = b.open.size() - 1; i >= 0; i--) {
      Tag tag = b.open.tag(i);
      if (tag == Tag.LI) {
        closeImplied(Tag.LI);
        break;
      }
      if (endsItem(i, tag)) {
        break;
      }
    }
    block(token);
  }

  private void definition(TagToken token) {
    b.framesetOk = false;
    for (int i = b.open.size() - 1; i >= 0; i--) {
      Tag tag = b.open.tag(i);
      if (tag == Tag.DD || tag == Tag.DT) {
        closeImplied(tag);
        break;
      }
      if (endsItem(i, tag)) {
        break;
      }
    }
    block(token);
  }

  private boolean endsItem(int index, Tag tag) {
    return b.open.has(index, Traits.SPECIAL) && !any(tag, Tag.ADDRESS, Tag.DIV, Tag.P);
  }

  private void closeImplied(Tag tag) {
    b.open.generateImpliedEndTags(tag);
    if (!b.open.currentIs(tag)) {
      b.error(ParseErrorCode.MISNESTED_END_TAG);
    }
    b.open.popThrough(tag);
  }

  private void anchor(TagToken token) {
    Element earlier = b.formatting.lastSinceMarker(Tag.A);
    if (earlier != null) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      endTags.adopt(Tag.A);
      b.formatting.remove(earlier);
      b.open.remove(earlier);
    }
    formatting(token);
  }

  private void formatting(TagToken token) {
    b.reconstructFormatting();
    b.formatting.push(b.insertElement(token));
  }

  private void nobr(TagToken token) {
    b.reconstructFormatting();
    if (b.open.inScope(Tag.NOBR)) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      endTags.adopt(Tag.NOBR);
      b.reconstructFormatting();
    }
    b.formatting.push(b.insertElement(token));
  }

  private void voidElement(TagToken token) {
    b.reconstructFormatting();
    b.insertVoid(token);
    b.framesetOk = false;
  }

  private void table(TagToken token) {
    if (b.document.quirksMode() != QuirksMode.QUIRKS) {
      b.closePInButtonScope();
    }
    b.insertElement(token);
    b.framesetOk = false;
    b.mode = InsertionMode.IN_TABLE;
  }

  private void ruby(TagToken token, Tag except) {
    if (b.open.inScope(Tag.RUBY)) {
      b.open.generateImpliedEndTags(except);
      if (!b.open.currentIs(Tag.RUBY) && !(except == Tag.RTC && b.open.currentIs(Tag.RTC))) {
        b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      }
    }
    b.insertElement(token);
  }

  private void html(TagToken token) {
    b.error(ParseErrorCode.UNEXPECTED_START_TAG);
    if (!b.open.contains(Tag.TEMPLATE)) {
      b.addMissing(b.open.get(0), token.attributes);
    }
  }

  private void body(TagToken token) {
    b.error(ParseErrorCode.UNEXPECTED_START_TAG);
    if (secondIsBody() && !b.open.contains(Tag.TEMPLATE)) {
      b.framesetOk = false;
      b.addMissing(b.open.get(1), token.attributes);
    }
  }

  private void frameset(TagToken token) {
    b.error(ParseErrorCode.UNEXPECTED_START_TAG);
    if (secondIsBody() && b.framesetOk) {
      Node body = b.open.get(1);
      body.remove();
      b.open.shrinkTo(1);
      b.insertElement(token);
      b.mode = InsertionMode.IN_FRAMESET;
    }
  }

  private boolean secondIsBody() {
    return b.open.size() > 1 && b.open.tag(1) == Tag.BODY;
  }

  private void form(TagToken token) {
    boolean inTemplate = b.open.contains(Tag.TEMPLATE);
    if (b.form != null && !inTemplate) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      return;
    }
    b.closePInButtonScope();
    Element form = b.insertElement(token);
    if (!inTemplate) {
      b.form = form;
    }
  }

  private void button(TagToken token) {
    if (b.open.inScope(Tag.BUTTON)) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      b.open.popThrough(Tag.BUTTON);
    }
    ordinary(token);
    b.framesetOk = false;
  }

  private boolean fragmentOfSelect() {
    Element context = b.context();
    return context != null && context.is(Tag.SELECT);
  }

  private void input(TagToken token) {
    if (fragmentOfSelect()) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      return;
    }
    if (b.open.inScope(Tag.SELECT)) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.open.popThrough(Tag.SELECT);
    }
    b.reconstructFormatting();
    Element input = b.insertVoid(token);
    String type = input.attribute("type");
    if (type == null || !type.equalsIgnoreCase("hidden")) {
      b.framesetOk = false;
    }
  }

  private void rule(TagToken token) {
    b.closePInButtonScope();
    if (b.open.inScope(Tag.SELECT)) {
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      if (b.open.inScope(Tag.OPTION) || b.open.inScope(Tag.OPTGROUP)) {
        b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      }
    }
    b.insertVoid(token);
    b.framesetOk = false;
  }

  private void select(TagToken token) {
    if (fragmentOfSelect()) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
    } else if (b.open.inScope(Tag.SELECT)) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.open.popThrough(Tag.SELECT);
    } else {
      ordinary(token);
      b.framesetOk = false;
    }
  }

  private void option(TagToken token) {
    if (b.open.inScope(Tag.SELECT)) {
      b.open.generateImpliedEndTags(Tag.OPTGROUP);
      if (b.open.inScope(Tag.OPTION)) {
        b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      }
    } else if (b.open.currentIs(Tag.OPTION)) {
      b.open.pop();
    }
    ordinary(token);
  }

  private void optgroup(TagToken token) {
    if (b.open.inScope(Tag.SELECT)) {
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      if (b.open.inScope(Tag.OPTION) || b.open.inScope(Tag.OPTGROUP)) {
        b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      }
    } else if (b.open.currentIs(Tag.OPTION)) {
      b.open.pop();
    }
    ordinary(token);
  }

  private void foreign(TagToken token, Namespace namespace) {
    b.reconstructFormatting();
    b.insertForeign(token, namespace);
    if (token.selfClosing) {
      token.acknowledged = true;
      b.open.pop();
    }
  }
}

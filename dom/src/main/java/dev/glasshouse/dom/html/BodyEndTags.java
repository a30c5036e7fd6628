package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.Tag;

/**
 * The insertion mode "in body": end tags.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody">HTML
 *     13.2.6.4.7</a>
 */
final class BodyEndTags {
  private final TreeBuilder b;
  private final AdoptionAgency agency;

  BodyEndTags(TreeBuilder builder) {
    this.b = builder;
    this.agency = new AdoptionAgency(builder);
  }

  /** The adoption agency's work for a tag that ends here. */
  void adopt(Tag subject) {
    if (!agency.run(subject)) {
      anyOther(ElementName.html(subject));
    }
  }

  boolean endTag(TagToken token) {
    switch (token.tag()) {
      case P -> p();
      case DIV, UL, OL, DL, SECTION, ARTICLE, ASIDE, NAV, HEADER, FOOTER, MAIN -> close(token);
      case ADDRESS, BLOCKQUOTE, BUTTON, CENTER, DETAILS, DIALOG, DIR -> close(token);
      case FIELDSET, FIGCAPTION, FIGURE, HGROUP, LISTING, MENU, PRE, SEARCH -> close(token);
      case SELECT, SUMMARY -> close(token);
      case A, B, BIG, CODE, EM, FONT, I, NOBR, S, SMALL, STRIKE, STRONG, TT, U ->
          adopt(token.tag());
      case LI -> listItem();
      case DD, DT -> definition(token.tag());
      case H1, H2, H3, H4, H5, H6 -> heading(token.tag());
      case APPLET, MARQUEE, OBJECT -> {
        if (close(token)) {
          b.formatting.clearToMarker();
        }
      }
      case FORM -> form();
      case BR -> {
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        b.reconstructFormatting();
        b.insertVoid(b.implied(Tag.BR));
        b.framesetOk = false;
      }
      case TEMPLATE -> {
        return b.rules(InsertionMode.IN_HEAD).endTag(token);
      }
      case BODY, HTML -> {
        return end(token.tag());
      }
      default -> anyOther(token.name().html);
    }
    return Rules.DONE;
  }

  private boolean end(Tag tag) {
    if (!b.open.inScope(Tag.BODY)) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      return Rules.DONE;
    }
    if (hasUnclosed()) {
      b.error(ParseErrorCode.UNCLOSED_ELEMENTS);
    }
    b.mode = InsertionMode.AFTER_BODY;
    return tag == Tag.HTML;
  }

  /** Whether anything is open whose end tag may not be left out. */
  boolean hasUnclosed() {
    for (int i = b.open.size() - 1; i >= 0; i--) {
      boolean implied =
          switch (b.open.tag(i)) {
            case DD, DT, LI, OPTGROUP, OPTION, P, RB, RP, RT, RTC -> true;
            case TBODY, TD, TFOOT, TH, THEAD, TR, BODY, HTML -> true;
            default -> false;
          };
      if (!implied) {
        return true;
      }
    }
    return false;
  }

  private boolean close(TagToken token) {
    Tag tag = token.tag();
    if (!b.open.inScope(tag)) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      return false;
    }
    b.open.generateImpliedEndTags(Tag.UNKNOWN);
    popThrough(tag);
    return true;
  }

  private void popThrough(Tag tag) {
    if (!b.open.currentIs(tag)) {
      b.error(ParseErrorCode.MISNESTED_END_TAG);
    }
    b.open.popThrough(tag);
  }

  private void p() {
    if (!b.open.inButtonScope(Tag.P)) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      b.insertElement(b.implied(Tag.P));
    }
    b.closeP();
  }

  private void listItem() {
    if (b.open.inListItemScope(Tag.LI)) {
      b.open.generateImpliedEndTags(Tag.LI);
      popThrough(Tag.LI);
    } else {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
    }
  }

  private void definition(Tag tag) {
    if (b.open.inScope(tag)) {
      b.open.generateImpliedEndTags(tag);
      popThrough(tag);
    } else {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
    }
  }

  private void heading(Tag tag) {
    if (!b.open.headingInScope()) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      return;
    }
    b.open.generateImpliedEndTags(Tag.UNKNOWN);
    if (!b.open.currentIs(tag)) {
      b.error(ParseErrorCode.MISNESTED_END_TAG);
    }
    while (!OpenElements.isHeading(b.open.pop().tag())) {
      // Up to and with the heading.
    }
  }

  private void form() {
    if (b.open.contains(Tag.TEMPLATE)) {
      if (!b.open.inScope(Tag.FORM)) {
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        return;
      }
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      popThrough(Tag.FORM);
      return;
    }
    Element form = b.form;
    b.form = null;
    if (form == null || !b.open.inScope(form)) {
      b.error(ParseErrorCode.UNEXPECTED_END_TAG);
      return;
    }
    b.open.generateImpliedEndTags(Tag.UNKNOWN);
    if (b.open.current() != form) {
      b.error(ParseErrorCode.MISNESTED_END_TAG);
    }
    b.open.remove(form);
  }

  /** "Any other end tag". */
  private void anyOther(ElementName name) {
    for (int i = b.open.size() - 1; i >= 0; i--) {
      if (isNamed(i, name)) {
        Element node = b.open.get(i);
        b.open.generateImpliedEndTags(name.htmlTag());
        if (b.open.current() != node) {
          b.error(ParseErrorCode.MISNESTED_END_TAG);
        }
        if (b.open.indexOf(node) >= 0) {
          b.open.popThrough(node);
        }
        return;
      }
      if (b.open.has(i, Traits.SPECIAL)) {
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        return;
      }
    }
  }

  private boolean isNamed(int index, ElementName name) {
    if (name.htmlTag() != Tag.UNKNOWN) {
      return b.open.tag(index) == name.htmlTag();
    }
    Element element = b.open.get(index);
    return element.isHtml() && element.localName().equals(name.localName());
  }
}

package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Tag;

/** The insertion mode "in template" (HTML 13.2.6.4.16). */
final class TemplateRules extends Rules {
  TemplateRules(TreeBuilder builder) {
    super(builder);
  }

  @Override
  boolean takesUnsorted() {
    return true;
  }

  @Override
  boolean unsorted(char[] chars, int start, int end) {
    return b.rules(InsertionMode.IN_BODY).unsorted(chars, start, end);
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
    return switch (token.tag()) {
      case BASE, BASEFONT, BGSOUND, LINK, META, NOFRAMES, SCRIPT, STYLE, TEMPLATE, TITLE ->
          b.rules(InsertionMode.IN_HEAD).startTag(token);
      case CAPTION, COLGROUP, TBODY, TFOOT, THEAD -> instead(InsertionMode.IN_TABLE);
      case COL -> instead(InsertionMode.IN_COLUMN_GROUP);
      case TR -> instead(InsertionMode.IN_TABLE_BODY);
      case TD, TH -> instead(InsertionMode.IN_ROW);
      default -> instead(InsertionMode.IN_BODY);
    };
  }

  private boolean instead(InsertionMode mode) {
    b.templateModes.removeLast();
    b.templateModes.add(mode);
    return become(mode);
  }

  @Override
  boolean endTag(TagToken token) {
    return token.tag() == Tag.TEMPLATE
        ? b.rules(InsertionMode.IN_HEAD).endTag(token)
        : ignoreEndTag();
  }

  @Override
  boolean endOfFile() {
    if (!b.open.contains(Tag.TEMPLATE)) {
      return b.stopParsing();
    }
    b.error(ParseErrorCode.UNEXPECTED_END_OF_FILE);
    b.open.popThrough(Tag.TEMPLATE);
    b.formatting.clearToMarker();
    b.templateModes.removeLast();
    b.resetInsertionMode();
    return AGAIN;
  }
}

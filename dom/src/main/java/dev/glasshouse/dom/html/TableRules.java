package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;

/** The insertion modes around a table's rows (HTML 13.2.6.4.9 to 12). */
final class TableRules {
  private TableRules() {}

  /** HTML 13.2.6.4.9. */
  static final class InTable extends Rules {
    InTable(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return characters(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return characters(chars, start, end);
    }

    @Override
    boolean nul() {
      return isTableContext() ? collect() : super.nul();
    }

    private boolean characters(char[] chars, int start, int end) {
      return isTableContext() ? collect() : fosterText(chars, start, end);
    }

    private boolean isTableContext() {
      return (b.open.currentTraits() & Traits.FOSTERS) != 0 || b.open.currentIs(Tag.TEMPLATE);
    }

    private boolean collect() {
      b.originalMode = b.mode;
      return become(InsertionMode.IN_TABLE_TEXT);
    }

    private boolean fosterText(char[] chars, int start, int end) {
      b.error(ParseErrorCode.UNEXPECTED_CHARACTERS);
      b.fosterParenting = true;
      boolean again = b.rules(InsertionMode.IN_BODY).unsorted(chars, start, end);
      b.fosterParenting = false;
      return again;
    }

    @Override
    boolean startTag(TagToken token) {
      switch (token.tag()) {
        case CAPTION -> {
          toTableContext();
          b.formatting.addMarker();
          b.insertElement(token);
          b.mode = InsertionMode.IN_CAPTION;
        }
        case COLGROUP -> {
          toTableContext();
          b.insertElement(token);
          b.mode = InsertionMode.IN_COLUMN_GROUP;
        }
        case COL -> {
          toTableContext();
          b.insertElement(b.implied(Tag.COLGROUP));
          return become(InsertionMode.IN_COLUMN_GROUP);
        }
        case TBODY, TFOOT, THEAD -> {
          toTableContext();
          b.insertElement(token);
          b.mode = InsertionMode.IN_TABLE_BODY;
        }
        case TD, TH, TR -> {
          toTableContext();
          b.insertElement(b.implied(Tag.TBODY));
          return become(InsertionMode.IN_TABLE_BODY);
        }
        case TABLE -> {
          return nestedTable();
        }
        case STYLE, SCRIPT, TEMPLATE -> {
          return b.rules(InsertionMode.IN_HEAD).startTag(token);
        }
        case INPUT -> {
          return input(token);
        }
        case FORM -> form(token);
        default -> {
          return foster(token);
        }
      }
      return DONE;
    }

    private boolean nestedTable() {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      if (!b.open.inTableScope(Tag.TABLE)) {
        return DONE;
      }
      b.open.popThrough(Tag.TABLE);
      b.resetInsertionMode();
      return AGAIN;
    }

    private boolean input(TagToken token) {
      int type = token.attributes.indexOf("type");
      if (type < 0 || !token.attributes.value(type).equalsIgnoreCase("hidden")) {
        return foster(token);
      }
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.insertVoid(token);
      return DONE;
    }

    private void form(TagToken token) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      if (!b.open.contains(Tag.TEMPLATE) && b.form == null) {
        b.form = b.insertElement(token);
        b.open.pop();
      }
    }

    private boolean foster(TagToken token) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      b.fosterParenting = true;
      boolean again = b.rules(InsertionMode.IN_BODY).startTag(token);
      b.fosterParenting = false;
      return again;
    }

    @Override
    boolean endTag(TagToken token) {
      switch (token.tag()) {
        case TABLE -> {
          if (!b.open.inTableScope(Tag.TABLE)) {
            return ignoreEndTag();
          }
          b.open.popThrough(Tag.TABLE);
          b.resetInsertionMode();
          return DONE;
        }
        case BODY, CAPTION, COL, COLGROUP, HTML, TBODY, TD, TFOOT, TH, THEAD, TR -> {
          return ignoreEndTag();
        }
        case TEMPLATE -> {
          return b.rules(InsertionMode.IN_HEAD).endTag(token);
        }
        default -> {
          b.error(ParseErrorCode.UNEXPECTED_END_TAG);
          b.fosterParenting = true;
          boolean again = b.rules(InsertionMode.IN_BODY).endTag(token);
          b.fosterParenting = false;
          return again;
        }
      }
    }

    @Override
    boolean endOfFile() {
      return b.rules(InsertionMode.IN_BODY).endOfFile();
    }

    private void toTableContext() {
      b.open.popToContext(Tag.TABLE, Tag.TABLE, Tag.TABLE);
    }
  }

  /** HTML 13.2.6.4.10. */
  static final class InTableText extends Rules {
    private final Chars pending = new Chars();
    private boolean hasText;

    InTableText(TreeBuilder builder) {
      super(builder);
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
      pending.add(chars, start, end);
      for (int i = start; i < end && !hasText; i++) {
        hasText = !CharClass.isSpace(chars[i]);
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
      return flush();
    }

    @Override
    boolean endTag(TagToken token) {
      return flush();
    }

    @Override
    boolean comment(String data) {
      return flush();
    }

    @Override
    boolean doctype(DoctypeToken token) {
      return flush();
    }

    @Override
    boolean endOfFile() {
      return flush();
    }

    private boolean flush() {
      if (!pending.isEmpty()) {
        if (hasText) {
          b.error(ParseErrorCode.UNEXPECTED_CHARACTERS);
          b.fosterParenting = true;
          b.rules(InsertionMode.IN_BODY).unsorted(pending.array, 0, pending.length);
          b.fosterParenting = false;
        } else {
          b.insertText(pending.array, 0, pending.length);
        }
        pending.clear();
      }
      hasText = false;
      return become(b.originalMode);
    }
  }

  /** HTML 13.2.6.4.11. */
  static final class InCaption extends Rules {
    InCaption(TreeBuilder builder) {
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
        case CAPTION, COL, COLGROUP, TBODY, TD, TFOOT, TH, THEAD, TR -> close();
        default -> b.rules(InsertionMode.IN_BODY).startTag(token);
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case CAPTION -> {
          close();
          yield DONE;
        }
        case TABLE -> close();
        case BODY, COL, COLGROUP, HTML, TBODY, TD, TFOOT, TH, THEAD, TR -> ignoreEndTag();
        default -> b.rules(InsertionMode.IN_BODY).endTag(token);
      };
    }

    private boolean close() {
      if (!b.open.inTableScope(Tag.CAPTION)) {
        return ignoreEndTag();
      }
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      if (!b.open.currentIs(Tag.CAPTION)) {
        b.error(ParseErrorCode.MISNESTED_END_TAG);
      }
      b.open.popThrough(Tag.CAPTION);
      b.formatting.clearToMarker();
      return become(InsertionMode.IN_TABLE);
    }

    @Override
    boolean endOfFile() {
      return b.rules(InsertionMode.IN_BODY).endOfFile();
    }
  }

  /** HTML 13.2.6.4.12. */
  static final class InColumnGroup extends Rules {
    InColumnGroup(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      b.insertText(chars, start, end);
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return leave();
    }

    @Override
    boolean nul() {
      return leave();
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case HTML -> b.rules(InsertionMode.IN_BODY).startTag(token);
        case COL -> {
          Element unused = b.insertVoid(token);
          yield DONE;
        }
        case TEMPLATE -> b.rules(InsertionMode.IN_HEAD).startTag(token);
        default -> leave();
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case COLGROUP -> {
          leave();
          yield DONE;
        }
        case COL -> ignoreEndTag();
        case TEMPLATE -> b.rules(InsertionMode.IN_HEAD).endTag(token);
        default -> leave();
      };
    }

    @Override
    boolean endOfFile() {
      return b.rules(InsertionMode.IN_BODY).endOfFile();
    }

    private boolean leave() {
      if (!b.open.currentIs(Tag.COLGROUP)) {
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        return DONE;
      }
      b.open.pop();
      return become(InsertionMode.IN_TABLE);
    }
  }
}

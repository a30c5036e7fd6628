package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Tag;

/** The insertion modes in a table's rows (HTML 13.2.6.4.13 to 15). */
final class RowRules {
  private RowRules() {}

  /** What these modes leave to the mode "in table". */
  private abstract static class LikeTable extends Rules {
    LikeTable(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_TABLE).space(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_TABLE).text(chars, start, end);
    }

    @Override
    boolean nul() {
      return b.rules(InsertionMode.IN_TABLE).nul();
    }

    @Override
    boolean endOfFile() {
      return b.rules(InsertionMode.IN_TABLE).endOfFile();
    }
  }

  /** HTML 13.2.6.4.13. */
  static final class InTableBody extends LikeTable {
    InTableBody(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      switch (token.tag()) {
        case TR -> {
          toBodyContext();
          b.insertElement(token);
          b.mode = InsertionMode.IN_ROW;
          return DONE;
        }
        case TH, TD -> {
          b.error(ParseErrorCode.UNEXPECTED_START_TAG);
          toBodyContext();
          b.insertElement(b.implied(Tag.TR));
          return become(InsertionMode.IN_ROW);
        }
        case CAPTION, COL, COLGROUP, TBODY, TFOOT, THEAD -> {
          return leave();
        }
        default -> {
          return b.rules(InsertionMode.IN_TABLE).startTag(token);
        }
      }
    }

    @Override
    boolean endTag(TagToken token) {
      switch (token.tag()) {
        case TBODY, TFOOT, THEAD -> {
          if (!b.open.inTableScope(token.tag())) {
            return ignoreEndTag();
          }
          toBodyContext();
          b.open.pop();
          b.mode = InsertionMode.IN_TABLE;
          return DONE;
        }
        case TABLE -> {
          return leave();
        }
        case BODY, CAPTION, COL, COLGROUP, HTML, TD, TH, TR -> {
          return ignoreEndTag();
        }
        default -> {
          return b.rules(InsertionMode.IN_TABLE).endTag(token);
        }
      }
    }

    private boolean leave() {
      if (!b.open.inTableScope(Tag.TBODY)
          && !b.open.inTableScope(Tag.THEAD)
          && !b.open.inTableScope(Tag.TFOOT)) {
        return ignoreEndTag();
      }
      toBodyContext();
      b.open.pop();
      return become(InsertionMode.IN_TABLE);
    }

    private void toBodyContext() {
      b.open.popToContext(Tag.TBODY, Tag.TFOOT, Tag.THEAD);
    }
  }

  /** HTML 13.2.6.4.14. */
  static final class InRow extends LikeTable {
    InRow(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case TH, TD -> {
          b.open.popToContext(Tag.TR, Tag.TR, Tag.TR);
          b.insertElement(token);
          b.mode = InsertionMode.IN_CELL;
          b.formatting.addMarker();
          yield DONE;
        }
        case CAPTION, COL, COLGROUP, TBODY, TFOOT, THEAD, TR -> leave();
        default -> b.rules(InsertionMode.IN_TABLE).startTag(token);
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case TR -> {
          leave();
          yield DONE;
        }
        case TABLE -> leave();
        case TBODY, TFOOT, THEAD -> b.open.inTableScope(token.tag()) ? leave() : ignoreEndTag();
        case BODY, CAPTION, COL, COLGROUP, HTML, TD, TH -> ignoreEndTag();
        default -> b.rules(InsertionMode.IN_TABLE).endTag(token);
      };
    }

    private boolean leave() {
      if (!b.open.inTableScope(Tag.TR)) {
        return ignoreEndTag();
      }
      b.open.popToContext(Tag.TR, Tag.TR, Tag.TR);
      b.open.pop();
      return become(InsertionMode.IN_TABLE_BODY);
    }
  }

  /** HTML 13.2.6.4.15. */
  static final class InCell extends Rules {
    InCell(TreeBuilder builder) {
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
        case CAPTION, COL, COLGROUP, TBODY, TD, TFOOT, TH, THEAD, TR -> {
          if (!b.open.inTableScope(Tag.TD) && !b.open.inTableScope(Tag.TH)) {
            yield ignoreStartTag();
          }
          yield closeCell();
        }
        default -> b.rules(InsertionMode.IN_BODY).startTag(token);
      };
    }

    @Override
    boolean endTag(TagToken token) {
      Tag tag = token.tag();
      return switch (tag) {
        case TD, TH -> {
          if (!b.open.inTableScope(tag)) {
            yield ignoreEndTag();
          }
          b.open.generateImpliedEndTags(Tag.UNKNOWN);
          if (!b.open.currentIs(tag)) {
            b.error(ParseErrorCode.MISNESTED_END_TAG);
          }
          b.open.popThrough(tag);
          b.formatting.clearToMarker();
          b.mode = InsertionMode.IN_ROW;
          yield DONE;
        }
        case BODY, CAPTION, COL, COLGROUP, HTML -> ignoreEndTag();
        case TABLE, TBODY, TFOOT, THEAD, TR ->
            b.open.inTableScope(tag) ? closeCell() : ignoreEndTag();
        default -> b.rules(InsertionMode.IN_BODY).endTag(token);
      };
    }

    private boolean closeCell() {
      b.open.generateImpliedEndTags(Tag.UNKNOWN);
      if (!b.open.currentIs(Tag.TD) && !b.open.currentIs(Tag.TH)) {
        b.error(ParseErrorCode.MISNESTED_END_TAG);
      }
      while (!b.open.isEmpty()) {
        Tag popped = b.open.pop().tag();
        if (popped == Tag.TD || popped == Tag.TH) {
          break;
        }
      }
      b.formatting.clearToMarker();
      return become(InsertionMode.IN_ROW);
    }

    @Override
    boolean endOfFile() {
      return b.rules(InsertionMode.IN_BODY).endOfFile();
    }
  }
}

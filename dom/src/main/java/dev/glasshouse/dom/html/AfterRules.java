package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Tag;

/** The insertion modes after the body, and those of framesets (HTML 13.2.6.4.17 to 21). */
final class AfterRules {
  private AfterRules() {}

  /** HTML 13.2.6.4.17. */
  static final class AfterBody extends Rules {
    AfterBody(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_BODY).space(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return back(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean nul() {
      return back(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean comment(String data) {
      b.insertCommentInto(b.open.get(0), data);
      return DONE;
    }

    @Override
    boolean startTag(TagToken token) {
      return token.tag() == Tag.HTML
          ? b.rules(InsertionMode.IN_BODY).startTag(token)
          : back(ParseErrorCode.UNEXPECTED_START_TAG);
    }

    @Override
    boolean endTag(TagToken token) {
      if (token.tag() != Tag.HTML) {
        return back(ParseErrorCode.UNEXPECTED_END_TAG);
      }
      if (b.context() != null) {
        return ignoreEndTag();
      }
      b.mode = InsertionMode.AFTER_AFTER_BODY;
      return DONE;
    }

    @Override
    boolean endOfFile() {
      return b.stopParsing();
    }

    private boolean back(ParseErrorCode code) {
      b.error(code);
      return become(InsertionMode.IN_BODY);
    }
  }

  /** HTML 13.2.6.4.18. */
  static final class InFrameset extends Rules {
    InFrameset(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      b.insertText(chars, start, end);
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return ignore(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean startTag(TagToken token) {
      switch (token.tag()) {
        case HTML -> {
          return b.rules(InsertionMode.IN_BODY).startTag(token);
        }
        case FRAMESET -> b.insertElement(token);
        case FRAME -> b.insertVoid(token);
        case NOFRAMES -> {
          return b.rules(InsertionMode.IN_HEAD).startTag(token);
        }
        default -> b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      }
      return DONE;
    }

    @Override
    boolean endTag(TagToken token) {
      if (token.tag() != Tag.FRAMESET || b.open.size() == 1) {
        return ignoreEndTag();
      }
      b.open.pop();
      if (b.context() == null && !b.open.currentIs(Tag.FRAMESET)) {
        b.mode = InsertionMode.AFTER_FRAMESET;
      }
      return DONE;
    }

    @Override
    boolean endOfFile() {
      if (b.open.size() > 1) {
        b.error(ParseErrorCode.UNEXPECTED_END_OF_FILE);
      }
      return b.stopParsing();
    }
  }

  /** HTML 13.2.6.4.19. */
  static final class AfterFrameset extends Rules {
    AfterFrameset(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      b.insertText(chars, start, end);
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return ignore(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case HTML -> b.rules(InsertionMode.IN_BODY).startTag(token);
        case NOFRAMES -> b.rules(InsertionMode.IN_HEAD).startTag(token);
        default -> ignoreStartTag();
      };
    }

    @Override
    boolean endTag(TagToken token) {
      if (token.tag() != Tag.HTML) {
        return ignoreEndTag();
      }
      b.mode = InsertionMode.AFTER_AFTER_FRAMESET;
      return DONE;
    }

    @Override
    boolean endOfFile() {
      return b.stopParsing();
    }
  }

  /** HTML 13.2.6.4.20. */
  static final class AfterAfterBody extends Rules {
    AfterAfterBody(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_BODY).space(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return back(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean nul() {
      return back(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean comment(String data) {
      b.insertCommentInto(b.document, data);
      return DONE;
    }

    @Override
    boolean doctype(DoctypeToken token) {
      return b.rules(InsertionMode.IN_BODY).doctype(token);
    }

    @Override
    boolean startTag(TagToken token) {
      return token.tag() == Tag.HTML
          ? b.rules(InsertionMode.IN_BODY).startTag(token)
          : back(ParseErrorCode.UNEXPECTED_START_TAG);
    }

    @Override
    boolean endTag(TagToken token) {
      return back(ParseErrorCode.UNEXPECTED_END_TAG);
    }

    @Override
    boolean endOfFile() {
      return b.stopParsing();
    }

    private boolean back(ParseErrorCode code) {
      b.error(code);
      return become(InsertionMode.IN_BODY);
    }
  }

  /** HTML 13.2.6.4.21. */
  static final class AfterAfterFrameset extends Rules {
    AfterAfterFrameset(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_BODY).space(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return ignore(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean comment(String data) {
      b.insertCommentInto(b.document, data);
      return DONE;
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case HTML -> b.rules(InsertionMode.IN_BODY).startTag(token);
        case NOFRAMES -> b.rules(InsertionMode.IN_HEAD).startTag(token);
        default -> ignoreStartTag();
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return ignoreEndTag();
    }

    @Override
    boolean endOfFile() {
      return b.stopParsing();
    }
  }
}

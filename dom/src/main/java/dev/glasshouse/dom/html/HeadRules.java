package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.Tag;

/** The insertion modes up to the body (HTML 13.2.6.4.1 to 6). */
final class HeadRules {
  private HeadRules() {}

  /** HTML 13.2.6.4.1. */
  static final class Initial extends Rules {
    Initial(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      return noDoctype();
    }

    @Override
    boolean endTag(TagToken token) {
      return noDoctype();
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return noDoctype();
    }

    @Override
    boolean nul() {
      return noDoctype();
    }

    @Override
    boolean endOfFile() {
      return noDoctype();
    }

    private boolean noDoctype() {
      if (!b.options.srcdoc()) {
        b.error(ParseErrorCode.MISSING_DOCTYPE);
        b.document.quirksMode(QuirksMode.QUIRKS);
      }
      return become(InsertionMode.BEFORE_HTML);
    }

    @Override
    boolean comment(String data) {
      b.insertCommentInto(b.document, data);
      return DONE;
    }

    @Override
    boolean doctype(DoctypeToken token) {
      if (Doctypes.isObsolete(token)) {
        b.error(ParseErrorCode.OBSOLETE_DOCTYPE);
      }
      b.insertDoctype(token);
      if (!b.options.srcdoc()) {
        b.document.quirksMode(Doctypes.mode(token));
      }
      b.mode = InsertionMode.BEFORE_HTML;
      return DONE;
    }
  }

  /** HTML 13.2.6.4.2. */
  static final class BeforeHtml extends Rules {
    BeforeHtml(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      if (token.tag() != Tag.HTML) {
        return impliedHtml();
      }
      b.openRoot(token);
      b.mode = InsertionMode.BEFORE_HEAD;
      return DONE;
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case HEAD, BODY, HTML, BR -> impliedHtml();
        default -> ignoreEndTag();
      };
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return impliedHtml();
    }

    @Override
    boolean nul() {
      return impliedHtml();
    }

    @Override
    boolean endOfFile() {
      return impliedHtml();
    }

    @Override
    boolean comment(String data) {
      b.insertCommentInto(b.document, data);
      return DONE;
    }

    private boolean impliedHtml() {
      b.openRoot(b.implied(Tag.HTML));
      return become(InsertionMode.BEFORE_HEAD);
    }
  }

  /** HTML 13.2.6.4.3. */
  static final class BeforeHead extends Rules {
    BeforeHead(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case HTML -> b.rules(InsertionMode.IN_BODY).startTag(token);
        case HEAD -> {
          b.head = b.insertElement(token);
          b.mode = InsertionMode.IN_HEAD;
          yield DONE;
        }
        default -> impliedHead();
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case HEAD, BODY, HTML, BR -> impliedHead();
        default -> ignoreEndTag();
      };
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return impliedHead();
    }

    @Override
    boolean nul() {
      return impliedHead();
    }

    @Override
    boolean endOfFile() {
      return impliedHead();
    }

    private boolean impliedHead() {
      b.head = b.insertElement(b.implied(Tag.HEAD));
      return become(InsertionMode.IN_HEAD);
    }
  }

  /** HTML 13.2.6.4.4. */
  static final class InHead extends Rules {
    InHead(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      switch (token.tag()) {
        case HTML -> {
          return b.rules(InsertionMode.IN_BODY).startTag(token);
        }
        case BASE, BASEFONT, BGSOUND, LINK -> b.insertVoid(token);
        case META -> b.encodingSeen(b.insertVoid(token));
        case TITLE -> b.openText(token, TokenizerState.RCDATA);
        case NOFRAMES, STYLE -> b.openText(token, TokenizerState.RAWTEXT);
        case NOSCRIPT -> {
          if (b.options.scripting() == Scripting.ON) {
            b.openText(token, TokenizerState.RAWTEXT);
          } else {
            b.insertElement(token);
            b.mode = InsertionMode.IN_HEAD_NOSCRIPT;
          }
        }
        case SCRIPT -> b.openText(token, TokenizerState.SCRIPT_DATA);
        case TEMPLATE -> {
          b.insertElement(token);
          b.formatting.addMarker();
          b.framesetOk = false;
          b.mode = InsertionMode.IN_TEMPLATE;
          b.templateModes.add(InsertionMode.IN_TEMPLATE);
        }
        case HEAD -> b.error(ParseErrorCode.UNEXPECTED_START_TAG);
        default -> {
          return leave();
        }
      }
      return DONE;
    }

    @Override
    boolean endTag(TagToken token) {
      switch (token.tag()) {
        case HEAD -> {
          b.open.pop();
          b.mode = InsertionMode.AFTER_HEAD;
          return DONE;
        }
        case BODY, HTML, BR -> {
          return leave();
        }
        case TEMPLATE -> {
          closeTemplate();
          return DONE;
        }
        default -> {
          return ignoreEndTag();
        }
      }
    }

    private void closeTemplate() {
      if (!b.open.contains(Tag.TEMPLATE)) {
        b.error(ParseErrorCode.UNEXPECTED_END_TAG);
        return;
      }
      b.open.generateImpliedEndTagsThoroughly();
      if (!b.open.currentIs(Tag.TEMPLATE)) {
        b.error(ParseErrorCode.MISNESTED_END_TAG);
      }
      b.open.popThrough(Tag.TEMPLATE);
      b.formatting.clearToMarker();
      b.templateModes.removeLast();
      b.resetInsertionMode();
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
    boolean endOfFile() {
      return leave();
    }

    private boolean leave() {
      b.open.pop();
      return become(InsertionMode.AFTER_HEAD);
    }
  }

  /** HTML 13.2.6.4.5. */
  static final class InHeadNoscript extends Rules {
    InHeadNoscript(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      return switch (token.tag()) {
        case HTML -> b.rules(InsertionMode.IN_BODY).startTag(token);
        case BASEFONT, BGSOUND, LINK, META, NOFRAMES, STYLE ->
            b.rules(InsertionMode.IN_HEAD).startTag(token);
        case HEAD, NOSCRIPT -> ignoreStartTag();
        default -> leave(ParseErrorCode.UNEXPECTED_START_TAG);
      };
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case NOSCRIPT -> {
          b.open.pop();
          b.mode = InsertionMode.IN_HEAD;
          yield DONE;
        }
        case BR -> leave(ParseErrorCode.UNEXPECTED_END_TAG);
        default -> ignoreEndTag();
      };
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      return b.rules(InsertionMode.IN_HEAD).space(chars, start, end);
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return leave(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean nul() {
      return leave(ParseErrorCode.UNEXPECTED_CHARACTERS);
    }

    @Override
    boolean endOfFile() {
      return leave(ParseErrorCode.UNEXPECTED_END_OF_FILE);
    }

    private boolean leave(ParseErrorCode code) {
      b.error(code);
      b.open.pop();
      return become(InsertionMode.IN_HEAD);
    }
  }

  /** HTML 13.2.6.4.6. */
  static final class AfterHead extends Rules {
    AfterHead(TreeBuilder builder) {
      super(builder);
    }

    @Override
    boolean startTag(TagToken token) {
      switch (token.tag()) {
        case HTML -> {
          return b.rules(InsertionMode.IN_BODY).startTag(token);
        }
        case BODY -> {
          b.insertElement(token);
          b.framesetOk = false;
          b.mode = InsertionMode.IN_BODY;
        }
        case FRAMESET -> {
          b.insertElement(token);
          b.mode = InsertionMode.IN_FRAMESET;
        }
        case BASE, BASEFONT, BGSOUND, LINK, META, NOFRAMES, SCRIPT, STYLE, TEMPLATE, TITLE ->
            backInHead(token);
        case HEAD -> b.error(ParseErrorCode.UNEXPECTED_START_TAG);
        default -> {
          return impliedBody();
        }
      }
      return DONE;
    }

    private void backInHead(TagToken token) {
      b.error(ParseErrorCode.UNEXPECTED_START_TAG);
      Element head = b.head;
      if (head != null) {
        b.open.push(head);
        b.rules(InsertionMode.IN_HEAD).startTag(token);
        b.open.remove(head);
      }
    }

    @Override
    boolean endTag(TagToken token) {
      return switch (token.tag()) {
        case TEMPLATE -> b.rules(InsertionMode.IN_HEAD).endTag(token);
        case BODY, HTML, BR -> impliedBody();
        default -> ignoreEndTag();
      };
    }

    @Override
    boolean space(char[] chars, int start, int end) {
      b.insertText(chars, start, end);
      return DONE;
    }

    @Override
    boolean text(char[] chars, int start, int end) {
      return impliedBody();
    }

    @Override
    boolean nul() {
      return impliedBody();
    }

    @Override
    boolean endOfFile() {
      return impliedBody();
    }

    private boolean impliedBody() {
      b.insertElement(b.implied(Tag.BODY));
      return become(InsertionMode.IN_BODY);
    }
  }
}

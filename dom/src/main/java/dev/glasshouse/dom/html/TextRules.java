package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.Tag;

/** The insertion mode "text" (HTML 13.2.6.4.8). */
final class TextRules extends Rules {
  TextRules(TreeBuilder builder) {
    super(builder);
  }

  @Override
  boolean takesUnsorted() {
    return true;
  }

  @Override
  boolean unsorted(char[] chars, int start, int end) {
    b.insertText(chars, start, end);
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
    // The tokenizer makes none here.
    return ignoreStartTag();
  }

  @Override
  boolean endTag(TagToken token) {
    Element ended = b.open.pop();
    b.mode = b.originalMode;
    if (ended.is(Tag.SCRIPT)) {
      b.scriptEnded(ended);
    }
    return DONE;
  }

  @Override
  boolean endOfFile() {
    b.error(ParseErrorCode.UNEXPECTED_END_OF_FILE);
    // A script that is cut off never runs: it is not handed on.
    b.open.pop();
    return become(b.originalMode);
  }
}

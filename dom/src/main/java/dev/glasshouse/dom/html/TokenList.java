package dev.glasshouse.dom.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All tokens of a text, without a tree: for tests, and to look at what the tokenizer does.
 *
 * @param tokens the tokens in order, runs of characters joined
 * @param errors the tokenizer's errors in the order in which they were found
 */
public record TokenList(List<Token> tokens, List<ParseError> errors) {
  /** The tokens of an ordinary document. No tag changes the tokenizer's state here. */
  public static TokenList of(String html) {
    return of(html, TokenizerState.DATA, "");
  }

  /**
   * The tokens of a text that is read from another state on.
   *
   * @param lastStartTag the start tag whose end tag counts in that state; may be empty
   */
  public static TokenList of(String html, TokenizerState initial, String lastStartTag) {
    return inPieces(html, Math.max(1, html.length()), initial, lastStartTag);
  }

  /** As {@link #of}, with the text coming in pieces of so many characters. */
  public static TokenList inPieces(
      String html, int size, TokenizerState initial, String lastStartTag) {
    Collector collector = new Collector();
    ErrorLog errors = new ErrorLog(Integer.MAX_VALUE);
    Input in = new Input(errors);
    Tokenizer tokenizer = new Tokenizer(in, collector, Limits.DEFAULT, errors);
    tokenizer.switchTo(initial);
    tokenizer.lastStartTag(lastStartTag);
    for (int at = 0; at < html.length(); at += size) {
      int to = Math.min(html.length(), at + size);
      in.reserve(to - at);
      int from = in.fillFrom();
      html.getChars(at, to, in.chars, from);
      in.filledTo(from + to - at);
      tokenizer.run();
    }
    in.close();
    tokenizer.run();
    collector.flush();
    return new TokenList(List.copyOf(collector.tokens), errors.first());
  }

  private static final class Collector implements TokenSink {
    final List<Token> tokens = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    void flush() {
      if (!text.isEmpty()) {
        tokens.add(new Token.Characters(text.toString()));
        text.setLength(0);
      }
    }

    @Override
    public void doctype(DoctypeToken doctype) {
      flush();
      tokens.add(
          new Token.Doctype(
              Optional.ofNullable(doctype.name()),
              Optional.ofNullable(doctype.publicId()),
              Optional.ofNullable(doctype.systemId()),
              doctype.forceQuirks()));
    }

    @Override
    public void startTag(TagToken token) {
      flush();
      tokens.add(
          new Token.StartTag(token.name().name, List.copyOf(token.attributes), token.selfClosing));
    }

    @Override
    public void endTag(TagToken token) {
      flush();
      tokens.add(new Token.EndTag(token.name().name));
    }

    @Override
    public void comment(String data) {
      flush();
      tokens.add(new Token.Comment(data));
    }

    @Override
    public void characters(char[] chars, int start, int end) {
      text.append(chars, start, end - start);
    }

    @Override
    public void endOfFile() {
      flush();
    }

    @Override
    public boolean inForeignContent() {
      return false;
    }
  }
}

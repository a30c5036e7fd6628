package dev.glasshouse.dom.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes what an XML tool could not take: characters that XML has not, two dashes in a comment.
 *
 * @see <a
 *     href="https://html.spec.whatwg.org/multipage/parsing.html#coercing-an-html-dom-into-an-infoset">HTML
 *     13.2.9</a>
 */
public final class XmlInfoset {
  private XmlInfoset() {}

  /** The tokens with their text and comments changed where XML needs it; names are left alone. */
  public static List<Token> coerce(List<Token> tokens) {
    List<Token> coerced = new ArrayList<>(tokens.size());
    for (Token token : tokens) {
      coerced.add(
          switch (token) {
            case Token.Characters text -> new Token.Characters(text(text.data()));
            case Token.Comment comment -> new Token.Comment(comment(comment.data()));
            case Token.Doctype doctype -> doctype;
            case Token.StartTag tag -> tag;
            case Token.EndTag tag -> tag;
          });
    }
    return coerced;
  }

  /** Text with a space for each form feed and U+FFFD for what is no character of XML. */
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(c == '\f' ? ' ' : isXmlCharacter(c) ? c : 0xFFFD));
    return out.toString();
  }

  /** A comment's text, with a space between dashes and after a dash at its end. */
  public static String comment(String data) {
    String spaced = text(data);
    while (spaced.contains("--")) {
      spaced = spaced.replace("--", "- -");
    }
    return spaced.endsWith("-") ? spaced + " " : spaced;
  }

  private static boolean isXmlCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}

package dev.glasshouse.dom.html;

/** Who takes the tokens: the tree builder, or a test. */
interface TokenSink {
  void doctype(DoctypeToken doctype);

  /** A start tag; the token is only good until this returns. */
  void startTag(TagToken token);

  /** An end tag; the token is only good until this returns, and its attributes are dropped. */
  void endTag(TagToken token);

  void comment(String data);

  /**
   * Characters, good until this returns. U+0000 comes alone where the standard hands it to the tree
   * builder.
   */
  void characters(char[] chars, int start, int end);

  void endOfFile();

  /** Whether the adjusted current node is there and not an HTML element: asked before CDATA. */
  boolean inForeignContent();
}

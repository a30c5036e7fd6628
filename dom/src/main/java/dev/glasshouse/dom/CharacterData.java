package dev.glasshouse.dom;

/**
 * Text, a comment or a processing instruction: a node that holds characters (DOM Standard 4.10).
 */
public abstract sealed class CharacterData extends Node
    permits Text, Comment, ProcessingInstruction {
  /** A string, or a string builder while pieces are being added. */
  private CharSequence data;

  CharacterData(Document document, String data) {
    super(document);
    this.data = data;
  }

  /** The characters. */
  public final String data() {
    CharSequence now = data;
    if (now instanceof String string) {
      return string;
    }
    String string = now.toString();
    data = string;
    return string;
  }

  /** Replaces the characters. */
  public final void data(String characters) {
    this.data = characters;
    document.changed();
  }

  /** How many UTF-16 units there are. */
  public final int length() {
    return data.length();
  }

  /** Adds characters at the end; adding many small pieces one after the other is cheap. */
  public final void appendData(CharSequence more) {
    growing(more.length()).append(more);
    document.changed();
  }

  /** Adds characters at the end. */
  public final void appendData(char[] from, int offset, int count) {
    growing(count).append(from, offset, count);
    document.changed();
  }

  final void appendTo(StringBuilder out) {
    out.append(data);
  }

  private StringBuilder growing(int more) {
    if (data instanceof StringBuilder builder) {
      return builder;
    }
    StringBuilder builder = new StringBuilder(data.length() + more).append(data);
    data = builder;
    return builder;
  }

  @Override
  public final String textContent() {
    return data();
  }

  @Override
  public final String toString() {
    return nodeName() + " \"" + data() + "\"";
  }
}

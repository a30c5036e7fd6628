package dev.glasshouse.app;

import java.io.Writer;

/** Writes behind a text. */
final class TextWriter extends Writer {
  private final StringBuilder text;

  TextWriter(StringBuilder text) {
    this.text = text;
  }

  @Override
  public void write(char[] from, int offset, int length) {
    text.append(from, offset, length);
  }

  @Override
  public void write(String from, int offset, int length) {
    text.append(from, offset, offset + length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

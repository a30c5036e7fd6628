package dev.glasshouse.dom.html;

/**
 * Something wrong with a document that the parser put up with (HTML 13.2.2).
 *
 * @param code what is wrong
 * @param line the line in the source, from 1
 * @param column the place in the line, in UTF-16 units from 1
 */
public record ParseError(ParseErrorCode code, int line, int column) {
  @Override
  public String toString() {
    return code.code() + " at " + line + ":" + column;
  }
}

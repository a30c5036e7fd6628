package dev.glasshouse.dom.html;

/** What decided a document's encoding (HTML 13.2.3.2). */
public enum EncodingSource {
  /** The document was given as text. */
  TEXT,
  /** A byte order mark. */
  BYTE_ORDER_MARK,
  /** The {@code charset} parameter of Content-Type. */
  TRANSPORT,
  /** A {@code meta} element that was found in the first 1,024 bytes. */
  META,
  /** An XML declaration in the first 1,024 bytes. */
  XML_DECLARATION,
  /** A {@code meta} element that the parser came across later. */
  LATE_META,
  /** Nothing was said: windows-1252. */
  DEFAULT
}

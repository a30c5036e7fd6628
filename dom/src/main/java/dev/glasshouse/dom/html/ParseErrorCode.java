package dev.glasshouse.dom.html;

import java.util.Locale;

/**
 * What is wrong with a document. The tokenizer's errors have the standard's codes; tree
 * construction errors, which the standard leaves without a name, have ours.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#parse-errors">HTML 13.2.2</a>
 */
public enum ParseErrorCode {
  /** {@code abrupt-closing-of-empty-comment} (HTML 13.2.2). */
  ABRUPT_CLOSING_OF_EMPTY_COMMENT,
  /** {@code abrupt-doctype-public-identifier} (HTML 13.2.2). */
  ABRUPT_DOCTYPE_PUBLIC_IDENTIFIER,
  /** {@code abrupt-doctype-system-identifier} (HTML 13.2.2). */
  ABRUPT_DOCTYPE_SYSTEM_IDENTIFIER,
  /** {@code absence-of-digits-in-numeric-character-reference} (HTML 13.2.2). */
  ABSENCE_OF_DIGITS_IN_NUMERIC_CHARACTER_REFERENCE,
  /** {@code cdata-in-html-content} (HTML 13.2.2). */
  CDATA_IN_HTML_CONTENT,
  /** {@code character-reference-outside-unicode-range} (HTML 13.2.2). */
  CHARACTER_REFERENCE_OUTSIDE_UNICODE_RANGE,
  /** {@code control-character-in-input-stream} (HTML 13.2.2). */
  CONTROL_CHARACTER_IN_INPUT_STREAM,
  /** {@code control-character-reference} (HTML 13.2.2). */
  CONTROL_CHARACTER_REFERENCE,
  /** {@code duplicate-attribute} (HTML 13.2.2). */
  DUPLICATE_ATTRIBUTE,
  /** {@code end-tag-with-attributes} (HTML 13.2.2). */
  END_TAG_WITH_ATTRIBUTES,
  /** {@code end-tag-with-trailing-solidus} (HTML 13.2.2). */
  END_TAG_WITH_TRAILING_SOLIDUS,
  /** {@code eof-before-tag-name} (HTML 13.2.2). */
  EOF_BEFORE_TAG_NAME,
  /** {@code eof-in-cdata} (HTML 13.2.2). */
  EOF_IN_CDATA,
  /** {@code eof-in-comment} (HTML 13.2.2). */
  EOF_IN_COMMENT,
  /** {@code eof-in-doctype} (HTML 13.2.2). */
  EOF_IN_DOCTYPE,
  /** {@code eof-in-script-html-comment-like-text} (HTML 13.2.2). */
  EOF_IN_SCRIPT_HTML_COMMENT_LIKE_TEXT,
  /** {@code eof-in-tag} (HTML 13.2.2). */
  EOF_IN_TAG,
  /** {@code incorrectly-closed-comment} (HTML 13.2.2). */
  INCORRECTLY_CLOSED_COMMENT,
  /** {@code incorrectly-opened-comment} (HTML 13.2.2). */
  INCORRECTLY_OPENED_COMMENT,
  /** {@code invalid-character-sequence-after-doctype-name} (HTML 13.2.2). */
  INVALID_CHARACTER_SEQUENCE_AFTER_DOCTYPE_NAME,
  /** {@code invalid-first-character-of-tag-name} (HTML 13.2.2). */
  INVALID_FIRST_CHARACTER_OF_TAG_NAME,
  /** {@code missing-attribute-value} (HTML 13.2.2). */
  MISSING_ATTRIBUTE_VALUE,
  /** {@code missing-doctype-name} (HTML 13.2.2). */
  MISSING_DOCTYPE_NAME,
  /** {@code missing-doctype-public-identifier} (HTML 13.2.2). */
  MISSING_DOCTYPE_PUBLIC_IDENTIFIER,
  /** {@code missing-doctype-system-identifier} (HTML 13.2.2). */
  MISSING_DOCTYPE_SYSTEM_IDENTIFIER,
  /** {@code missing-end-tag-name} (HTML 13.2.2). */
  MISSING_END_TAG_NAME,
  /** {@code missing-quote-before-doctype-public-identifier} (HTML 13.2.2). */
  MISSING_QUOTE_BEFORE_DOCTYPE_PUBLIC_IDENTIFIER,
  /** {@code missing-quote-before-doctype-system-identifier} (HTML 13.2.2). */
  MISSING_QUOTE_BEFORE_DOCTYPE_SYSTEM_IDENTIFIER,
  /** {@code missing-semicolon-after-character-reference} (HTML 13.2.2). */
  MISSING_SEMICOLON_AFTER_CHARACTER_REFERENCE,
  /** {@code missing-whitespace-after-doctype-public-keyword} (HTML 13.2.2). */
  MISSING_WHITESPACE_AFTER_DOCTYPE_PUBLIC_KEYWORD,
  /** {@code missing-whitespace-after-doctype-system-keyword} (HTML 13.2.2). */
  MISSING_WHITESPACE_AFTER_DOCTYPE_SYSTEM_KEYWORD,
  /** {@code missing-whitespace-before-doctype-name} (HTML 13.2.2). */
  MISSING_WHITESPACE_BEFORE_DOCTYPE_NAME,
  /** {@code missing-whitespace-between-attributes} (HTML 13.2.2). */
  MISSING_WHITESPACE_BETWEEN_ATTRIBUTES,
  /** {@code missing-whitespace-between-doctype-public-and-system-identifiers} (HTML 13.2.2). */
  MISSING_WHITESPACE_BETWEEN_DOCTYPE_PUBLIC_AND_SYSTEM_IDENTIFIERS,
  /** {@code nested-comment} (HTML 13.2.2). */
  NESTED_COMMENT,
  /** {@code non-void-html-element-start-tag-with-trailing-solidus} (HTML 13.2.2). */
  NON_VOID_HTML_ELEMENT_START_TAG_WITH_TRAILING_SOLIDUS,
  /** {@code noncharacter-character-reference} (HTML 13.2.2). */
  NONCHARACTER_CHARACTER_REFERENCE,
  /** {@code noncharacter-in-input-stream} (HTML 13.2.2). */
  NONCHARACTER_IN_INPUT_STREAM,
  /** {@code null-character-reference} (HTML 13.2.2). */
  NULL_CHARACTER_REFERENCE,
  /** {@code surrogate-character-reference} (HTML 13.2.2). */
  SURROGATE_CHARACTER_REFERENCE,
  /** {@code surrogate-in-input-stream} (HTML 13.2.2). */
  SURROGATE_IN_INPUT_STREAM,
  /** {@code unexpected-character-after-doctype-system-identifier} (HTML 13.2.2). */
  UNEXPECTED_CHARACTER_AFTER_DOCTYPE_SYSTEM_IDENTIFIER,
  /** {@code unexpected-character-in-attribute-name} (HTML 13.2.2). */
  UNEXPECTED_CHARACTER_IN_ATTRIBUTE_NAME,
  /** {@code unexpected-character-in-unquoted-attribute-value} (HTML 13.2.2). */
  UNEXPECTED_CHARACTER_IN_UNQUOTED_ATTRIBUTE_VALUE,
  /** {@code unexpected-equals-sign-before-attribute-name} (HTML 13.2.2). */
  UNEXPECTED_EQUALS_SIGN_BEFORE_ATTRIBUTE_NAME,
  /** {@code unexpected-null-character} (HTML 13.2.2). */
  UNEXPECTED_NULL_CHARACTER,
  /** {@code unexpected-question-mark-instead-of-tag-name} (HTML 13.2.2). */
  UNEXPECTED_QUESTION_MARK_INSTEAD_OF_TAG_NAME,
  /** {@code unexpected-solidus-in-tag} (HTML 13.2.2). */
  UNEXPECTED_SOLIDUS_IN_TAG,
  /** {@code unknown-named-character-reference} (HTML 13.2.2). */
  UNKNOWN_NAMED_CHARACTER_REFERENCE,
  /** The document does not begin with a doctype. */
  MISSING_DOCTYPE,
  /** The doctype is not the one of HTML. */
  OBSOLETE_DOCTYPE,
  /** A doctype stands in the middle of the document. */
  UNEXPECTED_DOCTYPE,
  /** A start tag stands where it may not. */
  UNEXPECTED_START_TAG,
  /** An end tag closes nothing that is open. */
  UNEXPECTED_END_TAG,
  /** An end tag closes an element while others inside it are still open. */
  MISNESTED_END_TAG,
  /** Text stands where it may not. */
  UNEXPECTED_CHARACTERS,
  /** The document ends while elements are open. */
  UNCLOSED_ELEMENTS,
  /** The document ends where it may not. */
  UNEXPECTED_END_OF_FILE,
  /** An element lies deeper than the limit; it was put beside the deepest. */
  DEPTH_LIMIT;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The code as the standard writes it: {@code eof-in-tag}. */
  public String code() {
    return code;
  }
}

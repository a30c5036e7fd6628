package dev.glasshouse.dom.html;

import dev.glasshouse.dom.AttributeName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns characters into tokens (HTML 13.2.5).
 *
 * <p>The machine may stop after any character and go on when more comes: what is half read lies in
 * buffers here, never on the Java stack. Each state is a small method in one of the classes beside
 * this one, and reads runs rather than characters where it can; none comes near the 8,000 bytecodes
 * past which HotSpot gives a method up.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html#tokenization">HTML 13.2.5</a>
 */
final class Tokenizer {
  /** How many attributes are compared one by one before a set is made. */
  private static final int FEW = 12;

  private static final char[] NUL = {0};
  private static final char[] REPLACEMENT = {'\uFFFD'};

  final Input in;
  final TokenSink sink;
  TokenizerState state = TokenizerState.DATA;
  TokenizerState returnState = TokenizerState.DATA;

  /** False when the machine has to stop: it starves, is paused, or is done. */
  private boolean running;

  private boolean done;

  final TagToken tag = new TagToken();
  boolean endTag;

  /** Offset in the source of the markup that is being read. */
  int markup;

  /** The name of a tag, of an attribute or of a doctype, as far as it was read in pieces. */
  final Chars name = new Chars();

  /** An attribute's value as far as it was read in pieces. */
  final Chars value = new Chars();

  /** The standard's "temporary buffer". */
  final Chars temporary = new Chars();

  final Chars comment = new Chars();

  private final Limits limits;
  private final ErrorLog errors;
  private final NameTable<TagName> tagNames = new NameTable<>(TagName::new);
  private final NameTable<AttributeName> attributeNames = new NameTable<>(AttributeName::of);
  private @Nullable AttributeName attribute;
  private final Set<String> manyNames = new HashSet<>();
  private @Nullable String lastStartTag;

  private final TextStates text;
  private final RawTextStates raw;
  private final ScriptStates script;
  private final TagStates tags;
  private final CommentStates comments;
  private final DoctypeStates doctypes;
  private final ReferenceStates references;

  Tokenizer(Input in, TokenSink sink, Limits limits, ErrorLog errors) {
    this.in = in;
    this.sink = sink;
    this.limits = limits;
    this.errors = errors;
    text = new TextStates(this);
    raw = new RawTextStates(this);
    script = new ScriptStates(this);
    tags = new TagStates(this);
    comments = new CommentStates(this);
    doctypes = new DoctypeStates(this);
    references = new ReferenceStates(this);
  }

  /** Reads until the input is used up, the end was handed on, or somebody called {@link #stop}. */
  void run() {
    running = !done;
    while (running) {
      if (in.pos < in.end) {
        step();
      } else if (in.closed) {
        endOfInput();
      } else {
        return;
      }
    }
  }

  /** Stops after the token that is being handed on; {@link #run} goes on from there. */
  void stop() {
    running = false;
  }

  /** Stops because what is there is too little to tell; only where more may come. */
  void starve() {
    running = false;
  }

  boolean done() {
    return done;
  }

  /** Sets the machine to a state; the tree builder does so after some start tags. */
  void switchTo(TokenizerState next) {
    state = next;
  }

  /** The last start tag's name, for "appropriate end tag"; given from outside for fragments. */
  void lastStartTag(String tagName) {
    lastStartTag = tagName;
  }

  private void step() {
    switch (state) {
      case DATA -> text.data();
      case TAG_OPEN -> tags.tagOpen();
      case END_TAG_OPEN -> tags.endTagOpen();
      case TAG_NAME -> tags.tagName();
      case BEFORE_ATTRIBUTE_NAME -> tags.beforeAttributeName();
      case ATTRIBUTE_NAME -> tags.attributeName();
      case AFTER_ATTRIBUTE_NAME -> tags.afterAttributeName();
      case BEFORE_ATTRIBUTE_VALUE -> tags.beforeAttributeValue();
      case ATTRIBUTE_VALUE_DOUBLE_QUOTED -> tags.attributeValueQuoted('"');
      case ATTRIBUTE_VALUE_SINGLE_QUOTED -> tags.attributeValueQuoted('\'');
      case ATTRIBUTE_VALUE_UNQUOTED -> tags.attributeValueUnquoted();
      case AFTER_ATTRIBUTE_VALUE_QUOTED -> tags.afterAttributeValueQuoted();
      case SELF_CLOSING_START_TAG -> tags.selfClosingStartTag();
      case RCDATA -> text.rcdata();
      case RAWTEXT -> text.rawtext();
      case SCRIPT_DATA -> text.scriptData();
      case PLAINTEXT -> text.plaintext();
      case CDATA_SECTION -> text.cdataSection();
      case CDATA_SECTION_BRACKET -> text.cdataSectionBracket();
      case CDATA_SECTION_END -> text.cdataSectionEnd();
      case MARKUP_DECLARATION_OPEN -> comments.markupDeclarationOpen();
      case BOGUS_COMMENT -> comments.bogusComment();
      case COMMENT -> comments.comment();
      case CHARACTER_REFERENCE -> references.characterReference();
      case NAMED_CHARACTER_REFERENCE -> references.named();
      case AMBIGUOUS_AMPERSAND -> references.ambiguousAmpersand();
      default -> rareStep();
    }
  }

  private void rareStep() {
    switch (state) {
      case RCDATA_LESS_THAN_SIGN -> raw.lessThanSign(TokenizerState.RCDATA);
      case RCDATA_END_TAG_OPEN -> raw.endTagOpen(TokenizerState.RCDATA);
      case RCDATA_END_TAG_NAME -> raw.endTagName(TokenizerState.RCDATA);
      case RAWTEXT_LESS_THAN_SIGN -> raw.lessThanSign(TokenizerState.RAWTEXT);
      case RAWTEXT_END_TAG_OPEN -> raw.endTagOpen(TokenizerState.RAWTEXT);
      case RAWTEXT_END_TAG_NAME -> raw.endTagName(TokenizerState.RAWTEXT);
      case SCRIPT_DATA_LESS_THAN_SIGN -> script.lessThanSign();
      case SCRIPT_DATA_END_TAG_OPEN -> raw.endTagOpen(TokenizerState.SCRIPT_DATA);
      case SCRIPT_DATA_END_TAG_NAME -> raw.endTagName(TokenizerState.SCRIPT_DATA);
      case SCRIPT_DATA_ESCAPE_START -> script.escapeStart(false);
      case SCRIPT_DATA_ESCAPE_START_DASH -> script.escapeStart(true);
      case SCRIPT_DATA_ESCAPED -> script.escaped();
      case SCRIPT_DATA_ESCAPED_DASH -> script.escapedDash(false);
      case SCRIPT_DATA_ESCAPED_DASH_DASH -> script.escapedDash(true);
      case SCRIPT_DATA_ESCAPED_LESS_THAN_SIGN -> script.escapedLessThanSign();
      case SCRIPT_DATA_ESCAPED_END_TAG_OPEN -> raw.endTagOpen(TokenizerState.SCRIPT_DATA_ESCAPED);
      case SCRIPT_DATA_ESCAPED_END_TAG_NAME -> raw.endTagName(TokenizerState.SCRIPT_DATA_ESCAPED);
      case SCRIPT_DATA_DOUBLE_ESCAPE_START -> script.doubleEscapeStart();
      case SCRIPT_DATA_DOUBLE_ESCAPED -> script.doubleEscaped();
      case SCRIPT_DATA_DOUBLE_ESCAPED_DASH -> script.doubleEscapedDash(false);
      case SCRIPT_DATA_DOUBLE_ESCAPED_DASH_DASH -> script.doubleEscapedDash(true);
      case SCRIPT_DATA_DOUBLE_ESCAPED_LESS_THAN_SIGN -> script.doubleEscapedLessThanSign();
      case SCRIPT_DATA_DOUBLE_ESCAPE_END -> script.doubleEscapeEnd();
      case NUMERIC_CHARACTER_REFERENCE -> references.numeric();
      case HEXADECIMAL_CHARACTER_REFERENCE_START -> references.hexadecimalStart();
      case DECIMAL_CHARACTER_REFERENCE_START -> references.decimalStart();
      case HEXADECIMAL_CHARACTER_REFERENCE -> references.hexadecimal();
      case DECIMAL_CHARACTER_REFERENCE -> references.decimal();
      case NUMERIC_CHARACTER_REFERENCE_END -> references.numericEnd();
      default -> {
        if (state.compareTo(TokenizerState.DOCTYPE) < 0) {
          comments.step();
        } else {
          doctypes.step();
        }
      }
    }
  }

  private void endOfInput() {
    switch (state) {
      case DATA, RCDATA, RAWTEXT, SCRIPT_DATA, PLAINTEXT -> finish();
      case TAG_OPEN -> {
        error(ParseErrorCode.EOF_BEFORE_TAG_NAME);
        emit('<');
        finish();
      }
      case END_TAG_OPEN -> {
        error(ParseErrorCode.EOF_BEFORE_TAG_NAME);
        emit("</");
        finish();
      }
      case TAG_NAME,
          BEFORE_ATTRIBUTE_NAME,
          ATTRIBUTE_NAME,
          AFTER_ATTRIBUTE_NAME,
          BEFORE_ATTRIBUTE_VALUE,
          ATTRIBUTE_VALUE_DOUBLE_QUOTED,
          ATTRIBUTE_VALUE_SINGLE_QUOTED,
          ATTRIBUTE_VALUE_UNQUOTED,
          AFTER_ATTRIBUTE_VALUE_QUOTED,
          SELF_CLOSING_START_TAG -> {
        error(ParseErrorCode.EOF_IN_TAG);
        finish();
      }
      case CDATA_SECTION, CDATA_SECTION_BRACKET, CDATA_SECTION_END -> text.endOfInput();
      case CHARACTER_REFERENCE,
          NAMED_CHARACTER_REFERENCE,
          AMBIGUOUS_AMPERSAND,
          NUMERIC_CHARACTER_REFERENCE,
          HEXADECIMAL_CHARACTER_REFERENCE_START,
          DECIMAL_CHARACTER_REFERENCE_START,
          HEXADECIMAL_CHARACTER_REFERENCE,
          DECIMAL_CHARACTER_REFERENCE,
          NUMERIC_CHARACTER_REFERENCE_END ->
          references.endOfInput();
      default -> endOfInputInMarkup();
    }
  }

  private void endOfInputInMarkup() {
    if (state.compareTo(TokenizerState.SCRIPT_DATA_ESCAPE_START) >= 0
        && state.compareTo(TokenizerState.SCRIPT_DATA_DOUBLE_ESCAPE_END) <= 0
        && state != TokenizerState.SCRIPT_DATA_ESCAPED_END_TAG_OPEN
        && state != TokenizerState.SCRIPT_DATA_ESCAPED_END_TAG_NAME) {
      script.endOfInput();
    } else if (state.compareTo(TokenizerState.BOGUS_COMMENT) < 0) {
      raw.endOfInput();
    } else if (state.compareTo(TokenizerState.DOCTYPE) < 0) {
      comments.endOfInput();
    } else {
      doctypes.endOfInput();
    }
  }

  /** Hands on the end of the document. */
  void finish() {
    done = true;
    running = false;
    sink.endOfFile();
  }

  /** An error at the character that was read last. */
  void errorAtLast(ParseErrorCode code) {
    in.error(code, in.offset(in.pos - 1));
  }

  /** An error at the character that comes next, or at the end. */
  void error(ParseErrorCode code) {
    in.error(code, in.offset(in.pos));
  }

  void emit(char c) {
    temporaryOne[0] = c;
    sink.characters(temporaryOne, 0, 1);
  }

  private final char[] temporaryOne = new char[1];

  void emit(String characters) {
    sink.characters(characters.toCharArray(), 0, characters.length());
  }

  void emitNul() {
    sink.characters(NUL, 0, 1);
  }

  void emitReplacement() {
    sink.characters(REPLACEMENT, 0, 1);
  }

  void emitTemporary() {
    if (!temporary.isEmpty()) {
      sink.characters(temporary.array, 0, temporary.length);
    }
  }

  void beginTag(boolean end) {
    endTag = end;
    name.clear();
    if (end) {
      tag.begin(0, 0);
    } else {
      int line = in.line(markup);
      tag.begin(line, in.column(markup));
    }
  }

  /** The tag's name is there: in the buffer, and then in the window. */
  void nameTag(char[] chars, int start, int end) {
    if (name.isEmpty()) {
      tag.name(tagNames.get(chars, start, end));
    } else {
      name.add(chars, start, end);
      tag.name(tagNames.get(name.array, 0, name.length));
      name.clear();
    }
  }

  /** The attribute's name is there: in the buffer, and then in the window. */
  void nameAttribute(char[] chars, int start, int end) {
    AttributeName found;
    if (name.isEmpty()) {
      found = attributeNames.get(chars, start, end);
    } else {
      name.add(chars, start, end);
      found = attributeNames.get(name.array, 0, name.length);
      name.clear();
    }
    attribute = found;
    if (isRepeated(found)) {
      error(ParseErrorCode.DUPLICATE_ATTRIBUTE);
      attribute = null;
    } else if (tag.attributes.size() >= limits.attributes()) {
      errors.fired(LimitFired.ATTRIBUTES);
      attribute = null;
    }
  }

  private boolean isRepeated(AttributeName found) {
    int count = tag.attributes.size();
    if (count > FEW) {
      if (count == FEW + 1) {
        manyNames.clear();
        for (int i = 0; i < count; i++) {
          manyNames.add(tag.attributes.name(i).localName());
        }
      }
      return !manyNames.add(found.localName());
    }
    for (int i = 0; i < count; i++) {
      AttributeName earlier = tag.attributes.name(i);
      if (earlier == found || earlier.localName().equals(found.localName())) {
        return true;
      }
    }
    return false;
  }

  /** The attribute's value is there: in the buffer, and then in the window. */
  void finishAttribute(char[] chars, int start, int end) {
    AttributeName finished = attribute;
    if (finished != null) {
      String whole;
      if (value.isEmpty()) {
        whole = start == end ? "" : new String(chars, start, end - start);
      } else {
        value.add(chars, start, end);
        whole = value.toString();
      }
      tag.attributes.add(finished, whole);
      attribute = null;
    }
    value.clear();
  }

  /** An attribute that has a name and no value. */
  void finishEmptyAttribute() {
    finishAttribute(in.chars, 0, 0);
  }

  /** Hands on the tag and goes back to the data state, unless the sink says another. */
  void emitTag() {
    state = TokenizerState.DATA;
    if (endTag) {
      if (!tag.attributes.isEmpty()) {
        errorAtLast(ParseErrorCode.END_TAG_WITH_ATTRIBUTES);
      }
      if (tag.selfClosing) {
        errorAtLast(ParseErrorCode.END_TAG_WITH_TRAILING_SOLIDUS);
      }
      sink.endTag(tag);
    } else {
      lastStartTag = tag.name().name;
      sink.startTag(tag);
    }
  }

  /** Whether the name that was read is that of the last start tag ("appropriate end tag token"). */
  boolean isAppropriateEndTag() {
    return lastStartTag != null && name.contentEquals(lastStartTag);
  }

  void emitComment() {
    sink.comment(comment.toString());
    comment.clear();
  }
}

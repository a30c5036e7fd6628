package dev.glasshouse.dom.html;

import dev.glasshouse.dom.Document;
import dev.glasshouse.dom.DocumentFragment;
import dev.glasshouse.dom.Element;
import dev.glasshouse.dom.ElementName;
import dev.glasshouse.dom.Node;
import dev.glasshouse.dom.QuirksMode;
import dev.glasshouse.dom.Tag;
import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.dom.encoding.StreamDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTML parser: takes a document as it comes and builds its tree, which may be looked at after
 * each call (HTML 13.2).
 *
 * <p>Bytes or characters are fed in pieces of any size; where scripts are on, the parser gives
 * control back at the end of each script ({@link ParseStatus.Paused}) and takes what the script
 * writes. It throws nothing whatever comes: what is wrong with a document is in the {@link
 * #report}.
 *
 * <p>A parser belongs to the thread of its page.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/parsing.html">HTML 13.2</a>
 */
public final class HtmlParser {
  private static final int PIECE = 1 << 13;

  private final ParserOptions options;
  private final Document document;
  private final ErrorLog errors;
  private final @Nullable ByteSource bytes;
  private final @Nullable Element context;

  private Input in;
  private Tokenizer tokenizer;
  private TreeBuilder builder;

  /**
   * The scripts that the parser waits for, the innermost first: one may have been written by
   * another.
   */
  private final Deque<Pause> pauses = new ArrayDeque<>();

  private record Pause(Element script, Input.Mark insertionPoint) {}

  /** The look ahead while the parser waits for {@link #scannedFor}, and how much it has seen. */
  private @Nullable PreloadScanner scanner;

  private @Nullable Pause scannedFor;
  private int scanned;

  private boolean atStart = true;
  private boolean finishing;
  private boolean inputClosed;
  private boolean restart;
  private int restarts;
  private long characters;

  private HtmlParser(ParserOptions options, @Nullable ByteSource bytes, @Nullable Element context) {
    this.options = options;
    this.bytes = bytes;
    this.context = context;
    document = Document.at(options.url());
    errors = new ErrorLog(options.limits().recordedErrors());
    in = new Input(errors);
    builder = new TreeBuilder(document, options, in, errors);
    tokenizer = new Tokenizer(in, builder, options.limits(), errors);
    begin();
  }

  /**
   * A parser for bytes.
   *
   * @param transportCharset the {@code charset} parameter of Content-Type, where there is one
   */
  public static HtmlParser forBytes(ParserOptions options, Optional<String> transportCharset) {
    return new HtmlParser(
        options, new ByteSource(transportCharset, options.limits().reparseBytes()), null);
  }

  /** A parser for characters. */
  public static HtmlParser forCharacters(ParserOptions options) {
    return new HtmlParser(options, null, null);
  }

  /** The document of this text, without scripts. */
  public static Document parse(String html) {
    return parse(html, ParserOptions.DEFAULT);
  }

  /** The document of this text. The parser does not stop at scripts: nobody runs them here. */
  public static Document parse(String html, ParserOptions options) {
    HtmlParser parser = forCharacters(options);
    parser.feed(html);
    parser.finishWithoutScripts();
    return parser.document();
  }

  /** The document of these bytes, whose encoding is found out. */
  public static Document parse(byte[] html, Optional<String> charset, ParserOptions options) {
    HtmlParser parser = forBytes(options, charset);
    parser.feed(html);
    parser.finishWithoutScripts();
    return parser.document();
  }

  /**
   * What this text means inside that element ("HTML fragment parsing algorithm", HTML 13.4). The
   * fragment belongs to the element's document.
   */
  public static DocumentFragment parseFragment(
      Element context, String html, ParserOptions options) {
    HtmlParser parser = new HtmlParser(options, null, context);
    parser.feed(html);
    parser.finishWithoutScripts();
    DocumentFragment fragment = context.ownerDocument().createFragment();
    Node root = parser.document.firstChild();
    if (root != null) {
      for (Node child : root.children()) {
        fragment.append(child);
      }
    }
    return fragment;
  }

  /** The document, as far as it has been built. It stays the same object. */
  public Document document() {
    return document;
  }

  /** Takes characters, to be parsed now unless the parser is paused. */
  public ParseStatus feed(CharSequence text) {
    String string = text.toString();
    int at = 0;
    do {
      int piece = Math.min(PIECE, string.length() - at);
      in.reserve(piece);
      int from = in.fillFrom();
      string.getChars(at, at + piece, in.chars, from);
      in.filledTo(from + piece);
      characters += piece;
      at += piece;
      run();
    } while (at < string.length());
    return status();
  }

  /** Takes bytes, to be parsed now unless the parser is paused. */
  public ParseStatus feed(byte[] piece) {
    return feed(piece, 0, piece.length);
  }

  /** Takes what is left in the buffer, to be parsed now unless the parser is paused. */
  public ParseStatus feed(ByteBuffer piece) {
    if (piece.hasArray()) {
      int from = piece.arrayOffset() + piece.position();
      int length = piece.remaining();
      piece.position(piece.limit());
      return feed(piece.array(), from, length);
    }
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    return feed(copy, 0, copy.length);
  }

  /**
   * Takes bytes, to be parsed now unless the parser is paused.
   *
   * @throws IllegalStateException if this is a parser for characters
   */
  public ParseStatus feed(byte[] piece, int offset, int length) {
    ByteSource source = byteSource();
    boolean direct = source.isDecided() || source.isEmpty();
    source.take(piece, offset, offset + length);
    if (direct && source.decide(false)) {
      decode(source, piece, offset, offset + length);
    } else if (source.decide(false)) {
      byte[] all = source.kept();
      decode(source, all, 0, all.length);
    }
    return status();
  }

  /**
   * Says that the document may begin with what is there: for a host that has waited long enough for
   * the bytes in which an encoding is looked for (500 ms is what HTML 13.2.3.2 suggests).
   */
  public ParseStatus stopWaiting() {
    ByteSource source = bytes;
    if (source != null && !source.isDecided() && source.decide(true)) {
      byte[] all = source.kept();
      decode(source, all, 0, all.length);
    }
    return status();
  }

  /** Says that nothing more comes. */
  public ParseStatus finish() {
    if (!finishing) {
      finishing = true;
      stopWaiting();
      closeInput();
      run();
    }
    return status();
  }

  /**
   * Goes on after a pause. Where the script had been written by another one, the parser is paused
   * for that one again when what was written is used up.
   */
  public ParseStatus resume() {
    Pause ended = pauses.poll();
    if (ended != null) {
      in.release(ended.insertionPoint());
      openInput();
      tokenize();
    }
    return status();
  }

  /**
   * What a script writes by {@code document.write} while the parser waits: parsed at once, as far
   * as it goes (HTML 8.4.3).
   *
   * <p>A script that was written itself may pause the parser once more; the script that wrote it
   * may go on to write meanwhile, and that goes behind what it wrote before.
   *
   * @param writer the script that is running
   * @throws IllegalStateException if the parser does not wait for it: there is no insertion point
   */
  public ParseStatus write(Element writer, String text) {
    for (Pause pause : pauses) {
      if (pause.script() == writer) {
        characters += text.length();
        scanner = null;
        in.insert(text, pause.insertionPoint());
        if (pause == pauses.peek()) {
          openInput();
          tokenize();
        }
        return status();
      }
    }
    throw new IllegalStateException("the parser does not wait for this script");
  }

  /** Opens the input as far as the innermost insertion point, or as far as it goes. */
  private void openInput() {
    Pause innermost = pauses.peek();
    if (innermost == null) {
      in.open();
    } else {
      in.openTo(innermost.insertionPoint());
    }
  }

  /** What the parsing has come to so far. */
  public ParseReport report() {
    return new ParseReport(
        bytes == null ? "UTF-8" : bytes.encoding().standardName(),
        bytes == null ? EncodingSource.TEXT : bytes.source(),
        restarts,
        bytes == null ? 0 : bytes.count(),
        characters,
        builder.elementCount(),
        builder.nodeCount(),
        errors.count(),
        errors.first(),
        errors.limits());
  }

  /**
   * Resources that the input asks for which has come and is not parsed yet, because the parser
   * waits for a script. Each is reported once, unless a script writes in between; more input may
   * add more.
   */
  public List<Preload> lookAhead() {
    Pause innermost = pauses.peek();
    if (innermost == null) {
      scanner = null;
      return List.of();
    }
    int left = in.fillFrom() - in.pos;
    if (scanner == null || scannedFor != innermost || scanned > left) {
      int offset = in.offset(in.pos);
      scanner =
          PreloadScanner.at(options.url(), options.scripting(), in.line(offset), in.column(offset));
      for (Element element : document.descendantElements()) {
        String href = element.is(Tag.BASE) ? element.attribute("href") : null;
        if (href != null) {
          scanner.base(href);
          break;
        }
      }
      scannedFor = innermost;
      scanned = 0;
    }
    String more = new String(in.chars, in.pos + scanned, left - scanned);
    scanned = left;
    return scanner.scan(more);
  }

  private void finishWithoutScripts() {
    ParseStatus status = finish();
    while (status instanceof ParseStatus.Paused) {
      status = resume();
    }
  }

  private ByteSource byteSource() {
    if (bytes == null) {
      throw new IllegalStateException("this parser takes characters");
    }
    return bytes;
  }

  private ParseStatus status() {
    Pause innermost = pauses.peek();
    if (innermost != null) {
      return new ParseStatus.Paused(innermost.script());
    }
    return tokenizer.done() ? new ParseStatus.Finished() : new ParseStatus.NeedsInput();
  }

  private void begin() {
    builder.attach(tokenizer);
    if (bytes != null) {
      builder.watchMeta(this::metaSeen);
    }
    if (context != null) {
      beginFragment(context);
    }
  }

  private void beginFragment(Element inContext) {
    document.quirksMode(inContext.ownerDocument().quirksMode());
    Element root = document.createElement(ElementName.html(Tag.HTML));
    document.append(root);
    builder.beginFragment(inContext, root);
    switch (inContext.tag()) {
      case TITLE, TEXTAREA -> tokenizer.switchTo(TokenizerState.RCDATA);
      case STYLE, XMP, IFRAME, NOEMBED, NOFRAMES -> tokenizer.switchTo(TokenizerState.RAWTEXT);
      case SCRIPT -> tokenizer.switchTo(TokenizerState.SCRIPT_DATA);
      case NOSCRIPT -> {
        if (options.scripting() == Scripting.ON) {
          tokenizer.switchTo(TokenizerState.RAWTEXT);
        }
      }
      case PLAINTEXT -> tokenizer.switchTo(TokenizerState.PLAINTEXT);
      default -> tokenizer.switchTo(TokenizerState.DATA);
    }
  }

  private void decode(ByteSource source, byte[] from, int offset, int end) {
    document.encoding(source.encoding().standardName());
    int at = offset;
    while (at < end) {
      int piece = Math.min(PIECE / 2, end - at);
      in.reserve(StreamDecoder.room(piece));
      int start = in.fillFrom();
      int to = source.decode(from, at, at + piece, in.chars, start);
      at += piece;
      filled(source, start, to);
      Tokenizer before = tokenizer;
      run();
      if (tokenizer != before) {
        // Everything was read again, these bytes too.
        return;
      }
    }
  }

  /** Takes decoded characters in, without the byte order mark at the very beginning. */
  private void filled(ByteSource source, int start, int end) {
    int to = end;
    if (atStart && to > start) {
      atStart = false;
      boolean unicode =
          source.encoding() == Encoding.UTF_8
              || source.encoding() == Encoding.UTF_16BE
              || source.encoding() == Encoding.UTF_16LE;
      if (unicode && in.chars[start] == '\uFEFF') {
        System.arraycopy(in.chars, start + 1, in.chars, start, to - start - 1);
        to--;
      }
    }
    characters += to - start;
    in.filledTo(to);
  }

  private void closeInput() {
    inputClosed = true;
    if (bytes != null) {
      in.reserve(StreamDecoder.room(4));
      int start = in.fillFrom();
      filled(bytes, start, bytes.finish(in.chars, start));
    }
    in.close();
  }

  private void run() {
    if (pauses.isEmpty()) {
      tokenize();
    }
  }

  private void tokenize() {
    tokenizer.run();
    if (restart) {
      restart(byteSource());
      return;
    }
    Element script = builder.takePause();
    if (script != null) {
      pauses.push(new Pause(script, in.mark()));
    }
  }

  private void metaSeen(Element meta) {
    ByteSource source = byteSource();
    String charset = meta.attribute("charset");
    String equiv = meta.attribute("http-equiv");
    String content = meta.attribute("content");
    Optional<Encoding> named = Optional.empty();
    if (charset != null) {
      named = Encoding.forLabel(charset);
    } else if (equiv != null && content != null && equiv.equalsIgnoreCase("content-type")) {
      named = MetaPrescan.ofContent(content);
    }
    if (named.isEmpty()) {
      return;
    }
    switch (source.change(named.get())) {
      case NONE -> {
        // It says what we know.
      }
      case SWITCHED -> document.encoding(source.encoding().standardName());
      case TOO_LATE -> errors.fired(LimitFired.REPARSE_BYTES);
      case RESTART -> {
        restart = true;
        tokenizer.stop();
      }
    }
  }

  /** Begins again in another encoding: the same document object, emptied. */
  private void restart(ByteSource source) {
    restart = false;
    restarts++;
    pauses.clear();
    scanner = null;
    document.removeChildren();
    document.quirksMode(QuirksMode.NO_QUIRKS);
    errors.clear();
    in = new Input(errors);
    builder = new TreeBuilder(document, options, in, errors);
    tokenizer = new Tokenizer(in, builder, options.limits(), errors);
    atStart = true;
    characters = 0;
    begin();
    byte[] all = source.kept();
    decode(source, all, 0, all.length);
    if (inputClosed) {
      closeInput();
      run();
    }
  }
}

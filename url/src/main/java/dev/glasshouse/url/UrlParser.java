package dev.glasshouse.url;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The standard's basic URL parser.
 *
 * <p>The states have the standard's names. Each method reads all that belongs to its state at once
 * and goes on to the next, instead of coming back for each character; what it leaves behind is the
 * same. Authority, host and port are in {@link AuthorityParser}, the path and what follows in
 * {@link PathParser}. Source: <a href="https://url.spec.whatwg.org/#concept-basic-url-parser">URL
 * standard, 4.4</a>.
 */
final class UrlParser {
  private final String input;
  private final @Nullable Url base;
  private final UrlDraft url = new UrlDraft();
  private final UrlNotes notes;
  private final AuthorityParser authority;
  private final PathParser paths;

  private UrlParser(
      String input, @Nullable Url base, Charset encoding, Limits limits, UrlNotes notes) {
    this.input = input;
    this.base = base;
    this.notes = notes;
    this.authority = new AuthorityParser(input, url, notes, limits);
    this.paths = new PathParser(input, url, notes, encoding);
  }

  /** The URL that the text means, or a {@link UrlException}. */
  static Url parse(String text, @Nullable Url base, Charset encoding, Limits limits) {
    UrlNotes notes = new UrlNotes(limits);
    Source source = Source.of(text, notes);
    try {
      checkLength(source.text(), limits);
      UrlParser parser = new UrlParser(source.text(), base, encoding, limits, notes);
      parser.schemeStart();
      Url url = parser.url.build(source.inOriginal(notes.met()));
      checkLength(url.href(), limits);
      return url;
    } catch (ParseFailure e) {
      throw new UrlException(text, e.error(), source.inOriginal(e.position()));
    }
  }

  private static void checkLength(String text, Limits limits) throws ParseFailure {
    if (isTooLong(text, limits)) {
      throw new ParseFailure(ValidationError.TOO_LONG, -1);
    }
  }

  static boolean isTooLong(String text, Limits limits) {
    return text.length() > limits.urlLength()
        && (text.length() > limits.dataUrlLength() || !text.regionMatches(true, 0, "data:", 0, 5));
  }

  /** The character at an index, or -1 after the end. */
  private int at(int index) {
    return index < input.length() ? input.charAt(index) : -1;
  }

  /** Scheme start state and scheme state. */
  private void schemeStart() throws ParseFailure {
    int colon = schemeEnd(input);
    if (colon < 0) {
      noScheme();
      return;
    }
    url.scheme = knownOrLowered(colon);
    int after = colon + 1;
    // Scheme state, steps 2.6 to 2.10.
    if (url.scheme.equals("file")) {
      if (!input.startsWith("//", after)) {
        notes.add(ValidationError.SPECIAL_SCHEME_MISSING_FOLLOWING_SOLIDUS, after);
      }
      file(after);
    } else if (url.isSpecial()) {
      if (base != null && base.scheme().equals(url.scheme)) {
        specialRelativeOrAuthority(after, base);
      } else {
        specialAuthoritySlashes(after);
      }
    } else if (at(after) == '/') {
      pathOrAuthority(after + 1);
    } else {
      paths.opaquePath(after);
    }
  }

  /** The index of the colon that ends a scheme; -1 where the text has none. */
  static int schemeEnd(String input) {
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (c == ':' && i > 0) {
        return i;
      }
      if (!Ascii.isAlpha(c)
          && (i == 0 || !(Ascii.isDigit(c) || c == '+' || c == '-' || c == '.'))) {
        return -1;
      }
    }
    return -1;
  }

  private String knownOrLowered(int colon) {
    String text = Ascii.toLower(input.substring(0, colon));
    Scheme known = Scheme.of(text);
    return known == null ? text : known.text();
  }

  /** No scheme state. */
  private void noScheme() throws ParseFailure {
    if (base == null || (base.hasOpaquePath() && at(0) != '#')) {
      throw new ParseFailure(ValidationError.MISSING_SCHEME_NON_RELATIVE_URL, 0);
    }
    url.scheme = base.scheme();
    if (base.hasOpaquePath()) {
      url.copyPath(base);
      url.query = base.rawQuery();
      paths.fragment(1);
    } else if (base.scheme().equals("file")) {
      file(0);
    } else {
      relative(0, base);
    }
  }

  /** Special relative or authority state. */
  private void specialRelativeOrAuthority(int pointer, Url from) throws ParseFailure {
    if (input.startsWith("//", pointer)) {
      specialAuthorityIgnoreSlashes(pointer + 2);
    } else {
      notes.add(ValidationError.SPECIAL_SCHEME_MISSING_FOLLOWING_SOLIDUS, pointer);
      relative(pointer, from);
    }
  }

  /** Path or authority state. */
  private void pathOrAuthority(int pointer) throws ParseFailure {
    if (at(pointer) == '/') {
      authority(pointer + 1);
    } else {
      paths.path(pointer);
    }
  }

  /** Relative state. */
  private void relative(int pointer, Url from) throws ParseFailure {
    int c = at(pointer);
    if (c == '/' || (c == '\\' && url.isSpecial())) {
      if (c == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, pointer);
      }
      relativeSlash(pointer + 1, from);
      return;
    }
    url.copyAuthority(from);
    url.copyPath(from);
    url.query = from.rawQuery();
    if (c == '?') {
      paths.query(pointer + 1);
    } else if (c == '#') {
      paths.fragment(pointer + 1);
    } else if (c >= 0) {
      url.query = null;
      url.shortenPath();
      paths.path(pointer);
    }
  }

  /** Relative slash state. */
  private void relativeSlash(int pointer, Url from) throws ParseFailure {
    int c = at(pointer);
    if (url.isSpecial() && (c == '/' || c == '\\')) {
      if (c == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, pointer);
      }
      specialAuthorityIgnoreSlashes(pointer + 1);
    } else if (c == '/') {
      authority(pointer + 1);
    } else {
      url.copyAuthority(from);
      paths.path(pointer);
    }
  }

  /** Special authority slashes state. */
  private void specialAuthoritySlashes(int pointer) throws ParseFailure {
    if (input.startsWith("//", pointer)) {
      specialAuthorityIgnoreSlashes(pointer + 2);
    } else {
      notes.add(ValidationError.SPECIAL_SCHEME_MISSING_FOLLOWING_SOLIDUS, pointer);
      specialAuthorityIgnoreSlashes(pointer);
    }
  }

  /** Special authority ignore slashes state. */
  private void specialAuthorityIgnoreSlashes(int pointer) throws ParseFailure {
    int start = pointer;
    while (at(start) == '/' || at(start) == '\\') {
      notes.add(ValidationError.SPECIAL_SCHEME_MISSING_FOLLOWING_SOLIDUS, start);
      start++;
    }
    authority(start);
  }

  private void authority(int pointer) throws ParseFailure {
    paths.pathStart(authority.authority(pointer));
  }

  /** File state. */
  private void file(int pointer) throws ParseFailure {
    url.scheme = "file";
    url.host = Host.Empty.EMPTY;
    int c = at(pointer);
    if (c == '/' || c == '\\') {
      if (c == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, pointer);
      }
      fileSlash(pointer + 1);
    } else if (base != null && base.scheme().equals("file")) {
      fileRelative(pointer, base);
    } else {
      paths.path(pointer);
    }
  }

  /** File state, step 3: relative to another file: URL. */
  private void fileRelative(int pointer, Url from) throws ParseFailure {
    url.host = from.rawHost();
    url.copyPath(from);
    url.query = from.rawQuery();
    int c = at(pointer);
    if (c == '?') {
      paths.query(pointer + 1);
    } else if (c == '#') {
      paths.fragment(pointer + 1);
    } else if (c >= 0) {
      url.query = null;
      if (DriveLetter.starts(input, pointer)) {
        notes.add(ValidationError.FILE_INVALID_WINDOWS_DRIVE_LETTER, pointer);
        url.path.setLength(0);
      } else {
        url.shortenPath();
      }
      paths.path(pointer);
    }
  }

  /** File slash state. */
  private void fileSlash(int pointer) throws ParseFailure {
    int c = at(pointer);
    if (c == '/' || c == '\\') {
      if (c == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, pointer);
      }
      fileHost(pointer + 1);
      return;
    }
    if (base != null && base.scheme().equals("file")) {
      url.host = base.rawHost();
      String path = base.path();
      boolean alone = path.length() == 3 || (path.length() > 3 && path.charAt(3) == '/');
      if (alone && DriveLetter.isNormalized(path, 1, 3) && !DriveLetter.starts(input, pointer)) {
        url.path.append(path, 0, 3);
      }
    }
    paths.path(pointer);
  }

  private void fileHost(int pointer) throws ParseFailure {
    int end = authority.end(pointer);
    if (DriveLetter.is(input, pointer, end)) {
      // File host state, step 1.1: what looked like a host is the first segment.
      notes.add(ValidationError.FILE_INVALID_WINDOWS_DRIVE_LETTER_HOST, pointer);
      paths.path(pointer);
    } else {
      authority.fileHost(pointer, end);
      paths.pathStart(end);
    }
  }
}

package dev.glasshouse.url;

import java.nio.charset.Charset;

/**
 * The part of a URL from the path on: path, query, fragment.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#path-start-state">URL standard, 4.4</a>, from
 * the path start state to the fragment state.
 */
final class PathParser {
  private final String input;
  private final UrlDraft url;
  private final UrlNotes notes;
  private final Charset encoding;

  PathParser(String input, UrlDraft url, UrlNotes notes, Charset encoding) {
    this.input = input;
    this.url = url;
    this.notes = notes;
    this.encoding = encoding;
  }

  /** Path start state, without a state override. */
  void pathStart(int pointer) {
    int c = pointer < input.length() ? input.charAt(pointer) : -1;
    if (url.isSpecial()) {
      if (c == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, pointer);
      }
      path(c == '/' || c == '\\' ? pointer + 1 : pointer);
    } else if (c == '?' || c == '#') {
      afterPath(pointer);
    } else if (c >= 0) {
      path(c == '/' ? pointer + 1 : pointer);
    }
  }

  /** Path state: segments up to the query, the fragment or the end, and then those. */
  void path(int start) {
    int end = start;
    while (end < input.length() && input.charAt(end) != '?' && input.charAt(end) != '#') {
      end++;
    }
    segments(start, end);
    afterPath(end);
  }

  /** The segments between two indices; with a state override they reach to the end. */
  void segments(int start, int end) {
    boolean special = url.isSpecial();
    int from = start;
    while (true) {
      int to = from;
      while (to < end && input.charAt(to) != '/' && !(special && input.charAt(to) == '\\')) {
        to++;
      }
      if (to < end && input.charAt(to) == '\\') {
        notes.add(ValidationError.INVALID_REVERSE_SOLIDUS, to);
      }
      segment(from, to, to == end);
      if (to == end) {
        return;
      }
      from = to + 1;
    }
  }

  /** Path state, steps 1.2 to 1.5. */
  private void segment(int start, int end, boolean last) {
    int dots = dots(start, end);
    if (dots == 2) {
      url.shortenPath();
    }
    if (dots > 0) {
      if (last) {
        url.path.append('/');
      }
      return;
    }
    if (url.path.isEmpty() && url.scheme.equals("file") && DriveLetter.is(input, start, end)) {
      url.path.append('/').append(input.charAt(start)).append(':');
      return;
    }
    url.path.append('/');
    append(start, end, PercentEncodeSet.PATH, url.path);
  }

  /** 1 for a single-dot segment, 2 for a double-dot segment, %2e counting as a dot; else 0. */
  private int dots(int start, int end) {
    if (end - start > 6) {
      return 0;
    }
    int dots = 0;
    for (int i = start; i < end; dots++) {
      if (input.charAt(i) == '.') {
        i++;
      } else if (input.regionMatches(true, i, "%2e", 0, 3) && i + 3 <= end) {
        i += 3;
      } else {
        return 0;
      }
    }
    return dots <= 2 ? dots : 0;
  }

  /** Opaque path state. */
  void opaquePath(int start) {
    url.opaquePath = true;
    int end = start;
    while (end < input.length() && input.charAt(end) != '?' && input.charAt(end) != '#') {
      end++;
    }
    append(start, end, PercentEncodeSet.C0_CONTROL, url.path);
    // A space before the query or fragment is encoded, so that neither may be dropped later.
    if (end < input.length() && end > start && input.charAt(end - 1) == ' ') {
      url.path.setLength(url.path.length() - 1);
      url.path.append("%20");
    }
    afterPath(end);
  }

  private void afterPath(int pointer) {
    if (pointer >= input.length()) {
      return;
    }
    if (input.charAt(pointer) == '?') {
      query(pointer + 1);
    } else {
      fragment(pointer + 1);
    }
  }

  /** Query state, without a state override. */
  void query(int start) {
    int hash = input.indexOf('#', start);
    queryBetween(start, hash < 0 ? input.length() : hash);
    if (hash >= 0) {
      fragment(hash + 1);
    }
  }

  /** The query that stands between two indices, in the document's encoding. */
  void queryBetween(int start, int end) {
    boolean special = url.isSpecial();
    PercentEncodeSet set = special ? PercentEncodeSet.SPECIAL_QUERY : PercentEncodeSet.QUERY;
    StringBuilder out = new StringBuilder(end - start);
    boolean utf8 = !special || url.scheme.equals("ws") || url.scheme.equals("wss");
    if (utf8 || encoding.equals(java.nio.charset.StandardCharsets.UTF_8)) {
      append(start, end, set, out);
    } else {
      noteUnits(start, end);
      QueryEncoder.encode(input.substring(start, end), encoding, set, out);
    }
    url.query = out.toString();
  }

  /** Fragment state. */
  void fragment(int start) {
    int end = input.length();
    StringBuilder out = new StringBuilder(end - start);
    append(start, end, PercentEncodeSet.FRAGMENT, out);
    url.fragment = out.toString();
  }

  /** Appends what stands between two indices, percent-encoded, and notes what had to be. */
  private void append(int start, int end, PercentEncodeSet set, StringBuilder out) {
    int i = start;
    while (i < end && set.isPlain(input.charAt(i))) {
      i++;
    }
    out.append(input, start, i);
    if (i < end) {
      noteUnits(i, end);
      PercentEncode.encode(input, i, end, set, out);
    }
  }

  private void noteUnits(int start, int end) {
    for (int i = start; i < end; ) {
      int c = PercentEncode.scalarAt(input, i, end);
      boolean lone = c == 0xFFFD && input.charAt(i) != 0xFFFD;
      if (lone || (c == '%' ? !HostParser.isEncodedByte(input, i, end) : !UrlCodePoint.is(c))) {
        notes.add(ValidationError.INVALID_URL_UNIT, i);
      }
      i += Character.charCount(c);
    }
  }
}

package dev.glasshouse.url;

import org.jspecify.annotations.Nullable;

/**
 * The part of a URL between {@code //} and the path: credentials, host, port.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#authority-state">URL standard, 4.4</a>, from the
 * authority state to the port state.
 */
final class AuthorityParser {
  private final String input;
  private final UrlDraft url;
  private final UrlNotes notes;
  private final Limits limits;

  AuthorityParser(String input, UrlDraft url, UrlNotes notes, Limits limits) {
    this.input = input;
    this.url = url;
    this.notes = notes;
    this.limits = limits;
  }

  /** Where the authority that begins at an index ends: at the path, the query, the fragment. */
  int end(int start) {
    boolean special = url.isSpecial();
    int i = start;
    for (; i < input.length(); i++) {
      char c = input.charAt(i);
      if (c == '/' || c == '?' || c == '#' || (c == '\\' && special)) {
        break;
      }
    }
    return i;
  }

  /**
   * Authority, host and port state without a state override; returns the index where the path
   * starts. Looks at each character once, and is one method on purpose: from 325 bytes of bytecode
   * on, HotSpot leaves a method alone; in pieces, its loops are unrolled within those of the whole
   * parser, for which it takes 28 MB.
   */
  int authority(int start) throws ParseFailure {
    boolean special = url.isSpecial();
    int hostStart = start;
    int colon = -1;
    boolean insideBrackets = false;
    int end = start;
    for (; end < input.length(); end++) {
      char c = input.charAt(end);
      if (c == '/' || c == '?' || c == '#' || (c == '\\' && special)) {
        break;
      }
      if (c == '@') {
        hostStart = end + 1;
        colon = -1;
        insideBrackets = false;
      } else if (c == '[') {
        insideBrackets = true;
      } else if (c == ']') {
        insideBrackets = false;
      } else if (c == ':' && !insideBrackets && colon < 0) {
        colon = end;
      }
    }
    if (hostStart > start) {
      credentials(start, hostStart - 1);
    }
    int hostEnd = colon < 0 ? end : colon;
    // Authority state, step 2.1; host state, steps 2.1 and 3.1: credentials, a port or a special
    // scheme need a host.
    if (hostStart == hostEnd && (hostStart > start || colon >= 0 || special)) {
      throw new ParseFailure(ValidationError.HOST_MISSING, hostStart);
    }
    url.host = HostParser.parse(input, hostStart, hostEnd, !special, notes, limits);
    if (colon >= 0) {
      // Port state: any character but a digit is an error here.
      int port = 0;
      for (int i = colon + 1; i < end; i++) {
        char digit = input.charAt(i);
        if (!Ascii.isDigit(digit)) {
          throw new ParseFailure(ValidationError.PORT_INVALID, i);
        }
        port = Math.min(port * 10 + digit - '0', 65536);
      }
      if (port == 65536) {
        throw new ParseFailure(ValidationError.PORT_OUT_OF_RANGE, colon + 1);
      }
      boolean said = colon + 1 < end && port != Scheme.defaultPort(url.scheme);
      url.port = said ? port : url.port;
    }
    return end;
  }

  /** Authority state, step 1: what stands before the last @. */
  private void credentials(int start, int end) {
    notes.add(ValidationError.INVALID_CREDENTIALS, end);
    int colon = input.indexOf(':', start);
    int nameEnd = colon < 0 || colon > end ? end : colon;
    url.username = encoded(start, nameEnd);
    url.password = nameEnd < end ? encoded(nameEnd + 1, end) : "";
  }

  private String encoded(int start, int end) {
    StringBuilder out = new StringBuilder(end - start);
    PercentEncode.encode(input, start, end, PercentEncodeSet.USERINFO, out);
    return out.toString();
  }

  /** The first colon that is not inside of brackets, or -1. */
  int portColon(int start, int end) {
    boolean insideBrackets = false;
    for (int i = start; i < end; i++) {
      char c = input.charAt(i);
      if (c == '[') {
        insideBrackets = true;
      } else if (c == ']') {
        insideBrackets = false;
      } else if (c == ':' && !insideBrackets) {
        return i;
      }
    }
    return -1;
  }

  Host parseHost(int start, int end) throws ParseFailure {
    return HostParser.parse(input, start, end, !url.isSpecial(), notes, limits);
  }

  /** The port that the digits name; -1 where it is the default of the scheme. */
  int portOf(int start, int end) throws ParseFailure {
    int port = 0;
    for (int i = start; i < end; i++) {
      port = port * 10 + (input.charAt(i) - '0');
      if (port > 65535) {
        throw new ParseFailure(ValidationError.PORT_OUT_OF_RANGE, start);
      }
    }
    return port == Scheme.defaultPort(url.scheme) ? -1 : port;
  }

  /** File host state, from step 1.2 on. */
  void fileHost(int start, int end) throws ParseFailure {
    if (start == end) {
      url.host = Host.Empty.EMPTY;
      return;
    }
    Host host = parseHost(start, end);
    url.host = isLocalhost(host) ? Host.Empty.EMPTY : host;
  }

  private static boolean isLocalhost(@Nullable Host host) {
    return host instanceof Host.Domain(String name) && name.equals("localhost");
  }
}

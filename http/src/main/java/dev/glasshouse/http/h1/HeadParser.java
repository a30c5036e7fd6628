package dev.glasshouse.http.h1;

import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a whole head (start line, field section, empty line) byte by byte and refuses whatever two
 * recipients could understand in two ways; what it lets through has one meaning, and its {@link
 * Framing} is known. Pure.
 */
final class HeadParser {
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final byte[] head;
  private final FieldLines fields;
  private String method = "";
  private String target = "";
  private String reason = "";
  private boolean absoluteForm;
  private boolean oldVersion;

  private HeadParser(byte[] head, Limits.Head limits) {
    this.head = head;
    this.fields = new FieldLines(head, limits);
  }

  /** A request's head, from its first byte to the empty line's LF. */
  static Inbound.RequestHead request(byte[] head, Limits.Head limits)
      throws ViolationException, LimitException {
    var its = new HeadParser(head, limits);
    Framing framing = its.request();
    return new Inbound.RequestHead(
        its.version(), its.method, its.target, its.fields.all(), head.length, framing);
  }

  /**
   * A response's head.
   *
   * @param asked the method of the request that it answers
   */
  static Inbound.ResponseHead response(byte[] head, Method asked, Limits.Head limits)
      throws ViolationException, LimitException {
    var its = new HeadParser(head, limits);
    Status status = its.response();
    Framing framing = its.responseFraming(status, asked);
    return new Inbound.ResponseHead(
        its.version(), status, its.reason, its.fields.all(), head.length, framing);
  }

  /** A trailer section, which ends with the empty line. */
  static Fields trailers(byte[] section, Limits.Head limits)
      throws ViolationException, LimitException {
    var lines = new FieldLines(section, limits);
    lines.read(0);
    return lines.all();
  }

  private HttpVersion version() {
    return oldVersion ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
  }

  private Framing request() throws ViolationException, LimitException {
    int end = fields.lineEnd(0);
    requestLine(0, end);
    fields.read(end + 2);
    host();
    if (!fields.codings().isEmpty()) {
      return codedRequest();
    }
    if (fields.lengths().isEmpty()) {
      return Framing.NONE;
    }
    if (fields.lengths().size() > 1) {
      throw new ViolationException(Violation.LENGTHS_DIFFER, String.join(", ", fields.lengths()));
    }
    return new Framing.Length(length(fields.lengths().getFirst()));
  }

  private Framing codedRequest() throws ViolationException {
    checkCodings(true);
    if (!fields.codings().getLast().equals("chunked")) {
      throw new ViolationException(
          Violation.CODING_NOT_SUPPORTED, String.join(", ", fields.codings()));
    }
    return Framing.CHUNKED;
  }

  private Status response() throws ViolationException, LimitException {
    int end = fields.lineEnd(0);
    int status = statusLine(0, end);
    fields.read(end + 2);
    return new Status(status);
  }

  private Framing responseFraming(Status status, Method asked) throws ViolationException {
    if (!fields.codings().isEmpty()) {
      if (status.isBodiless() && status.code() != 304) {
        throw new ViolationException(Violation.CODING_WITHOUT_BODY, status.code());
      }
      checkCodings(!isNoTransferCoding());
    }
    long length = responseLength();
    boolean tunnel = asked.equals(Method.CONNECT) && status.isOk();
    if (tunnel) {
      return Framing.UNTIL_CLOSE;
    }
    if (asked.equals(Method.HEAD) || status.isBodiless()) {
      return Framing.NONE;
    }
    if (!fields.codings().isEmpty() && !isNoTransferCoding()) {
      return Framing.CHUNKED;
    }
    return length < 0 ? Framing.UNTIL_CLOSE : new Framing.Length(length);
  }

  /** -1 when there is none. Several that agree are one: old servers do that (RFC 9112 6.3, 5). */
  private long responseLength() throws ViolationException {
    if (fields.lengths().size() == 1 && fields.lengths().getFirst().indexOf(',') < 0) {
      return length(fields.lengths().getFirst());
    }
    var parts = new ArrayList<String>();
    for (String value : fields.lengths()) {
      parts.addAll(List.of(value.split(",", -1)));
    }
    long length = -1;
    for (String part : parts) {
      long one = length(FieldSyntax.trim(part));
      if (length >= 0 && one != length) {
        throw new ViolationException(Violation.LENGTHS_DIFFER, String.join(", ", fields.lengths()));
      }
      length = one;
    }
    return length;
  }

  /**
   * Whether what a response calls its transfer coding is one that nobody has ever registered,
   * alone: then nothing was coded, and the content ends with the connection (RFC 9112 6.3, 4), as
   * in every browser. The connection ends with it, so that there is nothing behind it to be
   * misread.
   */
  private boolean isNoTransferCoding() {
    return fields.codings().size() == 1
        && switch (fields.codings().getFirst()) {
          case "chunked", "gzip", "x-gzip", "compress", "x-compress", "deflate", "identity" ->
              false;
          default -> FieldSyntax.isToken(fields.codings().getFirst());
        };
  }

  private void checkCodings(boolean mustBeKnown) throws ViolationException {
    if (!fields.lengths().isEmpty()) {
      throw new ViolationException(Violation.LENGTH_AND_CODING);
    }
    if (oldVersion) {
      throw new ViolationException(Violation.CODING_ON_1_0);
    }
    long chunked = fields.codings().stream().filter("chunked"::equals).count();
    if (chunked > 1) {
      throw new ViolationException(Violation.CHUNKED_TWICE);
    }
    if (chunked == 1 && !fields.codings().getLast().equals("chunked")) {
      throw new ViolationException(Violation.CHUNKED_NOT_LAST, String.join(", ", fields.codings()));
    }
    if (mustBeKnown && (fields.codings().size() > 1 || chunked == 0)) {
      throw new ViolationException(Violation.CODING_NOT_SUPPORTED, fields.codings().getFirst());
    }
  }

  private static long length(String value) throws ViolationException {
    boolean digits = !value.isEmpty() && value.length() <= 18;
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      digits &= digit >= 0 && digit <= 9;
      length = 10 * length + digit;
    }
    if (!digits) {
      throw new ViolationException(Violation.BAD_LENGTH, Texts.shown(value));
    }
    return length;
  }

  private void requestLine(int from, int to) throws ViolationException {
    int methodEnd = from;
    while (methodEnd < to && FieldSyntax.isTokenChar(head[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == from || methodEnd == to || head[methodEnd] != ' ') {
      throw new ViolationException(
          methodEnd == from ? Violation.BAD_METHOD : Violation.BAD_REQUEST_LINE);
    }
    int targetEnd = methodEnd + 1;
    while (targetEnd < to && head[targetEnd] != ' ') {
      if (!FieldSyntax.isTargetByte(head[targetEnd] & 0xff)) {
        throw new ViolationException(Violation.BAD_TARGET);
      }
      targetEnd++;
    }
    if (targetEnd == to) {
      throw new ViolationException(Violation.BAD_REQUEST_LINE);
    }
    method = text(from, methodEnd);
    target = text(methodEnd + 1, targetEnd);
    checkTarget();
    version(targetEnd + 1, to);
  }

  private void checkTarget() throws ViolationException {
    absoluteForm = target.regionMatches(true, 0, "http", 0, 4) && target.contains("://");
    boolean fits =
        switch (method) {
          case "CONNECT" -> AuthorityText.isHostAndPort(target);
          case "OPTIONS" -> target.equals("*") || target.startsWith("/") || absoluteForm;
          default -> target.startsWith("/") || absoluteForm;
        };
    if (!fits) {
      throw new ViolationException(Violation.BAD_TARGET);
    }
  }

  private int statusLine(int from, int to) throws ViolationException {
    int space = from;
    while (space < to && head[space] != ' ') {
      space++;
    }
    version(from, space);
    if (to - space < 4) {
      throw new ViolationException(Violation.BAD_STATUS_LINE);
    }
    int status = 0;
    for (int i = space + 1; i < space + 4; i++) {
      if (head[i] < '0' || head[i] > '9') {
        throw new ViolationException(Violation.BAD_STATUS_LINE);
      }
      status = status * 10 + head[i] - '0';
    }
    // The space after the code is left out by many servers that have no phrase to say.
    boolean phrase = to == space + 4 || head[space + 4] == ' ';
    for (int i = space + 4; i < to; i++) {
      phrase &= FieldSyntax.isValueByte(head[i] & 0xff);
    }
    if (!phrase || status < 100) {
      throw new ViolationException(Violation.BAD_STATUS_LINE);
    }
    reason = trimmed(space + 4, to);
    return status;
  }

  private void version(int from, int to) throws ViolationException {
    boolean form =
        to - from == 8
            && Arrays.equals(head, from, from + HTTP.length, HTTP, 0, HTTP.length)
            && isDigit(head[from + 5])
            && head[from + 6] == '.'
            && isDigit(head[from + 7]);
    if (!form) {
      throw new ViolationException(Violation.BAD_VERSION);
    }
    if (head[from + 5] != '1') {
      throw new ViolationException(Violation.UNSUPPORTED_VERSION, text(from, to));
    }
    oldVersion = head[from + 7] == '0';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private void host() throws ViolationException {
    if (fields.hosts().isEmpty()) {
      if (!oldVersion) {
        throw new ViolationException(Violation.HOST_MISSING);
      }
      return;
    }
    if (fields.hosts().size() > 1) {
      throw new ViolationException(Violation.HOST_TWICE);
    }
    String host = fields.hosts().getFirst();
    // An empty Host is right where the target has no authority (RFC 9110 7.2).
    if (!host.isEmpty() && !AuthorityText.isHost(host)) {
      throw new ViolationException(Violation.BAD_HOST, Texts.shown(host));
    }
  }

  /** The text without spaces and tabs at its ends. */
  private String trimmed(int from, int to) {
    int begin = from;
    int end = to;
    while (begin < end && FieldSyntax.isBlank(head[begin])) {
      begin++;
    }
    while (end > begin && FieldSyntax.isBlank(head[end - 1])) {
      end--;
    }
    return text(begin, end);
  }

  private String text(int from, int to) {
    return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
  }
}

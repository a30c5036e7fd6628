package dev.glasshouse.http.h1;

import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.Field;
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
import dev.glasshouse.journey.HttpReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a whole head (start line, field section, empty line) byte by byte and refuses whatever two
 * recipients could understand in two ways; what it lets through has one meaning, and its {@link
 * Framing} is known. Pure.
 */
final class HeadParser {
  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final byte[] head;
  private final Limits.Head limits;
  private final List<String> lengths = new ArrayList<>();
  private final List<String> codings = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private String method = "";
  private String target = "";
  private String reason = "";
  private boolean absoluteForm;
  private boolean oldVersion;

  private HeadParser(byte[] head, Limits.Head limits) {
    this.head = head;
    this.limits = limits;
  }

  /** A request's head, from its first byte to the empty line's LF. */
  static Inbound.RequestHead request(byte[] head, Limits.Head limits)
      throws ViolationException, LimitException {
    var its = new HeadParser(head, limits);
    Framing framing = its.request();
    return new Inbound.RequestHead(
        its.version(), its.method, its.target, Fields.copyOf(its.fields), head.length, framing);
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
        its.version(), status, its.reason, Fields.copyOf(its.fields), head.length, framing);
  }

  /** A trailer section, which ends with the empty line. */
  static Fields trailers(byte[] section, Limits.Head limits)
      throws ViolationException, LimitException {
    var its = new HeadParser(section, limits);
    its.fields(0);
    return Fields.copyOf(its.fields);
  }

  private HttpVersion version() {
    return oldVersion ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
  }

  private Framing request() throws ViolationException, LimitException {
    int end = lineEnd(0);
    requestLine(0, end);
    fields(end + 2);
    host();
    if (!codings.isEmpty()) {
      return codedRequest();
    }
    if (lengths.isEmpty()) {
      return Framing.NONE;
    }
    if (lengths.size() > 1) {
      throw new ViolationException(Violation.LENGTHS_DIFFER, String.join(", ", lengths));
    }
    return new Framing.Length(length(lengths.getFirst()));
  }

  private Framing codedRequest() throws ViolationException {
    checkCodings(true);
    if (!codings.getLast().equals("chunked")) {
      throw new ViolationException(Violation.CODING_NOT_SUPPORTED, String.join(", ", codings));
    }
    return Framing.CHUNKED;
  }

  private Status response() throws ViolationException, LimitException {
    int end = lineEnd(0);
    int status = statusLine(0, end);
    fields(end + 2);
    return new Status(status);
  }

  private Framing responseFraming(Status status, Method asked) throws ViolationException {
    if (!codings.isEmpty()) {
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
    if (!codings.isEmpty() && !isNoTransferCoding()) {
      return Framing.CHUNKED;
    }
    return length < 0 ? Framing.UNTIL_CLOSE : new Framing.Length(length);
  }

  /** -1 when there is none. Several that agree are one: old servers do that (RFC 9112 6.3, 5). */
  private long responseLength() throws ViolationException {
    if (lengths.size() == 1 && lengths.getFirst().indexOf(',') < 0) {
      return length(lengths.getFirst());
    }
    var parts = new ArrayList<String>();
    for (String value : lengths) {
      parts.addAll(List.of(value.split(",", -1)));
    }
    long length = -1;
    for (String part : parts) {
      long one = length(FieldSyntax.trim(part));
      if (length >= 0 && one != length) {
        throw new ViolationException(Violation.LENGTHS_DIFFER, String.join(", ", lengths));
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
    return codings.size() == 1
        && switch (codings.getFirst()) {
          case "chunked", "gzip", "x-gzip", "compress", "x-compress", "deflate", "identity" ->
              false;
          default -> FieldSyntax.isToken(codings.getFirst());
        };
  }

  private void checkCodings(boolean mustBeKnown) throws ViolationException {
    if (!lengths.isEmpty()) {
      throw new ViolationException(Violation.LENGTH_AND_CODING);
    }
    if (oldVersion) {
      throw new ViolationException(Violation.CODING_ON_1_0);
    }
    long chunked = codings.stream().filter("chunked"::equals).count();
    if (chunked > 1) {
      throw new ViolationException(Violation.CHUNKED_TWICE);
    }
    if (chunked == 1 && !codings.getLast().equals("chunked")) {
      throw new ViolationException(Violation.CHUNKED_NOT_LAST, String.join(", ", codings));
    }
    if (mustBeKnown && (codings.size() > 1 || chunked == 0)) {
      throw new ViolationException(Violation.CODING_NOT_SUPPORTED, codings.getFirst());
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

  private void fields(int from) throws ViolationException, LimitException {
    int count = 0;
    int at = from;
    for (int end = lineEnd(at); end > at; end = lineEnd(at)) {
      if (++count > limits.fields()) {
        throw new LimitException(HttpReason.LIMIT_FIELDS, "head.fields", limits.fields(), "fields");
      }
      field(at, end, count);
      at = end + 2;
    }
  }

  private void field(int from, int to, int count) throws ViolationException {
    if (FieldSyntax.isBlank(head[from])) {
      throw new ViolationException(count == 1 ? Violation.LEADING_SPACE : Violation.OBS_FOLD);
    }
    int colon = from;
    while (colon < to && FieldSyntax.isTokenChar(head[colon])) {
      colon++;
    }
    if (colon == to) {
      throw new ViolationException(Violation.NO_COLON);
    }
    String name = text(from, colon);
    if (FieldSyntax.isBlank(head[colon]) && beforeColonIsBlank(colon, to)) {
      throw new ViolationException(Violation.SPACE_BEFORE_COLON, name);
    }
    if (colon == from || head[colon] != ':') {
      throw new ViolationException(Violation.BAD_FIELD_NAME);
    }
    for (int i = colon + 1; i < to; i++) {
      if (!FieldSyntax.isValueByte(head[i] & 0xff)) {
        throw new ViolationException(Violation.BAD_FIELD_VALUE, name);
      }
    }
    String value = trimmed(colon + 1, to);
    fields.add(new Field(name, value));
    keep(name, value);
  }

  private boolean beforeColonIsBlank(int from, int to) {
    int i = from;
    while (i < to && FieldSyntax.isBlank(head[i])) {
      i++;
    }
    return i < to && head[i] == ':';
  }

  private void keep(String name, String value) {
    if (name.equalsIgnoreCase("content-length")) {
      lengths.add(value);
    } else if (name.equalsIgnoreCase("host")) {
      hosts.add(value);
    } else if (name.equalsIgnoreCase("transfer-encoding")) {
      var parts = new ArrayList<String>();
      Fields.split(value.toLowerCase(Locale.ROOT), ',', parts);
      codings.addAll(parts.isEmpty() ? List.of("") : parts);
    }
  }

  private void host() throws ViolationException {
    if (hosts.isEmpty()) {
      if (!oldVersion) {
        throw new ViolationException(Violation.HOST_MISSING);
      }
      return;
    }
    if (hosts.size() > 1) {
      throw new ViolationException(Violation.HOST_TWICE);
    }
    String host = hosts.getFirst();
    // An empty Host is right where the target has no authority (RFC 9110 7.2).
    if (!host.isEmpty() && !AuthorityText.isHost(host)) {
      throw new ViolationException(Violation.BAD_HOST, Texts.shown(host));
    }
  }

  /** The index of the CR that ends the line from here; refuses CR, LF and NUL out of place. */
  private int lineEnd(int from) throws ViolationException {
    for (int i = from; i < head.length; i++) {
      switch (head[i]) {
        case '\n' -> throw new ViolationException(Violation.BARE_LF);
        case 0 -> throw new ViolationException(Violation.NUL);
        case '\r' -> {
          if (i + 1 == head.length || head[i + 1] != '\n') {
            throw new ViolationException(Violation.BARE_CR);
          }
          return i;
        }
        default -> {}
      }
    }
    throw new IllegalStateException("a head without an end");
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

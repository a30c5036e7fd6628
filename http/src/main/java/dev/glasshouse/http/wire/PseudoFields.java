package dev.glasshouse.http.wire;

import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Messages as field sections of HTTP/2 and 3, and back: what stands in HTTP/1's start line is in
 * pseudo-fields, names are in lower case, and what belongs to a connection is gone (RFC 9113 8.2
 * and 8.3, RFC 9114 4.2 and 4.3). What is read is checked so strictly that it can be written as
 * HTTP/1 again without meaning something else. Pure.
 */
public final class PseudoFields {
  /**
   * A request's head, as it was read.
   *
   * @param method the method
   * @param scheme the scheme; empty for CONNECT without a protocol
   * @param authority host and port; empty when neither :authority nor Host was there
   * @param path the target; for CONNECT without a protocol the authority
   * @param fields the ordinary fields, cookies put together, Host put in where it was missing; the
   *     protocol of an extended CONNECT (RFC 8441 4) as Upgrade, which may not come otherwise
   * @param length what Content-Length says
   */
  public record RequestHead(
      Method method,
      String scheme,
      String authority,
      String path,
      Fields fields,
      OptionalLong length) {}

  /**
   * A response's head, as it was read.
   *
   * @param status the status code
   * @param fields the ordinary fields
   * @param length what Content-Length says
   */
  public record ResponseHead(Status status, Fields fields, OptionalLong length) {}

  private PseudoFields() {}

  /** How large a section is: its names and values, and 32 bytes a line (RFC 9113 6.5.2). */
  public static long bytes(List<Field> section) {
    long bytes = 0;
    for (Field field : section) {
      bytes += field.name().length() + field.value().length() + 32L;
    }
    return bytes;
  }

  /**
   * A request's field section: cookies are cut into crumbs, which compress better (RFC 9113 8.2.3).
   *
   * @param more ordinary fields that go before the request's own
   * @throws IllegalArgumentException when the target or the authority cannot be sent at all
   */
  public static List<Field> of(Request request, Field... more) {
    checked(request.target());
    checked(request.authority());
    Optional<String> protocol = request.upgrade();
    boolean connect = request.method().equals(Method.CONNECT) && protocol.isEmpty();
    var out = new ArrayList<Field>(request.fields().size() + 6 + more.length);
    out.add(new Field(":method", protocol.isPresent() ? "CONNECT" : request.method().name()));
    protocol.ifPresent(its -> out.add(new Field(":protocol", its)));
    if (!connect) {
      out.add(new Field(":scheme", request.scheme()));
    }
    out.add(new Field(":authority", request.authority()));
    if (!connect) {
      out.add(new Field(":path", request.target()));
    }
    out.addAll(List.of(more));
    for (Field field : request.fields()) {
      String name = lower(field.name());
      if (name.equals("cookie")) {
        crumbs(field.value(), out);
      } else if (name.equals("te")) {
        if (request.fields().hasElement("TE", "trailers")) {
          out.add(new Field(name, "trailers"));
        }
      } else if (!name.equals("host")
          && !name.equals("content-length")
          // RFC 8441 5.1: what it is for in HTTP/1.1, :protocol does.
          && !(name.equals("sec-websocket-key") && protocol.isPresent())
          && !isForbidden(name, field.value())) {
        out.add(new Field(name, field.value()));
      }
    }
    OptionalLong length = request.body().length();
    if (length.isPresent() && (length.getAsLong() > 0 || expectsContent(request.method()))) {
      out.add(new Field("content-length", Long.toString(length.getAsLong())));
    }
    return out;
  }

  /** Nothing goes out that would mean something else in HTTP/1. */
  private static void checked(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (!FieldSyntax.isTargetByte(part.charAt(i))) {
        throw new IllegalArgumentException("not a part of a request target: " + part);
      }
    }
  }

  /** RFC 9110 8.6: a length of 0 is said only where the method expects content. */
  private static boolean expectsContent(Method method) {
    return switch (method.name()) {
      case "POST", "PUT", "PATCH" -> true;
      default -> false;
    };
  }

  private static void crumbs(String cookies, List<Field> out) {
    int from = 0;
    for (int at = cookies.indexOf("; "); at >= 0; at = cookies.indexOf("; ", from)) {
      out.add(new Field("cookie", cookies.substring(from, at)));
      from = at + 2;
    }
    out.add(new Field("cookie", from == 0 ? cookies : cookies.substring(from)));
  }

  /** A response's field section. */
  public static List<Field> of(Status status, Fields fields) {
    var out = new ArrayList<Field>(fields.size() + 1);
    out.add(new Field(":status", Integer.toString(status.code())));
    ordinary(fields, out);
    return out;
  }

  /** A trailer section. */
  public static List<Field> ofTrailers(Fields trailers) {
    var out = new ArrayList<Field>(trailers.size());
    ordinary(trailers, out);
    return out;
  }

  private static void ordinary(Fields fields, List<Field> out) {
    for (Field field : fields) {
      String name = lower(field.name());
      if (!isForbidden(name, field.value())) {
        out.add(name.equals(field.name()) ? field : new Field(name, field.value()));
      }
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** RFC 9113 8.2.2. */
  private static boolean isForbidden(String name, String value) {
    return switch (name) {
      case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" -> true;
      case "te" -> !value.equalsIgnoreCase("trailers");
      default -> false;
    };
  }

  /**
   * Reads a request's field section.
   *
   * @param section the fields as they came, in order
   * @throws ViolationException when it is malformed
   */
  public static RequestHead request(HttpVersion version, List<Field> section)
      throws ViolationException {
    var in =
        new Section(version, section, ":method", ":scheme", ":authority", ":path", ":protocol");
    String method = in.required(":method");
    if (!FieldSyntax.isToken(method)) {
      throw in.wrong(Violation.PSEUDO_VALUE, ":method");
    }
    boolean switches = in.has(":protocol");
    if (switches && (!method.equals("CONNECT") || !FieldSyntax.isToken(in.pseudo(":protocol")))) {
      throw in.wrong(
          method.equals("CONNECT") ? Violation.PSEUDO_VALUE : Violation.PSEUDO_UNKNOWN,
          ":protocol");
    }
    boolean connect = method.equals("CONNECT") && !switches;
    String authority = authority(in, connect);
    if (connect) {
      if (!in.pseudo(":scheme").isEmpty() || !in.pseudo(":path").isEmpty()) {
        throw in.wrong(Violation.PSEUDO_UNKNOWN, in.has(":path") ? ":path" : ":scheme");
      }
      return new RequestHead(
          Method.CONNECT, "", authority, authority, in.fields(), in.contentLength());
    }
    String scheme = in.required(":scheme");
    if (!isScheme(scheme)) {
      throw in.wrong(Violation.PSEUDO_VALUE, ":scheme");
    }
    String path = in.required(":path");
    if (!isPath(path, method)) {
      throw in.wrong(Violation.PSEUDO_VALUE, ":path");
    }
    Fields fields = in.fields();
    if (!authority.isEmpty() && !fields.has("host")) {
      fields = fields.plus("host", authority);
    }
    if (switches) {
      fields = fields.plus("upgrade", in.pseudo(":protocol"));
    }
    return new RequestHead(Method.of(method), scheme, authority, path, fields, in.contentLength());
  }

  /** RFC 9113 8.3.1: :authority and Host, where both are there, say the same. */
  private static String authority(Section in, boolean connect) throws ViolationException {
    String authority = in.pseudo(":authority");
    if (connect
        ? !AuthorityText.isHostAndPort(authority)
        : in.has(":authority") && !isHost(authority)) {
      throw connect && !in.has(":authority")
          ? in.wrong(Violation.PSEUDO_MISSING, ":authority")
          : in.wrong(Violation.PSEUDO_VALUE, ":authority");
    }
    List<String> hosts = in.fields().all("host");
    if (hosts.size() > 1) {
      throw in.wrong(Violation.HOST_TWICE);
    }
    if (hosts.isEmpty()) {
      return authority;
    }
    String host = hosts.getFirst();
    if (!isHost(host)) {
      throw in.wrong(Violation.BAD_HOST, Texts.shown(host));
    }
    if (!authority.isEmpty() && !host.equalsIgnoreCase(authority)) {
      throw in.wrong(Violation.HOST_DIFFERS, Texts.shown(host), Texts.shown(authority));
    }
    return host;
  }

  private static boolean isHost(String text) {
    return AuthorityText.isHost(text);
  }

  private static boolean isScheme(String scheme) {
    for (int i = 0; i < scheme.length(); i++) {
      char c = scheme.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !later)) {
        return false;
      }
    }
    return !scheme.isEmpty();
  }

  private static boolean isPath(String path, String method) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      // Bytes from 0x80 up do no harm, and old clients send them.
      if (c <= 0x20 || c == 0x7f || c == '#') {
        return false;
      }
    }
    return path.startsWith("/") || (path.equals("*") && method.equals("OPTIONS"));
  }

  /**
   * Reads a response's field section.
   *
   * @throws ViolationException when it is malformed
   */
  public static ResponseHead response(HttpVersion version, List<Field> section)
      throws ViolationException {
    var in = new Section(version, section, ":status");
    String text = in.required(":status");
    boolean digits = text.length() == 3 && text.charAt(0) >= '1';
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!digits) {
      throw in.wrong(Violation.PSEUDO_VALUE, ":status");
    }
    var status = new Status(Integer.parseInt(text));
    if (status.equals(Status.SWITCHING_PROTOCOLS)) {
      throw in.wrong(Violation.UNASKED_SWITCH);
    }
    return new ResponseHead(status, in.fields(), in.contentLength());
  }

  /**
   * Reads a trailer section.
   *
   * @throws ViolationException when it is malformed
   */
  public static Fields trailers(HttpVersion version, List<Field> section)
      throws ViolationException {
    for (Field field : section) {
      if (field.name().startsWith(":")) {
        throw ViolationException.in(
            version, Violation.PSEUDO_IN_TRAILERS, Texts.shown(field.name()));
      }
    }
    return new Section(version, section).fields();
  }

  /** A field section that is taken apart: pseudo-fields, and ordinary ones behind them. */
  private static final class Section {
    private final HttpVersion version;
    private final String[] names;
    private final String[] values;
    private final Fields fields;
    private OptionalLong contentLength = OptionalLong.empty();

    Section(HttpVersion version, List<Field> section, String... pseudo) throws ViolationException {
      this.version = version;
      this.names = pseudo;
      this.values = new String[pseudo.length];
      var ordinary = new ArrayList<Field>(section.size());
      int cookie = -1;
      for (Field field : section) {
        if (field.name().startsWith(":")) {
          pseudo(field, ordinary.isEmpty());
          continue;
        }
        check(field);
        if (field.name().equals("cookie") && cookie >= 0) {
          String together = ordinary.get(cookie).value() + "; " + field.value();
          ordinary.set(cookie, new Field("cookie", together));
        } else {
          cookie = field.name().equals("cookie") ? ordinary.size() : cookie;
          ordinary.add(field);
        }
      }
      this.fields = Fields.copyOf(ordinary);
    }

    private void pseudo(Field field, boolean first) throws ViolationException {
      int at = index(field.name());
      if (at < 0) {
        throw wrong(Violation.PSEUDO_UNKNOWN, Texts.shown(field.name()));
      }
      if (!first) {
        throw wrong(Violation.PSEUDO_LATE, field.name());
      }
      if (values[at] != null) {
        throw wrong(Violation.PSEUDO_TWICE, field.name());
      }
      values[at] = field.value();
    }

    private int index(String name) {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private void check(Field field) throws ViolationException {
      String name = field.name();
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c >= 'A' && c <= 'Z') {
          throw wrong(Violation.UPPER_CASE, Texts.shown(name));
        }
        if (!FieldSyntax.isTokenChar(c)) {
          throw wrong(Violation.BAD_FIELD_NAME);
        }
      }
      if (name.isEmpty()) {
        throw wrong(Violation.BAD_FIELD_NAME);
      }
      if (!FieldSyntax.isValue(field.value())) {
        throw wrong(Violation.BAD_FIELD_VALUE, Texts.shown(name));
      }
      if (isForbidden(name, field.value())) {
        throw name.equals("te")
            ? wrong(Violation.BAD_TE, Texts.shown(field.value()))
            : wrong(Violation.CONNECTION_FIELD, name);
      }
      if (name.equals("content-length")) {
        length(field.value());
      }
    }

    private void length(String text) throws ViolationException {
      boolean digits = !text.isEmpty() && text.length() <= 18;
      for (int i = 0; i < text.length(); i++) {
        digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
      }
      if (!digits) {
        throw wrong(Violation.BAD_LENGTH, Texts.shown(text));
      }
      long length = Long.parseLong(text);
      if (contentLength.orElse(length) != length) {
        throw wrong(Violation.LENGTHS_DIFFER, Texts.shown(text));
      }
      contentLength = OptionalLong.of(length);
    }

    String pseudo(String name) {
      String value = values[index(name)];
      return value == null ? "" : value;
    }

    boolean has(String name) {
      return values[index(name)] != null;
    }

    String required(String name) throws ViolationException {
      if (!has(name)) {
        throw wrong(Violation.PSEUDO_MISSING, name);
      }
      return pseudo(name);
    }

    Fields fields() {
      return fields;
    }

    OptionalLong contentLength() {
      return contentLength;
    }

    ViolationException wrong(Violation violation, Object... arguments) {
      return ViolationException.in(version, violation, arguments);
    }
  }
}

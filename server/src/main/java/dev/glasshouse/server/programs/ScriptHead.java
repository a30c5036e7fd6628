package dev.glasshouse.server.programs;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProgramReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields that a program answers with, before its content (RFC 3875 6).
 *
 * @param status the status to answer with
 * @param local the path to serve in its place (6.2.2); empty for none
 * @param fields the fields for the client
 */
record ScriptHead(Status status, Optional<String> local, Fields fields) {

  /**
   * Reads it, up to the empty line that ends it.
   *
   * @throws ProgramException when it is none, or longer than is allowed
   * @throws IOException when it cannot be read
   */
  static ScriptHead read(InputStream in, int most) throws IOException {
    var lines = new ArrayList<Field>();
    int left = most;
    while (true) {
      String line = line(in, left);
      if (line.isEmpty()) {
        break;
      }
      left -= line.length() + 1;
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = colon < 0 ? "" : FieldSyntax.trim(line.substring(colon + 1));
      if (!FieldSyntax.isToken(name) || !FieldSyntax.isValue(value)) {
        throw nonsense("a line is no field");
      }
      lines.add(new Field(name, value));
    }
    if (lines.isEmpty()) {
      throw nonsense("it has no fields");
    }
    return of(Fields.copyOf(lines));
  }

  private static ScriptHead of(Fields all) throws ProgramException {
    Optional<String> location = all.first("Location");
    Optional<String> said = all.first("Status");
    Fields fields =
        all.without("Status", "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade");
    if (said.isEmpty() && location.isPresent() && location.get().startsWith("/")) {
      return new ScriptHead(Status.OK, location, fields);
    }
    Status status = location.isPresent() && said.isEmpty() ? Status.FOUND : Status.OK;
    if (said.isPresent()) {
      status = status(said.get()).orElseThrow(() -> nonsense("its Status is no status"));
    }
    return new ScriptHead(status, Optional.empty(), fields);
  }

  /** {@code 404 Not Found}: three digits, then perhaps words. */
  private static Optional<Status> status(String text) {
    String digits = text.length() < 3 ? "" : text.substring(0, 3);
    boolean alone = text.length() == 3 || (text.length() > 3 && text.charAt(3) == ' ');
    if (!alone || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int code = Integer.parseInt(digits);
    return code >= 200 && code <= 599 ? Optional.of(new Status(code)) : Optional.empty();
  }

  /** A line without its end, which is LF or CR LF; what is not ASCII is Latin-1, as fields are. */
  private static String line(InputStream in, int most) throws IOException {
    var line = new java.io.ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw nonsense(
            line.size() == 0 ? "it ended before its content" : "it ended within its fields");
      }
      if (c == '\n') {
        break;
      }
      if (line.size() >= most) {
        throw nonsense("its fields are longer than allowed");
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static ProgramException nonsense(String what) {
    return new ProgramException(
        Status.BAD_GATEWAY,
        Because.of(ProgramReason.ANSWER_MALFORMED, Clause.rfc(3875, "6"), what),
        "the program's answer cannot be used: " + what);
  }

  /** The value of a field of the head, small letters. */
  String lower(String name) {
    return fields.first(name).orElse("").toLowerCase(Locale.ROOT);
  }
}

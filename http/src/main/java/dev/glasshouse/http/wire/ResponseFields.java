package dev.glasshouse.http.wire;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a server's responses, as far as they are the same in every version: without those
 * of a connection, with Content-Length where it belongs, with Date, and with Alt-Svc where the
 * server has another end. Safe for many threads.
 */
public final class ResponseFields {
  /** Date, as it reads for one second. */
  private record Dated(long second, String text) {}

  private final InstantSource clock;
  private volatile Dated dated = new Dated(Long.MIN_VALUE, "");
  private volatile Optional<String> alternatives = Optional.empty();

  /** With the time of this clock. */
  public ResponseFields(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * From now on responses say where else the site is to be found (RFC 7838 3), unless they say so
   * themselves.
   *
   * @param altSvc the value of the field Alt-Svc
   */
  public void advertise(String altSvc) {
    alternatives = Optional.of(altSvc);
  }

  /** Whether a response to this method has no content, whatever its fields say. */
  public static boolean isBodiless(Response response, Method asked) {
    return asked.equals(Method.HEAD) || response.status().isBodiless();
  }

  /** The fields of a response to a request of this method. */
  public Fields of(Response response, Method asked) {
    OptionalLong length = response.body().length();
    boolean silent = asked.equals(Method.HEAD) || response.status().code() == 304;
    Fields fields =
        response.fields().without(field -> isOfConnection(field) || (!silent && isLength(field)));
    if (silent) {
      // Content-Length may say what a GET would have brought (RFC 9110 8.6): the handler's word.
      if (length.orElse(0) > 0) {
        fields = fields.with("Content-Length", Long.toString(length.getAsLong()));
      }
    } else {
      boolean may = !response.status().isInterim() && response.status().code() != 204;
      if (may && length.isPresent()) {
        fields = fields.plus("Content-Length", Long.toString(length.getAsLong()));
      }
    }
    Optional<String> elsewhere = alternatives;
    if (elsewhere.isPresent() && !fields.has("Alt-Svc") && !response.status().isInterim()) {
      fields = fields.plus("Alt-Svc", elsewhere.get());
    }
    return fields.has("Date") ? fields : fields.plus("Date", date());
  }

  /**
   * The field section that opens a tunnel on a stream (RFC 8441 section 5, RFC 9220 section 3).
   *
   * @param response whose fields it has
   * @param version of the connection
   */
  public List<Field> opening(Response response, HttpVersion version) {
    Response opened = new Response(Status.OK, "", version, response.fields(), Body.NONE);
    return PseudoFields.of(Status.OK, of(opened, Method.CONNECT).without("Content-Length"));
  }

  private static boolean isOfConnection(Field field) {
    return switch (field.name().length()) {
      case 10 -> field.is("Connection") || field.is("Keep-Alive");
      case 17 -> field.is("Transfer-Encoding");
      default -> false;
    };
  }

  private static boolean isLength(Field field) {
    return field.name().length() == 14 && field.is("Content-Length");
  }

  private String date() {
    Instant now = clock.instant();
    Dated last = dated;
    if (last.second() != now.getEpochSecond()) {
      last = new Dated(now.getEpochSecond(), HttpDate.format(now));
      dated = last;
    }
    return last.text();
  }
}

package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.OpenTunnel;
import dev.glasshouse.http.wire.PatientSending;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;

/**
 * The answer on one request stream of a server's connection (RFC 9114 4.1): sent at once where it
 * is small and in memory, else by the thread that made it, or with no thread while its content
 * waits.
 */
final class Http3Answer {
  private final Http3ServerExchange exchange;
  private final Http3ServerConnection connection;
  private final QuicStreamChannel stream;
  private final StreamOut out;
  private final StreamWriter writer;
  private final Inbox inbox;
  private final Limits limits;
  private final Trail trail;

  Http3Answer(
      Http3ServerExchange exchange,
      Http3ServerConnection connection,
      QuicStreamChannel stream,
      StreamOut out,
      StreamWriter writer,
      Inbox inbox) {
    this.exchange = exchange;
    this.connection = connection;
    this.stream = stream;
    this.out = out;
    this.writer = writer;
    this.inbox = inbox;
    this.limits = connection.limits();
    this.trail = connection.serving().trail();
  }

  /** Sends what is small and in memory; whether that was done. On the event loop. */
  boolean atOnce(Request request, Response response, Service its) {
    if (!(response.body() instanceof Body.Bytes body)
        || body.buffer().remaining() > ContentPump.AT_ONCE) {
      return false;
    }
    List<Field> section = section(response, request.method());
    if (!connection.takes(section)) {
      return false;
    }
    out.whenEnded(exchange::ended);
    boolean bodiless = ResponseFields.isBodiless(response, request.method()) || body.isEmpty();
    if (bodiless) {
      writer.section(section, true);
    } else {
      writer.whole(section, body.buffer(), List.of());
    }
    exchange.letGo();
    connection.handlerReturned();
    its.overAtOnce(response.status(), bodiless ? 0 : body.buffer().remaining(), Because.HAPPENED);
    return true;
  }

  /** Sends it, however long that takes. On a virtual thread. */
  void send(Request request, Response response, Service its) {
    if (response.body().isPatient() && !ResponseFields.isBodiless(response, request.method())) {
      List<Field> section = section(response, request.method());
      if (connection.takes(section)) {
        sendPatiently(section, response, its);
        return;
      }
    }
    try {
      if (response.body() instanceof Body.Taking taking) {
        tunnel(response, taking, its);
      } else {
        write(request, response, its);
      }
    } catch (RejectedExecutionException _) {
      // The server's threads have ended, and its connections with them.
    } finally {
      exchange.letGo();
      returned();
    }
  }

  /** It is too large to be read: the client is told so. On the event loop. */
  void refuseHead() {
    out.whenEnded(exchange::ended);
    Response answer = Response.of(Status.FIELDS_TOO_LARGE);
    writer.section(section(answer, Method.GET), true);
  }

  /** The stream is somebody else's from now on, until its end (RFC 9220 3). */
  private void tunnel(Response response, Body.Taking taking, Service its) {
    List<Field> opening = connection.serving().fields().opening(response, HttpVersion.HTTP_3);
    var way =
        new OpenTunnel.Way() {
          @Override
          public void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
            writer.content(bytes, length, deadline);
          }

          @Override
          public void end() {
            exchange.execute(() -> writer.finish(List.of()));
          }

          @Override
          public void abort() {
            exchange.reset(Http3ErrorCode.H3_REQUEST_CANCELLED, Because.of(HttpReason.GIVEN_UP));
          }
        };
    out.whenEnded(exchange::ended);
    boolean _ =
        its.tunnel(
            new OpenTunnel(HttpVersion.HTTP_3, inbox, way, limits, its.trail()),
            Status.OK,
            taking,
            () -> exchange.execute(() -> writer.section(opening, false)));
  }

  private void returned() {
    try {
      exchange.execute(connection::handlerReturned);
    } catch (RejectedExecutionException _) {
      // The server's threads have ended, and its connections with them.
    }
  }

  private void write(Request request, Response response, Service its) {
    List<Field> section = section(response, request.method());
    if (!connection.takes(section) && !response.status().equals(Status.INTERNAL_SERVER_ERROR)) {
      response.close();
      write(request, Response.of(Status.INTERNAL_SERVER_ERROR), its);
      return;
    }
    long bytes = 0;
    Because because = Because.HAPPENED;
    out.whenEnded(exchange::ended);
    try {
      if (ResponseFields.isBodiless(response, request.method()) || response.body().isEmpty()) {
        response.close();
        exchange.execute(() -> writer.section(section, true));
      } else {
        bytes = content(response, section, its);
      }
    } catch (HttpException e) {
      bytes = its.sent();
      because = e.because();
      exchange.reset(Http3ErrorCode.H3_REQUEST_CANCELLED, because);
    } catch (IOException | RuntimeException | Error e) {
      bytes = its.sent();
      // The head is out, or the body is not what was promised: a reset is the way to say so.
      because = Because.of(HttpReason.HANDLER_FAILED, Texts.of(e));
      exchange.reset(Http3ErrorCode.H3_INTERNAL_ERROR, because);
    }
    its.over(response.status(), bytes, because);
  }

  /** While its content waits, there is no thread. */
  private void sendPatiently(List<Field> section, Response response, Service its) {
    out.whenEnded(exchange::ended);
    PatientSending.begin(
        response,
        Deadline.in(limits.times().total()),
        new PatientSending.Way() {
          @Override
          public void begin() {
            exchange.execute(() -> writer.section(section, false));
          }

          @Override
          public void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
            writer.content(bytes, length, deadline);
          }

          @Override
          public void finish(BodyStream body) {
            List<Field> trailers = trailers(body);
            exchange.execute(() -> writer.finish(trailers));
          }

          @Override
          public void over(long bytes, Because because, boolean ours) {
            if (!because.equals(Because.HAPPENED)) {
              exchange.reset(
                  ours ? Http3ErrorCode.H3_INTERNAL_ERROR : Http3ErrorCode.H3_REQUEST_CANCELLED,
                  because);
            }
            its.over(response.status(), bytes, because);
            exchange.letGo();
            returned();
          }
        });
  }

  private List<Field> section(Response response, Method method) {
    return PseudoFields.of(response.status(), connection.serving().fields().of(response, method));
  }

  /** Trailers, unless the client does not take so much. */
  private List<Field> trailers(BodyStream body) {
    List<Field> trailers = PseudoFields.ofTrailers(body.trailers());
    return connection.takes(trailers) ? trailers : List.of();
  }

  private long content(Response response, List<Field> section, Service its) throws IOException {
    OptionalLong length = response.body().length();
    try (BodyStream body = response.body().open()) {
      Optional<byte[]> all = ContentPump.atOnce(response.body(), body);
      if (all.isPresent()) {
        List<Field> trailers = trailers(body);
        exchange.execute(() -> writer.whole(section, ByteBuffer.wrap(all.get()), trailers));
        return all.get().length;
      }
      exchange.execute(() -> writer.section(section, false));
      long sent =
          ContentPump.send(
              body,
              length,
              Deadline.in(limits.times().total()),
              () -> false,
              its.counted(writer::content));
      List<Field> trailers = trailers(body);
      exchange.execute(() -> writer.finish(trailers));
      if (trail.on() && writer.waited().toMillis() > 0) {
        trail.mark(
            new StreamStep.WindowAwaited(
                connection.connection().number(), stream.streamId(), writer.waited()),
            Because.of(StreamReason.WINDOW_FULL));
      }
      return sent;
    }
  }
}

package dev.glasshouse.http.h2;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.AskedBody;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.http.wire.OpenTunnel;
import dev.glasshouse.http.wire.PatientSending;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.ResponseFields;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request on a stream of a server's connection, and its answer: at once on the event loop where
 * the handler has it, else on a virtual thread.
 */
final class Http2ServerExchange implements Runnable, Aside, WireBody.Ending {
  private final Http2ServerConnection connection;
  private final Http2Stream stream;
  private final Optional<AskedBody> asked;
  private final Request request;
  private final Limits limits;
  private final Service service;
  private Optional<Response> ready = Optional.empty();
  private volatile boolean answered;

  /** Whether the answer's head is out: no interim response may follow; on the event loop only. */
  private boolean headOut;

  private volatile boolean violated;

  Http2ServerExchange(Http2ServerConnection connection, Http2Stream stream, Request head) {
    this.connection = connection;
    this.stream = stream;
    this.limits = connection.serving().limits();
    this.asked = head.body().isEmpty() ? Optional.empty() : Optional.of(asked(head));
    this.request =
        asked.map(its -> head.with(Body.streaming(its, head.body().length()))).orElse(head);
    this.service = connection.serving().begin(request);
  }

  private AskedBody asked(Request head) {
    var wire =
        new WireBody(
            stream.inbox(),
            new Framing.EndOfStream(head.body().length()),
            limits,
            Deadline.in(limits.times().total()),
            this);
    return new AskedBody(wire, head.fields(), () -> sendInterim(Status.CONTINUE, Fields.EMPTY));
  }

  /** The answer is out, or broke off: what is left of the request is let go of. */
  private void letGo() {
    asked.ifPresent(AskedBody::stop);
    stream.inbox().close();
    asked.ifPresent(AskedBody::free);
  }

  /** Stands for the content of a request until it has its exchange. */
  static Body body(OptionalLong length) {
    return Body.streaming(java.io.InputStream.nullInputStream(), length);
  }

  /**
   * Answers on the event loop, where the handler has an answer in memory; whether that was done.
   * What was begun here {@link #run} goes on with.
   */
  boolean answeredAtOnce() {
    if (!request.body().isEmpty() || request.fields().has("Expect")) {
      return false;
    }
    ready = service.answerAtOnce();
    if (ready.isEmpty() || !(ready.get().body() instanceof Body.Bytes body)) {
      return false;
    }
    Response response = ready.get();
    boolean bodiless = ResponseFields.isBodiless(response, request.method()) || body.isEmpty();
    ByteBuf content = bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body.buffer());
    long bytes = content.readableBytes();
    Because because = Because.HAPPENED;
    try {
      send(section(response), content, true, List.of());
    } catch (RuntimeException e) {
      because = failed(e);
      if (!answered) {
        connection.handlerReturned();
      }
    }
    letGo();
    service.overAtOnce(response.status(), bytes, because);
    return true;
  }

  @Override
  public void run() {
    Response response = ready.orElseGet(this::refusal);
    if (ready.isEmpty() && response.status().equals(Status.CONTINUE)) {
      response = service.answer(this, connection.number(), () -> violated);
    }
    if (response.body() instanceof Body.Later later) {
      service.whenReady(
          response,
          later,
          connection.number(),
          stream.inbox(),
          its -> Thread.ofVirtual().start(() -> answer(its)));
    } else {
      answer(response);
    }
  }

  private void answer(Response response) {
    if (response.body().isPatient() && !ResponseFields.isBodiless(response, request.method())) {
      sendPatiently(response);
      return;
    }
    try {
      if (response.body() instanceof Body.Taking taking) {
        tunnel(response, taking);
      } else {
        write(response);
      }
    } finally {
      if (!answered) {
        connection.endpoint().execute(connection::handlerReturned);
      }
      letGo();
    }
  }

  /** What is answered without asking the handler; 100 when it is to be asked. */
  private Response refusal() {
    for (String expected : request.fields().elements("Expect")) {
      if (!expected.equalsIgnoreCase("100-continue")) {
        return Response.of(Status.EXPECTATION_FAILED);
      }
    }
    long most = limits.content().wire().orElse(Long.MAX_VALUE);
    if (request.body().length().orElse(0) > most) {
      connection
          .endpoint()
          .execute(() ->
              connection
                  .endpoint()
                  .faults()
                  .tell(new LimitException(HttpReason.LIMIT_BODY, "content.wire", most, "bytes")));
      return Response.of(Status.CONTENT_TOO_LARGE);
    }
    return Response.of(Status.CONTINUE);
  }

  /** The stream is somebody else's from now on, until its end (RFC 8441 5). */
  private void tunnel(Response response, Body.Taking taking) {
    List<Field> opening = connection.serving().fields().opening(response, HttpVersion.HTTP_2);
    var way =
        new OpenTunnel.Way() {
          @Override
          public void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
            stream.send(bytes, length, deadline);
          }

          @Override
          public void end() {
            stream.finish(List.of());
          }

          @Override
          public void abort() {
            stream.reset(Http2Error.CANCEL, Because.of(HttpReason.GIVEN_UP));
          }
        };
    var tunnel = new OpenTunnel(HttpVersion.HTTP_2, stream.inbox(), way, limits, service.trail());
    boolean _ =
        service.tunnel(
            tunnel,
            Status.OK,
            taking,
            () -> send(opening, Unpooled.EMPTY_BUFFER, false, List.of()));
  }

  private void write(Response response) {
    List<Field> section = section(response);
    long bytes = 0;
    Because because = Because.HAPPENED;
    try {
      if (ResponseFields.isBodiless(response, request.method()) || response.body().isEmpty()) {
        response.close();
        send(section, Unpooled.EMPTY_BUFFER, true, List.of());
      } else {
        bytes = write(response, section);
      }
    } catch (HttpException e) {
      bytes = service.sent();
      because = e.because();
      stream.reset(Http2Error.CANCEL, because);
    } catch (IOException | RuntimeException | Error e) {
      bytes = service.sent();
      because = failed(e);
    }
    service.over(response.status(), bytes, because);
  }

  /** While its content waits, there is no thread. */
  private void sendPatiently(Response response) {
    List<Field> section = section(response);
    PatientSending.begin(
        response,
        Deadline.in(limits.times().total()),
        new PatientSending.Way() {
          @Override
          public void begin() {
            Http2ServerExchange.this.send(section, Unpooled.EMPTY_BUFFER, false, List.of());
          }

          @Override
          public void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
            stream.send(bytes, length, deadline);
          }

          @Override
          public void finish(BodyStream body) {
            stream.finish(PseudoFields.ofTrailers(body.trailers()));
          }

          @Override
          public void over(long bytes, Because because, boolean ours) {
            if (!because.equals(Because.HAPPENED)) {
              stream.reset(ours ? Http2Error.INTERNAL_ERROR : Http2Error.CANCEL, because);
            }
            service.over(response.status(), bytes, because);
            letGo();
          }
        });
  }

  private List<Field> section(Response response) {
    Fields fields = connection.serving().fields().of(response, request.method());
    return PseudoFields.of(response.status(), fields);
  }

  /** The head is out, or the body is not what was promised: a reset is the way to say so. */
  private Because failed(Throwable why) {
    Because because = Because.of(HttpReason.HANDLER_FAILED, Texts.of(why));
    stream.reset(Http2Error.INTERNAL_ERROR, because);
    return because;
  }

  private long write(Response response, List<Field> section) throws IOException {
    OptionalLong length = response.body().length();
    try (BodyStream body = response.body().open()) {
      Optional<byte[]> all = ContentPump.atOnce(response.body(), body);
      if (all.isPresent()) {
        send(
            section,
            Unpooled.wrappedBuffer(all.get()),
            true,
            PseudoFields.ofTrailers(body.trailers()));
        return all.get().length;
      }
      send(section, Unpooled.EMPTY_BUFFER, false, List.of());
      long sent =
          ContentPump.send(
              body,
              length,
              Deadline.in(limits.times().total()),
              () -> false,
              service.counted(stream::send));
      stream.finish(PseudoFields.ofTrailers(body.trailers()));
      Duration waited = stream.waited();
      if (service.trail().on() && waited.toMillis() > 0) {
        service
            .trail()
            .mark(
                new StreamStep.WindowAwaited(connection.number(), stream.id(), waited),
                Because.of(StreamReason.WINDOW_FULL));
      }
      return sent;
    }
  }

  /** Sends the head, and what there is of the body already. */
  private void send(List<Field> section, ByteBuf content, boolean end, List<Field> trailers) {
    answered = true;
    Endpoint endpoint = connection.endpoint();
    endpoint.execute(() -> {
      connection.handlerReturned();
      if (!stream.state().maySend()) {
        content.release();
        return;
      }
      headOut = true;
      boolean alone = end && !content.isReadable() && trailers.isEmpty();
      endpoint.frames().headers(stream.id(), section, alone);
      if (stream.state() == StreamState.RESERVED_LOCAL) {
        stream.state(StreamState.HALF_CLOSED_REMOTE);
      }
      endpoint.flushSoon();
      if (alone) {
        endpoint.ourEnd(stream);
      } else if (end) {
        endpoint.outflow().whole(stream, content, trailers);
      }
    });
  }

  // ---- said aside ----

  @Override
  public Trail trail() {
    return service.trail();
  }

  @Override
  public void interim(Status status, Fields fields) throws HttpException {
    if (!status.isInterim() || status.code() < 102) {
      throw new IllegalArgumentException("not an interim status to send: " + status);
    }
    sendInterim(status, fields.without("Content-Length"));
  }

  private void sendInterim(Status status, Fields fields) throws HttpException {
    if (stream.problem().isPresent()) {
      throw stream.problem().get().again();
    }
    List<Field> section = PseudoFields.of(status, fields);
    Endpoint endpoint = connection.endpoint();
    endpoint.execute(() -> {
      if (stream.state().maySend() && !headOut) {
        endpoint.frames().headers(stream.id(), section, false);
        endpoint.flushSoon();
      }
    });
  }

  @Override
  public Optional<Object> connection() {
    return Optional.of(connection);
  }

  @Override
  public void whenGone(Runnable told) {
    stream.inbox().whenBroken(told);
  }

  @Override
  public boolean push(Request pushed) {
    boolean sendable =
        pushed.method().isSafe()
            && (pushed.method().equals(Method.GET) || pushed.method().equals(Method.HEAD))
            && pushed.body().isEmpty()
            && pushed.authority().equalsIgnoreCase(request.authority())
            && pushed.scheme().equals(request.scheme());
    if (!sendable) {
      return false;
    }
    var done = new CompletableFuture<Boolean>();
    connection.endpoint().execute(() -> done.complete(connection.push(stream, pushed)));
    try {
      return done.get(limits.times().idle().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // ---- the request's body ----

  @Override
  public void complete(long bytes, Fields trailers) {}

  @Override
  public void broken(long bytes, HttpException problem) {
    violated = true;
    // A peer that has gone has ended the stream itself; a limit or a wait of ours has not.
    if (!(problem instanceof LostException)) {
      stream.reset(Http2Error.CANCEL, problem.because());
    }
  }

  @Override
  public void givenUp(long bytes) {}

  /** Once the handler has begun to answer, the two talk with each other. */
  @Override
  public boolean isLive() {
    return answered;
  }
}

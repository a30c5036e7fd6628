package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.AskedBody;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.quic.ServedConnection;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request stream of a server's connection: the request, and its answer. */
final class Http3ServerExchange implements Aside, WireBody.Ending {
  private final Http3ServerConnection connection;
  private final QuicStreamChannel stream;
  private final Limits limits;
  private final Trail trail;
  private volatile Optional<Service> service = Optional.empty();
  private final Inbox inbox;
  private volatile Optional<AskedBody> asked = Optional.empty();
  private final StreamOut out = new StreamOut();
  private final StreamWriter writer;
  private final Http3Answer answer;
  private final Pace pace;
  private final Received received;
  private volatile boolean violated;
  private volatile boolean answered;
  private boolean reprioritized;
  private Optional<ScheduledFuture<?>> late = Optional.empty();

  Http3ServerExchange(Http3ServerConnection connection, QuicStreamChannel stream) {
    this.connection = connection;
    this.stream = stream;
    this.limits = connection.limits();
    this.trail = connection.serving().trail();
    this.inbox = new Inbox(limits.content().buffer(), stream::read, connection.alarm());
    this.writer = new StreamWriter(stream, out, limits);
    this.answer = new Http3Answer(this, connection, stream, out, writer, inbox);
    this.pace = new Pace(limits.pace(), Pace.Of.TAKING);
    this.received = new Received();
  }

  StreamOut out() {
    return out;
  }

  /**
   * The client may take what waits for it too slowly. On the event loop.
   *
   * @param nanos since the last look at it
   */
  void keepPace(long nanos) {
    long moved = out.moved();
    if (out.open() > 0) {
      pace.count(nanos, moved, out.open())
          .ifPresent(slow -> {
            connection.tell(slow);
            shutdown(Http3ErrorCode.H3_REQUEST_CANCELLED, slow.because());
          });
    }
  }

  /** Its stream has gone: nobody need wait for its answer any more. On the event loop. */
  void gone() {
    inbox.gone();
    if (service.isEmpty()) {
      // The request never began: nobody takes what came of it.
      letGo();
    }
  }

  Incoming incoming() {
    return received;
  }

  /** Waits for the request's head, and not longer. On the event loop. */
  void awaitHead(Duration patience) {
    // Not at once: the stream's handlers are not all there yet.
    execute(stream::read);
    late =
        Optional.of(
            stream
                .eventLoop()
                .schedule(
                    () ->
                        received.broken(
                            Http3ErrorCode.H3_REQUEST_INCOMPLETE,
                            new StalledException(
                                Because.of(HttpReason.STALLED_HEAD, Texts.duration(patience)))),
                    patience.toMillis(),
                    TimeUnit.MILLISECONDS));
  }

  /** It is not looked at (RFC 9114 4.1.1). On the event loop. */
  void reject() {
    received.fail(new LostException(Because.of(StreamReason.GOING_AWAY)));
    shutdown(Http3ErrorCode.H3_REQUEST_REJECTED, Because.of(StreamReason.GOING_AWAY));
  }

  private void shutdown(Http3ErrorCode code, Because why) {
    if (!stream.isActive()) {
      return;
    }
    stream.shutdown(code.code());
    stream.close();
    if (trail.on()) {
      trail.mark(
          new StreamStep.StreamReset(
              connection.connection().number(), stream.streamId(), "us", code.name()),
          why);
    }
  }

  /** Does something on the event loop; where that fails, the connection ends, and says so. */
  void execute(Runnable what) {
    stream.eventLoop().execute(OwnFault.told(what, connection::failed));
  }

  void reset(Http3ErrorCode code, Because why) {
    execute(() -> shutdown(code, why));
  }

  /** Its answer has this urgency from now on, whatever its head says. On the event loop. */
  void prioritize(Urgency urgency) {
    reprioritized = true;
    if (stream.isOpen()) {
      stream.updatePriority(Http3Stream.priority(urgency));
    }
  }

  // ---- the request, on the event loop ----

  private void headCame(PseudoFields.RequestHead head) {
    late.ifPresent(timer -> timer.cancel(false));
    Urgency urgency = Urgency.parse(head.fields().combined("priority").orElse(""));
    if (!reprioritized && !urgency.equals(Urgency.DEFAULT)) {
      stream.updatePriority(Http3Stream.priority(urgency));
    }
    if (connection.connection().isEstablished()) {
      // A moment later: the end of the request has often come with its head.
      execute(() -> begin(head, Optional.empty()));
    } else {
      cameEarly(head);
    }
  }

  /** RFC 8470 4 and 5.2: what came before the handshake may be a replay. */
  private void cameEarly(PseudoFields.RequestHead head) {
    ServedConnection.Early early = connection.connection().early();
    if (!early.fresh()) {
      judged(head, "awaited", early.because());
      connection.connection().whenEstablished(() -> begin(head, Optional.empty()));
    } else if (head.method().isSafe()) {
      judged(
          head,
          "answered",
          Because.of(QuicReason.EARLY_SAFE, Clause.rfc(8470, "4"), head.method().toString()));
      PseudoFields.RequestHead marked =
          new PseudoFields.RequestHead(
              head.method(),
              head.scheme(),
              head.authority(),
              head.path(),
              head.fields().with("early-data", "1"),
              head.length());
      execute(() -> begin(marked, Optional.empty()));
    } else {
      judged(
          head,
          "refused",
          Because.of(QuicReason.EARLY_UNSAFE, Clause.rfc(8470, "5.2"), head.method().toString()));
      begin(head, Optional.of(Response.of(Status.TOO_EARLY)));
    }
  }

  private void judged(PseudoFields.RequestHead head, String verdict, Because because) {
    if (trail.on()) {
      trail.mark(
          new QuicStep.EarlyDataJudged(
              DialException.text(connection.connection().peer()),
              head.method().name(),
              head.path(),
              verdict),
          because);
    }
  }

  private void begin(PseudoFields.RequestHead head, Optional<Response> known) {
    if (!stream.isActive()) {
      return;
    }
    connection.handlerBegan();
    boolean whole = received.isWhole() && received.isEmpty();
    Request request = request(head, whole);
    Service its = connection.serving().begin(request);
    service = Optional.of(its);
    boolean mayNow = whole && known.isEmpty() && !request.fields().has("Expect");
    Optional<Response> ready = mayNow ? its.answerAtOnce() : known;
    if (ready.isPresent() && answer.atOnce(request, ready.get(), its)) {
      return;
    }
    Thread.ofVirtual()
        .name("glass-served-" + connection.connection().number() + "-" + stream.streamId())
        .start(() -> run(request, ready, its));
  }

  private Request request(PseudoFields.RequestHead head, boolean bodiless) {
    Body body = bodiless ? Body.NONE : Body.streaming(asked(head), head.length());
    return new Request(
        head.method(),
        head.scheme().isEmpty() ? "https" : head.scheme(),
        head.authority(),
        head.path(),
        HttpVersion.HTTP_3,
        head.fields(),
        body,
        connection.connection().peer());
  }

  /** The content of the request, for the handler. */
  private AskedBody asked(PseudoFields.RequestHead head) {
    var wire =
        new WireBody(
            inbox,
            new Framing.EndOfStream(head.length()),
            limits,
            Deadline.in(limits.times().total()),
            this);
    var body = new AskedBody(wire, head.fields(), () -> say(Status.CONTINUE, Fields.EMPTY));
    asked = Optional.of(body);
    return body;
  }

  /** The answer is out, or broke off: what is left of the request is let go of. */
  void letGo() {
    asked.ifPresent(AskedBody::stop);
    inbox.close();
    asked.ifPresent(AskedBody::free);
  }

  // ---- the answer, on a virtual thread ----

  private void run(Request request, Optional<Response> known, Service its) {
    Response response =
        known
            .or(() -> refusal(request))
            .orElseGet(() -> its.answer(this, connection.connection().number(), () -> violated));
    if (response.body() instanceof Body.Later later) {
      its.whenReady(
          response,
          later,
          connection.connection().number(),
          inbox,
          there -> Thread.ofVirtual().start(() -> answer(request, there, its)));
    } else {
      answer(request, response, its);
    }
  }

  private void answer(Request request, Response response, Service its) {
    answered = true;
    answer.send(request, response, its);
  }

  /** What is answered without asking the handler. */
  private Optional<Response> refusal(Request request) {
    for (String expected : request.fields().elements("Expect")) {
      if (!expected.equalsIgnoreCase("100-continue")) {
        return Optional.of(Response.of(Status.EXPECTATION_FAILED));
      }
    }
    long most = limits.content().wire().orElse(Long.MAX_VALUE);
    if (request.body().length().orElse(0) > most) {
      connection.tell(new LimitException(HttpReason.LIMIT_BODY, "content.wire", most, "bytes"));
      return Optional.of(Response.of(Status.CONTENT_TOO_LARGE));
    }
    return Optional.empty();
  }

  /** The answer is out. RFC 9114 4.1: the rest of the request is not needed. */
  void ended() {
    if (!received.isWhole() && stream.isActive()) {
      stream.shutdownInput(Http3ErrorCode.H3_NO_ERROR.code());
      stream.close();
    }
  }

  // ---- said aside ----

  @Override
  public Trail trail() {
    return service.map(Service::trail).orElse(trail);
  }

  @Override
  public void interim(Status status, Fields fields) throws HttpException {
    if (!status.isInterim() || status.code() < 102) {
      throw new IllegalArgumentException("not an interim status to send: " + status);
    }
    say(status, fields.without("Content-Length"));
  }

  private void say(Status status, Fields fields) throws HttpException {
    if (!stream.isActive()) {
      throw connection.whyGone();
    }
    List<Field> section = PseudoFields.of(status, fields);
    if (connection.takes(section)) {
      execute(() -> writer.interim(section));
    }
  }

  @Override
  public Optional<Object> connection() {
    return Optional.of(connection);
  }

  @Override
  public void whenGone(Runnable told) {
    inbox.whenBroken(told);
  }

  /** Not in HTTP/3: no browser takes it any more, and the codec's face for it is half one. */
  @Override
  public boolean push(Request pushed) {
    if (trail.on()) {
      trail.mark(
          new JourneyStep.NotSupported(
              "server push over HTTP/3", pushed.target(), "the client asks for it itself"),
          Because.of(QuicReason.NO_PUSH, Clause.rfc(9114, "4.6")));
    }
    return false;
  }

  // ---- the request's body ----

  @Override
  public void complete(long bytes, Fields trailers) {}

  @Override
  public void broken(long bytes, HttpException problem) {
    violated = true;
    // A peer that has gone has ended the stream itself; a limit or a wait of ours has not.
    if (!(problem instanceof LostException)) {
      reset(Http3ErrorCode.H3_REQUEST_CANCELLED, problem.because());
    }
  }

  @Override
  public void givenUp(long bytes) {}

  /** Once the handler has begun to answer, the two talk with each other. */
  @Override
  public boolean isLive() {
    return answered;
  }

  /** What comes in on the stream. */
  private final class Received extends Incoming {
    Received() {
      super(inbox, limits);
    }

    @Override
    boolean head(List<Field> section) throws HttpException {
      PseudoFields.RequestHead head = PseudoFields.request(HttpVersion.HTTP_3, section);
      promise(head.length());
      headCame(head);
      return true;
    }

    @Override
    Http3ErrorCode ofPush() {
      return Http3ErrorCode.H3_FRAME_UNEXPECTED;
    }

    @Override
    void end(Http3ErrorCode code, HttpException problem) {
      late.ifPresent(timer -> timer.cancel(false));
      violated = true;
      connection.misused(code, problem);
    }

    @Override
    boolean tooLarge(LimitException problem) {
      late.ifPresent(timer -> timer.cancel(false));
      answer.refuseHead();
      connection.refused(problem);
      return true;
    }

    @Override
    void useless(String frame) {
      connection.useless(frame);
    }

    @Override
    void refuse(Http3ErrorCode code, HttpException problem) {
      late.ifPresent(timer -> timer.cancel(false));
      shutdown(code, problem.because());
      connection.hadToReset(problem);
    }

    @Override
    HttpException reset(long code) {
      connection.wasReset();
      return meaning(code);
    }

    @Override
    HttpException gone() {
      late.ifPresent(timer -> timer.cancel(false));
      return connection.whyGone();
    }
  }
}

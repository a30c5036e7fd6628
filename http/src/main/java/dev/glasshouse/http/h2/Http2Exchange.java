package dev.glasshouse.http.h2;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ContentPump;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One request on one stream, and the head of its answer. Used once, by one thread. */
public final class Http2Exchange implements ClientExchange {
  private final Http2Session session;
  private final Request request;
  private final Limits limits;
  private final Trail trail;
  private final Deadline deadline;
  private final Http2Stream stream;
  private final Urgency urgency;
  private final boolean pushed;
  private volatile boolean sentAnything;
  private volatile boolean notProcessed;
  private boolean answered;
  private long begin;
  private long bodyBytes;
  private Optional<BodyStream> rest = Optional.empty();
  private Inbound early = Inbound.NOTHING;

  Http2Exchange(
      Http2Session session, Request request, Priority priority, Limits limits, Trail trail) {
    this.session = session;
    this.request = request;
    this.limits = limits;
    this.trail = trail;
    this.deadline = Deadline.in(limits.times().total());
    Optional<Http2Stream> pushed = session.claim(request);
    this.pushed = pushed.isPresent();
    this.stream =
        pushed.orElseGet(
            () -> new Http2Stream(session.endpoint(), request.method(), request.authority()));
    if (!this.pushed) {
      stream.count();
    }
    this.urgency = Urgency.of(priority);
  }

  @Override
  public boolean mayBeProcessed() {
    return sentAnything && !notProcessed;
  }

  @Override
  public boolean answered() {
    return answered;
  }

  @Override
  public Response run(Done done) throws IOException {
    try {
      return exchange(done);
    } catch (IOException | RuntimeException e) {
      Because why =
          e instanceof HttpException its ? its.because() : Because.of(StreamReason.NOT_WANTED);
      drop(why);
      if (rest.isPresent()) {
        rest.get().cancel();
      }
      if (trail.on()) {
        tell(trail, session.number(), e);
      }
      throw e;
    }
  }

  /** Ends the stream, and waits until its place in the session is free. */
  private void drop(Because why) {
    var dropped = new CountDownLatch(1);
    session
        .endpoint()
        .executeAnyway(() -> {
          session.endpoint().reset(stream, Http2Error.CANCEL, why);
          dropped.countDown();
        });
    stream.inbox().close();
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = dropped.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Field> fields() {
    String text = urgency.text();
    return text.isEmpty() || request.fields().has("Priority")
        ? PseudoFields.of(request)
        : PseudoFields.of(request, new Field("priority", text));
  }

  private Response exchange(Done done) throws IOException {
    begin = trail.now();
    if (pushed) {
      return ofPush(done);
    }
    boolean bodiless = request.body().isEmpty();
    List<Field> fields = fields();
    stream.urgency(urgency);
    session.open(
        stream,
        fields,
        bodiless,
        () -> {
          sentAnything = true;
          if (bodiless) {
            tellSent(fields, 0);
          }
        });
    if (!bodiless) {
      long sent = send();
      tellSent(fields, sent);
    }
    long sent = trail.now();
    Inbound.ResponseHead head = head();
    goOn(head.status());
    return response(head, sent, done);
  }

  private Response ofPush(Done done) throws IOException {
    sentAnything = true;
    if (trail.on()) {
      trail.mark(
          new StreamStep.PushUsed(session.number(), stream.id(), request.url()),
          Because.of(StreamReason.PUSH_MATCHES, Clause.rfc(9113, "8.4")));
    }
    return response(head(), begin, done);
  }

  /**
   * Makes the request more or less urgent after it was sent (RFC 9218 7.1). May be called from any
   * thread.
   */
  public void reprioritize(Priority priority) {
    String value = Urgency.of(priority).text();
    session
        .endpoint()
        .execute(() -> {
          if (stream.state() == StreamState.IDLE || stream.state() == StreamState.CLOSED) {
            return;
          }
          session.endpoint().frames().priorityUpdate(stream.id(), value);
          session.endpoint().flushSoon();
          if (trail.on()) {
            trail.mark(
                new StreamStep.Reprioritized(session.number(), stream.id(), "us", value),
                Because.of(StreamReason.PRIORITY_CHANGED));
          }
        });
  }

  /** Sends the body; stops when the answer has come, or is known not to come. */
  private long send() throws IOException {
    if (request.fields().hasElement("Expect", "100-continue") && !mayGoOn()) {
      return 0;
    }
    BodyStream body = request.body().open();
    rest = Optional.of(body);
    try {
      long sent = pump(body, request.body().length(), () -> stream.inbox().holdsAnswer());
      tellWaited();
      return sent;
    } catch (HttpException e) {
      // The peer has ended the stream: what it said before that comes first.
      if (e instanceof StalledException || e instanceof CancelledException) {
        throw e;
      }
      return 0;
    } finally {
      if (!stream.inbox().holdsAnswer()) {
        rest = Optional.empty();
        body.close();
      }
    }
  }

  private long pump(BodyStream body, OptionalLong length, BooleanSupplier stop) throws IOException {
    boolean[] stopped = new boolean[1];
    long sent =
        ContentPump.send(
            body,
            length.isPresent() ? OptionalLong.of(length.getAsLong() - bodyBytes) : length,
            deadline,
            () -> {
              stopped[0] = stop.getAsBoolean();
              return stopped[0];
            },
            stream::send);
    bodyBytes += sent;
    if (!stopped[0]) {
      stream.finish(PseudoFields.ofTrailers(body.trailers()));
    }
    return sent;
  }

  /**
   * The answer has begun before the request's body was sent: where it is not an error, the rest is
   * sent while the answer is read.
   */
  private void goOn(Status status) throws IOException {
    if (rest.isEmpty()) {
      return;
    }
    BodyStream body = rest.get();
    rest = Optional.empty();
    if (!status.isOk()) {
      body.close();
      return;
    }
    Thread.ofVirtual()
        .name("glass-upload")
        .start(() -> {
          try (body) {
            long _ = pump(body, request.body().length(), () -> stream.problem().isPresent());
          } catch (IOException | RuntimeException e) {
            stream.reset(Http2Error.CANCEL, Because.of(HttpReason.GIVEN_UP));
          }
        });
  }

  /** Waits for 100 (Continue), or a final answer in its place (RFC 9110 10.1.1). */
  private boolean mayGoOn() throws HttpException {
    Deadline until = deadline.within(limits.times().continueWait());
    while (true) {
      Inbound event = take(until);
      switch (event) {
        case Inbound.Nothing _ -> {
          return true;
        }
        case Inbound.ResponseHead head when head.status().isInterim() -> {
          interim(head);
          if (head.status().equals(Status.CONTINUE)) {
            return true;
          }
        }
        case Inbound.ResponseHead _, Inbound.Broken _ -> {
          early = event;
          return false;
        }
        case Inbound.Begun _, Inbound.End _, Inbound.Data _, Inbound.RequestHead _ ->
            throw new IllegalStateException("out of order: " + event);
      }
    }
  }

  private Inbound.ResponseHead head() throws HttpException {
    while (true) {
      Inbound event = early instanceof Inbound.Nothing ? next() : early;
      early = Inbound.NOTHING;
      switch (event) {
        case Inbound.ResponseHead head when head.status().isInterim() -> interim(head);
        case Inbound.ResponseHead head -> {
          return head;
        }
        case Inbound.Nothing _ -> throw stalled();
        case Inbound.Broken(HttpException problem) -> throw failed(problem);
        case Inbound.Begun _, Inbound.End _, Inbound.Data _, Inbound.RequestHead _ ->
            throw new IllegalStateException("out of order: " + event);
      }
    }
  }

  private Inbound next() throws HttpException {
    return take(deadline.within(limits.times().firstByte()));
  }

  private HttpException failed(HttpException problem) {
    notProcessed =
        problem instanceof LostException
            && (problem.because().reason() == StreamReason.REFUSED_STREAM
                || problem.because().reason() == StreamReason.AFTER_LAST
                || problem.because().reason() == StreamReason.NOT_SENT);
    return problem.again();
  }

  private StalledException stalled() {
    boolean all = deadline.passed();
    Duration waited = all ? limits.times().total() : limits.times().firstByte();
    return new StalledException(
        Because.of(
            all ? HttpReason.STALLED_TOTAL : HttpReason.STALLED_FIRST_BYTE,
            Texts.duration(waited)));
  }

  private Inbound take(Deadline until) throws HttpException {
    try {
      Inbound event = stream.inbox().take(System.nanoTime() + until.leftNanos());
      answered |= event instanceof Inbound.ResponseHead;
      return event;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
  }

  private void interim(Inbound.ResponseHead head) {
    if (trail.on()) {
      trail.mark(
          new HttpStep.InterimResponse(
              session.number(), head.status().code(), Texts.lines(head.fields())),
          Because.HAPPENED);
    }
  }

  private Response response(Inbound.ResponseHead head, long sent, Done done) throws IOException {
    if (trail.on()) {
      trail.add(
          sent,
          new HttpStep.ResponseBegun(
              session.number(),
              HttpVersion.HTTP_2.toString(),
              head.status().code(),
              "",
              Texts.lines(head.fields()),
              head.bytes()),
          Because.HAPPENED);
    }
    var wire =
        new WireBody(
            stream.inbox(), head.framing(), limits, deadline, new End(head.framing(), done));
    Body body = Body.NONE;
    if (head.framing() instanceof Framing.None) {
      // Its end comes with the head, or is the next that comes.
      int end = wire.read();
      if (end >= 0) {
        throw new IllegalStateException("content where there is none");
      }
    } else {
      body = Body.streaming(wire, wire.length());
    }
    return new Response(head.status(), "", HttpVersion.HTTP_2, head.fields(), body);
  }

  private void tellSent(List<Field> fields, long bodyBytes) {
    if (!trail.on()) {
      return;
    }
    Fields sent = Fields.copyOf(fields);
    trail.add(
        begin,
        new HttpStep.RequestSent(
            session.number(),
            stream.id(),
            HttpVersion.HTTP_2.toString(),
            request.method().name(),
            request.target(),
            Texts.lines(sent),
            sent.bytes(),
            bodyBytes),
        Because.HAPPENED);
  }

  private void tellWaited() {
    Duration waited = stream.waited();
    if (trail.on() && waited.toMillis() > 0) {
      trail.mark(
          new StreamStep.WindowAwaited(session.number(), stream.id(), waited),
          Because.of(StreamReason.WINDOW_FULL));
    }
  }

  /** Tells a journey how an exchange failed. */
  private static void tell(Trail trail, long number, Exception problem) {
    Because because = problem instanceof HttpException its ? its.because() : Because.HAPPENED;
    trail.mark(new HttpStep.ExchangeFailed(number, Texts.of(problem)), because);
  }

  /** What happens when the answer's body ends: the journey is told, the stream is over. */
  private final class End implements WireBody.Ending {
    private final Framing framing;
    private final Done done;
    private final long from = trail.now();

    End(Framing framing, Done done) {
      this.framing = framing;
      this.done = done;
    }

    @Override
    public void complete(long bytes, Fields trailers) {
      tellEnd(bytes, trailers, true, Because.HAPPENED);
      session.connection().reportKernel(trail, "response ended");
      leave(Because.of(StreamReason.NO_NEED_OF_REST));
    }

    @Override
    public void broken(long bytes, HttpException problem) {
      tellEnd(bytes, Fields.EMPTY, false, problem.because());
      if (trail.on()) {
        tell(trail, session.number(), problem);
      }
      leave(problem.because());
    }

    @Override
    public void givenUp(long bytes) {
      tellEnd(bytes, Fields.EMPTY, false, Because.of(HttpReason.GIVEN_UP));
      leave(Because.of(StreamReason.NOT_WANTED));
    }

    /** Ends the stream where it is not over, and tells that its place is free once it is. */
    private void leave(Because because) {
      if (stream.isOver()) {
        stream.inbox().close();
        done.free(session.isStaying());
        return;
      }
      session
          .endpoint()
          .executeAnyway(() -> {
            session.endpoint().reset(stream, Http2Error.CANCEL, because);
            done.free(session.isStaying());
          });
      stream.inbox().close();
    }

    private void tellEnd(long bytes, Fields trailers, boolean complete, Because because) {
      if (trail.on()) {
        trail.add(
            from,
            new HttpStep.ResponseEnded(
                session.number(), bytes, framing.text(), complete, Texts.lines(trailers)),
            because);
      }
    }
  }
}

package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * One request on one stream of HTTP/2 or 3, and the head of its answer. Used once, by one thread.
 */
public final class StreamExchange implements ClientExchange {
  private final ClientStream stream;
  private final Request request;
  private final List<Field> fields;

  /** What a journey is told of them: made at once, while they are at hand. */
  private final SentFields told;

  private final Limits limits;
  private final Trail trail;
  private final boolean recorded;
  private final Deadline deadline;
  private volatile boolean sentAnything;
  private volatile boolean notProcessed;
  private boolean answered;
  private long begin;

  /** When its fields were on their way, by {@link System#nanoTime}; 0 before, and untold. */
  private volatile long opened;

  private long bodyBytes;
  private boolean whole;
  private Optional<BodyStream> rest = Optional.empty();
  private final Listening listening;
  private Aside interim = Aside.NONE;

  /**
   * The fields of a request as a journey is told of them.
   *
   * @param bytes as HTTP/1.1 would write them
   */
  private record SentFields(List<String> lines, long bytes) {
    static final SentFields NONE = new SentFields(List.of(), 0);

    static SentFields of(List<Field> section) {
      Fields fields = Fields.copyOf(section);
      return new SentFields(Texts.lines(fields), fields.bytes());
    }
  }

  /**
   * An exchange of which nothing was sent.
   *
   * @param fields the request's field section, pseudo-fields first
   */
  public StreamExchange(
      ClientStream stream, Request request, List<Field> fields, Limits limits, Trail trail) {
    this.stream = stream;
    this.request = request;
    this.fields = fields;
    this.recorded = trail.on();
    this.told = recorded ? SentFields.of(fields) : SentFields.NONE;
    this.limits = limits;
    this.trail = trail;
    this.deadline = Deadline.in(limits.times().total());
    this.listening = new Listening(stream.inbox(), deadline, new Ear());
  }

  /** What is heard while content is sent. */
  private final class Ear implements Listening.Ear {
    @Override
    public void saw(Inbound event) {
      answered |= event instanceof Inbound.ResponseHead;
    }

    @Override
    public void interim(Inbound.ResponseHead head) throws HttpException {
      StreamExchange.this.interim(head);
    }

    @Override
    public HttpException late() {
      return stalled();
    }
  }

  @Override
  public boolean mayBeProcessed() {
    return sentAnything && !notProcessed;
  }

  @Override
  public void onInterim(Aside told) {
    interim = told;
  }

  @Override
  public boolean answered() {
    return answered;
  }

  /**
   * One method on purpose, as the waiting in {@link Inbox}: whoever makes an exchange and runs it
   * is compiled without this.
   */
  @Override
  public Response run(Done done) throws IOException {
    try {
      begin = trail.now();
      boolean pushed = stream.isPushed();
      boolean tunnels =
          !pushed && (request.method().equals(Method.CONNECT) || request.upgrade().isPresent());
      boolean alone = tunnels || request.body().isEmpty();
      Inbound.ResponseHead head;
      long sent;
      if (pushed) {
        sent = begin;
        head = ofPush();
      } else if (alone) {
        open(!tunnels);
        head = headAfterOpening();
        sent = openedAt();
        if (tunnels && head.status().isOk()) {
          return tunnel(head, sent, done);
        }
      } else {
        open(false);
        long bytes = send();
        sent = trail.now();
        tellSent(bytes, sent);
        head = head();
        goOn(head.status());
      }
      Framing framing = head.framing();
      var end = new End(head, done, tellBegun(head, sent));
      var wire = new WireBody(stream.inbox(), framing, limits, deadline, end);
      Body body = Body.NONE;
      if (!(framing instanceof Framing.None) && wire.length().orElse(-1) != 0) {
        body = Body.streaming(wire, wire.length());
      } else if (wire.read() >= 0) {
        // Its end comes with the head, or is the next that comes.
        throw new IllegalStateException("content where there is none");
      }
      return new Response(head.status(), "", stream.version(), head.fields(), body);
    } catch (IOException | RuntimeException e) {
      giveUp(e);
      throw e;
    }
  }

  private void giveUp(Exception e) {
    Because why =
        e instanceof HttpException its ? its.because() : Because.of(StreamReason.NOT_WANTED);
    stream.cancel(why);
    stream.inbox().close();
    if (rest.isPresent()) {
      rest.get().cancel();
    }
    tell(e);
  }

  private void open(boolean end) {
    stream.open(
        fields,
        end,
        () -> {
          if (recorded) {
            opened = System.nanoTime();
          }
          sentAnything = true;
        });
  }

  /** When its fields were on their way, by the trail's clock; 0 before. */
  private long openedAt() {
    long at = opened;
    return at == 0 ? 0 : trail.at(at);
  }

  /** The head of an answer to a request that is sent once its stream is opened. */
  private Inbound.ResponseHead headAfterOpening() throws HttpException {
    try {
      return head();
    } finally {
      // Told by this thread alone: two would wait for each other.
      tellSent(0, openedAt());
    }
  }

  /**
   * What CONNECT (RFC 9113 8.5, RFC 9114 4.4), or an extended one (RFC 8441 4, RFC 9220 3), has
   * opened: the stream stays open both ways, and becomes a tunnel.
   */
  private Response tunnel(Inbound.ResponseHead head, long sent, Done done) {
    long _ = tellBegun(head, sent);
    var way =
        new OpenTunnel.Way() {
          @Override
          public void send(byte[] bytes, int length, Deadline until) throws HttpException {
            stream.send(bytes, length, until, () -> false);
          }

          @Override
          public void end() {
            stream.finish(List.of());
          }

          @Override
          public void abort() {
            stream.cancel(Because.of(StreamReason.NOT_WANTED));
            done.free(stream.staying());
          }
        };
    var tunnel = new OpenTunnel(stream.version(), stream.inbox(), way, limits, trail);
    return new Response(
        head.status(), "", stream.version(), head.fields(), new Body.Tunnelled(tunnel));
  }

  private Inbound.ResponseHead ofPush() throws HttpException {
    sentAnything = true;
    if (trail.on()) {
      trail.mark(
          new StreamStep.PushUsed(stream.connection(), stream.id(), request.url()),
          Because.of(StreamReason.PUSH_MATCHES, Clause.rfc(9113, "8.4")));
    }
    return head();
  }

  /** Sends the body; stops when the answer has come, or is known not to come. */
  private long send() throws IOException {
    if (request.fields().hasElement("Expect", "100-continue") && !mayGoOn()) {
      return 0;
    }
    BodyStream body = request.body().open();
    rest = Optional.of(body);
    try {
      long sent = pump(body, listening::holdsAnswer, listening);
      tellWaited();
      return sent;
    } catch (HttpException e) {
      // The peer has ended the stream: what it said before that comes first.
      if (e instanceof StalledException || e instanceof CancelledException) {
        throw e;
      }
      return 0;
    } finally {
      if (whole || !listening.holdsAnswer()) {
        rest = Optional.empty();
        body.close();
      }
    }
  }

  /**
   * Sends what is left of the body, and says that it was all; nothing of that once it is to stop.
   */
  private long pump(BodyStream body, BooleanSupplier stop, ContentPump.Reading reading)
      throws IOException {
    OptionalLong length = request.body().length();
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
            reading,
            (bytes, size, until) -> stream.send(bytes, size, until, stop));
    bodyBytes += sent;
    if (!stopped[0] || length.orElse(-1) == bodyBytes) {
      whole = true;
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
            long _ = pump(body, () -> false, BodyStream::read);
          } catch (IOException | RuntimeException e) {
            stream.cancel(Because.of(HttpReason.GIVEN_UP));
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
          listening.put(event);
          return false;
        }
        case Inbound.Begun _, Inbound.End _, Inbound.Data _, Inbound.RequestHead _ ->
            throw new IllegalStateException("out of order: " + event);
      }
    }
  }

  private Inbound.ResponseHead head() throws HttpException {
    while (true) {
      Inbound early = listening.take();
      Inbound event =
          early == Inbound.NOTHING ? take(deadline.within(limits.times().firstByte())) : early;
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

  private HttpException failed(HttpException problem) {
    notProcessed = problem instanceof LostException lost && lost.isUnprocessed();
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

  private void interim(Inbound.ResponseHead head) throws HttpException {
    if (trail.on()) {
      trail.mark(
          new HttpStep.InterimResponse(
              stream.connection(),
              stream.version().toString(),
              head.status().code(),
              Texts.lines(head.fields())),
          Because.HAPPENED);
    }
    if (!head.status().equals(Status.CONTINUE)) {
      interim.interim(head.status(), head.fields());
    }
  }

  /** Tells that the head has come. Returns when, by the trail's clock. */
  private long tellBegun(Inbound.ResponseHead head, long sent) {
    long begun = trail.now();
    if (trail.on()) {
      trail.add(
          sent,
          begun,
          new HttpStep.ResponseBegun(
              stream.connection(),
              stream.version().toString(),
              head.status().code(),
              "",
              Texts.lines(head.fields()),
              head.bytes()),
          Because.HAPPENED,
          Source.MEASURED);
    }
    return begun;
  }

  private void tellSent(long bodyBytes, long end) {
    if (!recorded || end == 0) {
      return;
    }
    trail.add(
        begin,
        end,
        new HttpStep.RequestSent(
            stream.connection(),
            stream.id(),
            stream.version().toString(),
            request.method().name(),
            request.target(),
            told.lines(),
            told.bytes(),
            bodyBytes),
        Because.HAPPENED,
        Source.MEASURED);
  }

  private void tellWaited() {
    Duration waited = stream.waited();
    if (trail.on() && waited.toMillis() > 0) {
      trail.mark(
          new StreamStep.WindowAwaited(stream.connection(), stream.id(), waited),
          Because.of(StreamReason.WINDOW_FULL));
    }
  }

  /** Tells a journey how an exchange failed. */
  private void tell(Exception problem) {
    if (!trail.on()) {
      return;
    }
    Because because = problem instanceof HttpException its ? its.because() : Because.HAPPENED;
    if (problem instanceof ViolationException && !stream.tellsFaults()) {
      trail.mark(new HttpStep.ProtocolViolated(stream.connection(), Texts.of(problem)), because);
    }
    if (problem instanceof LimitException limit && !stream.tellsFaults()) {
      trail.mark(limit.step("connection " + stream.connection()), because);
    }
    trail.mark(new HttpStep.ExchangeFailed(stream.connection(), Texts.of(problem)), because);
  }

  /** What happens when the answer's body ends: the journey is told, the stream is over. */
  private final class End implements WireBody.Ending {
    private final Framing framing;
    private final Fields fields;
    private final Done done;

    /** When the head had come, by the trail's clock. */
    private final long from;

    End(Inbound.ResponseHead head, Done done, long from) {
      this.framing = head.framing();
      this.fields = head.fields();
      this.done = done;
      this.from = from;
    }

    @Override
    public void complete(long bytes, Fields trailers) {
      long now = trail.now();
      tellEnd(bytes, trailers, true, Because.HAPPENED, now);
      stream.answered();
      stream.inbox().close();
      stream.report(trail, now);
      done.free(stream.staying());
    }

    @Override
    public void broken(long bytes, HttpException problem) {
      stream.cancel(problem.because());
      stream.inbox().close();
      tellEnd(bytes, Fields.EMPTY, false, problem.because(), trail.now());
      tell(problem);
      done.free(stream.staying());
    }

    @Override
    public void givenUp(long bytes) {
      stream.cancel(Because.of(StreamReason.NOT_WANTED));
      stream.inbox().close();
      tellEnd(bytes, Fields.EMPTY, false, Because.of(HttpReason.GIVEN_UP), trail.now());
      done.free(stream.staying());
    }

    @Override
    public boolean isLive() {
      return LiveContent.is(fields);
    }

    private void tellEnd(long bytes, Fields trailers, boolean complete, Because because, long end) {
      if (trail.on()) {
        trail.add(
            from,
            end,
            new HttpStep.ResponseEnded(
                stream.connection(), bytes, framing.text(), complete, Texts.lines(trailers)),
            because,
            Source.MEASURED);
      }
    }
  }
}

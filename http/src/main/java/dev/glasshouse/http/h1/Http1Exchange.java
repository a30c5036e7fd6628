package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.OpenTunnel;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One request on one connection, and the head of its answer. Used once, by one thread. */
public final class Http1Exchange implements ClientExchange {
  private final Http1Session connection;
  private final Request request;
  private final Limits limits;
  private final Trail trail;
  private final Deadline deadline;
  private final MessageWriter writer;
  private final OptionalLong length;
  private final Fields fields;
  private final int asked;
  private boolean sentAnything;
  private boolean answered;
  private long headBytes;
  private long bodyBytes;
  private volatile long written;
  private Aside interim = Aside.NONE;

  Http1Exchange(Http1Session connection, Request request, Limits limits, Trail trail) {
    this.connection = connection;
    this.request = request;
    this.limits = limits;
    this.trail = trail;
    this.deadline = Deadline.in(limits.times().total());
    this.writer = new MessageWriter(connection.channel(), limits.times().idle());
    this.length = request.body().length();
    this.fields = fieldsToSend();
    this.asked = connection.connection().timesAsked();
  }

  /** The request's fields as they go out: Host first, the connection's own, the framing. */
  private Fields fieldsToSend() {
    Fields own =
        request
            .fields()
            .without("Host", "Content-Length", "Transfer-Encoding", "Keep-Alive", "Connection");
    Fields all =
        Fields.of(
            "Host",
            request.authority(),
            "Connection",
            request.fields().first("Connection").orElse("keep-alive"));
    return framed(all.plus(own));
  }

  /** RFC 9110 8.6: a length of 0 is said only where the method expects content. */
  private Fields framed(Fields all) {
    if (length.isEmpty()) {
      if (request.version() == HttpVersion.HTTP_1_0) {
        throw new IllegalArgumentException("HTTP/1.0 sends no content of unknown length");
      }
      return all.plus("Transfer-Encoding", "chunked");
    }
    boolean expected =
        switch (request.method().name()) {
          case "POST", "PUT", "PATCH" -> true;
          default -> false;
        };
    return length.getAsLong() > 0 || expected
        ? all.plus("Content-Length", Long.toString(length.getAsLong()))
        : all;
  }

  @Override
  public boolean mayBeProcessed() {
    return sentAnything;
  }

  @Override
  public void onInterim(Aside told) {
    interim = told;
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
      connection.drop();
      if (trail.on()) {
        tell(e);
      }
      throw e;
    }
  }

  private Response exchange(Done done) throws IOException {
    if (connection.inbox().poll() instanceof Inbound.Broken(HttpException problem)) {
      throw failed(problem);
    }
    long begin = trail.now();
    connection.connection().countExchange();
    sentAnything = true;
    if (request.body().isEmpty()) {
      sendHead();
      Inbound.ResponseHead head;
      try {
        head = head();
      } finally {
        tellSent(begin, written);
      }
      return response(head, true, written, done);
    }
    Optional<Inbound.ResponseHead> early = send();
    long sent = trail.now();
    tellSent(begin, sent);
    return response(early.isPresent() ? early.get() : head(), early.isEmpty(), sent, done);
  }

  /**
   * Sends a request that has no body, and does not wait until the kernel has it: what goes wrong
   * shows as the end of the connection.
   */
  private void sendHead() {
    byte[] head = wireHead();
    Channel channel = connection.channel();
    connection.execute(() -> {
      connection.reader().expect(request.method(), request.upgrade().isPresent());
      ChannelFuture sent = channel.writeAndFlush(writer.buffer(head));
      if (sent.isDone()) {
        written = trail.now();
      } else if (trail.on()) {
        sent.addListener(_ -> written = trail.now());
      }
    });
  }

  private byte[] wireHead() {
    String target = request.target();
    for (int i = 0; i < target.length(); i++) {
      if (!FieldSyntax.isTargetByte(target.charAt(i))) {
        throw new IllegalArgumentException("not a request target: " + target);
      }
    }
    String version = request.version() == HttpVersion.HTTP_1_0 ? " HTTP/1.0" : " HTTP/1.1";
    byte[] head = MessageWriter.head(request.method().name() + " " + target + version, fields);
    headBytes = head.length;
    return head;
  }

  private Optional<Inbound.ResponseHead> send() throws IOException {
    connection.execute(
        () -> connection.reader().expect(request.method(), request.upgrade().isPresent()));
    writer.write(writer.buffer(wireHead()), deadline);
    if (fields.hasElement("Expect", "100-continue")) {
      Optional<Inbound.ResponseHead> refused = awaitContinue();
      if (refused.isPresent()) {
        return refused;
      }
    }
    Fields trailers;
    try (BodyStream body = request.body().open()) {
      bodyBytes =
          writer.body(body, length, length.isEmpty(), deadline, connection.inbox()::holdsAnswer);
      trailers = body.trailers();
    } catch (LostException e) {
      return answerBefore(e);
    }
    if (connection.inbox().holdsAnswer() && (length.isEmpty() || bodyBytes < length.getAsLong())) {
      return Optional.of(head());
    }
    return writeEnd(trailers);
  }

  private Optional<Inbound.ResponseHead> writeEnd(Fields trailers) throws HttpException {
    try {
      writer.end(length.isEmpty(), trailers, deadline);
      return Optional.empty();
    } catch (LostException e) {
      return answerBefore(e);
    }
  }

  /** A server that has heard enough answers and closes: the answer counts (RFC 9112 9.5). */
  private Optional<Inbound.ResponseHead> answerBefore(LostException broken) throws HttpException {
    try {
      return Optional.of(head());
    } catch (LostException e) {
      e.addSuppressed(broken);
      throw e;
    }
  }

  /** Waits for 100 (Continue), or a final answer in its place (RFC 9110 10.1.1). */
  private Optional<Inbound.ResponseHead> awaitContinue() throws HttpException {
    Deadline until = deadline.within(limits.times().continueWait());
    while (true) {
      switch (take(until)) {
        case Inbound.Nothing _ -> {
          return Optional.empty();
        }
        case Inbound.ResponseHead head when head.status().isInterim() -> {
          interim(head);
          if (head.status().equals(Status.CONTINUE)) {
            return Optional.empty();
          }
        }
        case Inbound.ResponseHead head -> {
          return Optional.of(head);
        }
        case Inbound.Broken(HttpException problem) -> throw failed(problem);
        case Inbound.Begun _, Inbound.End _, Inbound.Data _, Inbound.RequestHead _ -> {}
      }
    }
  }

  private Inbound.ResponseHead head() throws HttpException {
    Deadline firstByte = deadline.within(limits.times().firstByte());
    Deadline until = firstByte;
    while (true) {
      switch (take(until)) {
        case Inbound.Begun _ -> until = deadline.within(limits.times().head());
        case Inbound.ResponseHead head
            when head.status().isInterim() && !head.status().equals(Status.SWITCHING_PROTOCOLS) -> {
          interim(head);
          until = deadline.within(limits.times().firstByte());
        }
        case Inbound.ResponseHead head -> {
          return head;
        }
        case Inbound.Nothing _ -> throw stalled(until == firstByte);
        case Inbound.Broken(HttpException problem) -> throw failed(problem);
        case Inbound.End _, Inbound.Data _, Inbound.RequestHead _ -> {}
      }
    }
  }

  /** What an earlier exchange left on the connection is not this request's fault. */
  private HttpException failed(HttpException problem) {
    if (problem instanceof ViolationException violation
        && (violation.violation() == Violation.UNASKED_BYTES
            || violation.violation() == Violation.EXCESS_BYTES)) {
      connection.tell(trail, violation);
      return new LostException(violation.because());
    }
    return problem.again();
  }

  private StalledException stalled(boolean beforeFirstByte) {
    if (deadline.passed()) {
      return stalled(HttpReason.STALLED_TOTAL, limits.times().total());
    }
    return beforeFirstByte
        ? stalled(HttpReason.STALLED_FIRST_BYTE, limits.times().firstByte())
        : stalled(HttpReason.STALLED_HEAD, limits.times().head());
  }

  private static StalledException stalled(HttpReason reason, Duration waited) {
    return new StalledException(Because.of(reason, Texts.duration(waited)));
  }

  private Inbound take(Deadline until) throws HttpException {
    try {
      Inbound event = connection.inbox().take(System.nanoTime() + until.leftNanos());
      answered |= event instanceof Inbound.Begun || event instanceof Inbound.ResponseHead;
      return event;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
  }

  private void interim(Inbound.ResponseHead head) throws HttpException {
    if (!head.status().equals(Status.CONTINUE)) {
      interim.interim(head.status(), head.fields());
    }
    if (trail.on()) {
      trail.mark(
          new HttpStep.InterimResponse(
              connection.connection().number(), head.status().code(), Texts.lines(head.fields())),
          Because.HAPPENED);
    }
  }

  private Response response(Inbound.ResponseHead head, boolean wholeRequest, long sent, Done done)
      throws IOException {
    long number = connection.connection().number();
    long begun = trail.now();
    if (trail.on()) {
      trail.add(
          sent,
          begun,
          new HttpStep.ResponseBegun(
              number,
              head.version().toString(),
              head.status().code(),
              head.reason(),
              Texts.lines(head.fields()),
              head.bytes()),
          Because.HAPPENED,
          Source.MEASURED);
    }
    if (head.status().equals(Status.SWITCHING_PROTOCOLS)) {
      return switched(head, done);
    }
    KeepAlive keepAlive =
        KeepAlive.after(head.version(), head.fields(), limits.times().keepAlive());
    boolean stays =
        wholeRequest
            && keepAlive.stays()
            && !fields.hasElement("Connection", "close")
            && !(head.framing() instanceof Framing.UntilClose);
    var stream =
        new WireBody(
            connection.inbox(),
            head.framing(),
            limits,
            deadline,
            new ResponseEnd(
                connection, head.framing(), trail, stays, keepAlive, done, asked, begun));
    Body body = Body.NONE;
    if (head.framing() instanceof Framing.None
        || (head.framing() instanceof Framing.Length l && l.bytes() == 0)) {
      // Its end comes with the head; this waits for no more than another thread's next step.
      int end = stream.read();
      if (end >= 0) {
        throw new IllegalStateException("content where the framing has none");
      }
    } else {
      body = Body.streaming(stream, stream.length());
    }
    return new Response(head.status(), head.reason(), head.version(), head.fields(), body);
  }

  /** The connection has become a tunnel, which is over when either end closes it. */
  private Response switched(Inbound.ResponseHead head, Done done) throws ViolationException {
    boolean asked =
        head.fields().hasElement("Connection", "upgrade")
            && head.fields().hasElement("Upgrade", request.upgrade().orElse(""));
    if (!asked) {
      throw new ViolationException(Violation.UNASKED_SWITCH);
    }
    ChannelWay own = ChannelWay.of(connection.channel(), limits.times().idle());
    var way =
        new OpenTunnel.Way() {
          @Override
          public void send(byte[] bytes, int length, Deadline until) throws HttpException {
            own.send(bytes, length, until);
          }

          @Override
          public void end() {
            own.end();
          }

          @Override
          public void abort() {
            connection.drop();
            done.free(false);
          }
        };
    var tunnel = new OpenTunnel(head.version(), connection.inbox(), way, limits, trail);
    return new Response(
        head.status(), head.reason(), head.version(), head.fields(), new Body.Tunnelled(tunnel));
  }

  private void tellSent(long begin, long end) {
    if (!trail.on() || (end == 0 && request.body().isEmpty())) {
      return;
    }
    trail.add(
        begin,
        end,
        new HttpStep.RequestSent(
            connection.connection().number(),
            0,
            request.version().toString(),
            request.method().name(),
            request.target(),
            Texts.lines(fields),
            headBytes,
            bodyBytes),
        Because.HAPPENED,
        Source.MEASURED);
  }

  private void tell(Exception problem) {
    ResponseEnd.tellFailure(connection, trail, problem);
  }
}

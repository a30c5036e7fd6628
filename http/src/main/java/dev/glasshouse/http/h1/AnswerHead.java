package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Listening;
import dev.glasshouse.http.wire.OpenTunnel;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;

/**
 * The answer to one request on one connection, as far as its head: what comes of that, when it has
 * come and when it has not. The same whether a thread waits for it or not.
 */
final class AnswerHead implements Listening.Ear {
  private final Http1Session connection;
  private final RequestHead asked;
  private final Limits limits;
  private final Trail trail;
  private final Deadline deadline;
  private final int timesAsked;
  private Aside told = Aside.NONE;
  private boolean begun;

  AnswerHead(
      Http1Session connection, RequestHead asked, Limits limits, Trail trail, Deadline deadline) {
    this.connection = connection;
    this.asked = asked;
    this.limits = limits;
    this.trail = trail;
    this.deadline = deadline;
    this.timesAsked = connection.connection().timesAsked();
  }

  /** Takes who is told of interim responses. */
  void onInterim(Aside aside) {
    told = aside;
  }

  @Override
  public void saw(Inbound event) {
    begun |= event instanceof Inbound.Begun || event instanceof Inbound.ResponseHead;
  }

  /** Whether something of it has come. */
  boolean begun() {
    return begun;
  }

  /** Whether a head is not the last. */
  static boolean isInterim(Inbound.ResponseHead head) {
    return head.status().isInterim() && !head.status().equals(Status.SWITCHING_PROTOCOLS);
  }

  /** What an earlier exchange left on the connection is not this request's fault. */
  HttpException failed(HttpException problem) {
    if (problem instanceof ViolationException violation
        && (violation.violation() == Violation.UNASKED_BYTES
            || violation.violation() == Violation.EXCESS_BYTES)) {
      connection.tell(trail, violation);
      return new LostException(violation.because());
    }
    return problem.again();
  }

  @Override
  public StalledException late() {
    return stalled(true);
  }

  StalledException stalled(boolean beforeFirstByte) {
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

  /** One that is not final (RFC 9110 15.2). */
  @Override
  public void interim(Inbound.ResponseHead head) throws HttpException {
    if (trail.on()) {
      trail.mark(
          new HttpStep.InterimResponse(
              connection.connection().number(),
              head.version().toString(),
              head.status().code(),
              Texts.lines(head.fields())),
          Because.HAPPENED);
    }
    if (!head.status().equals(Status.CONTINUE)) {
      told.interim(head.status(), head.fields());
    }
  }

  /**
   * The response that begins with this.
   *
   * @param wholeRequest whether all of the request was sent
   * @param sent when, by the trail's clock
   */
  Response response(
      Inbound.ResponseHead head, boolean wholeRequest, long sent, ClientExchange.Done done)
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
            && !asked.closes()
            && !(head.framing() instanceof Framing.UntilClose);
    var stream =
        new WireBody(
            connection.inbox(),
            head.framing(),
            limits,
            deadline,
            new ResponseEnd(connection, head, trail, stays, keepAlive, done, timesAsked, begun));
    if (connection.eventLoop().inEventLoop()) {
      stream.unwaiting();
    }
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
  private Response switched(Inbound.ResponseHead head, ClientExchange.Done done)
      throws ViolationException {
    boolean wanted =
        head.fields().hasElement("Connection", "upgrade")
            && head.fields().hasElement("Upgrade", asked.request().upgrade().orElse(""));
    if (!wanted) {
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

  /** The request has gone out; with an end of 0 where that is not known. */
  void tellSent(long begin, long end, long headBytes, long bodyBytes) {
    if (!trail.on() || (end == 0 && asked.request().body().isEmpty())) {
      return;
    }
    trail.add(
        begin,
        end,
        new HttpStep.RequestSent(
            connection.connection().number(),
            0,
            asked.request().version().toString(),
            asked.request().method().name(),
            asked.request().target(),
            Texts.lines(asked.fields()),
            headBytes,
            bodyBytes),
        Because.HAPPENED,
        Source.MEASURED);
  }
}

package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Listening;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** One request on one connection, and the head of its answer. Used once, by one thread. */
public final class Http1Exchange implements ClientExchange {
  private final Http1Session connection;
  private final Request request;
  private final Limits limits;
  private final Trail trail;
  private final Deadline deadline;
  private final OptionalLong length;
  private final RequestHead asked;
  private final AnswerHead answer;
  private final Listening listening;
  private Optional<LoopExchange> loop = Optional.empty();
  private boolean sentAnything;
  private long bodyBytes;

  /** When the kernel had the request, by {@link System#nanoTime}; 0 before, and untold. */
  private volatile long written;

  Http1Exchange(Http1Session connection, Request request, Limits limits, Trail trail) {
    this.connection = connection;
    this.request = request;
    this.limits = limits;
    this.trail = trail;
    this.deadline = Deadline.in(limits.times().total());
    this.length = request.body().length();
    this.asked = RequestHead.of(request);
    this.answer = new AnswerHead(connection, asked, limits, trail, deadline);
    this.listening = new Listening(connection.inbox(), deadline, answer);
  }

  @Override
  public boolean mayBeProcessed() {
    return sentAnything;
  }

  @Override
  public void onInterim(Aside told) {
    answer.onInterim(told);
  }

  @Override
  public boolean answered() {
    return answer.begun();
  }

  /**
   * One method on purpose, as the waiting in {@link dev.glasshouse.http.wire.Inbox}: whoever makes
   * an exchange and runs it is compiled without this.
   */
  @Override
  public Response run(Done done) throws IOException {
    try {
      if (connection.inbox().poll() instanceof Inbound.Broken(HttpException problem)) {
        throw answer.failed(problem);
      }
      long begin = trail.now();
      connection.connection().countExchange();
      sentAnything = true;
      byte[] head = asked.bytes();
      var writer = new MessageWriter(connection.channel(), limits.times().idle(), limits.pace());
      Inbound.ResponseHead answered;
      boolean whole = true;
      long sent;
      if (request.body().isEmpty()) {
        // Nobody waits until the kernel has it: what goes wrong shows as the end of the connection.
        Channel channel = connection.channel();
        boolean recorded = trail.on();
        connection.execute(() -> {
          connection.reader().expect(request.method(), request.upgrade().isPresent());
          ChannelFuture sending = channel.writeAndFlush(writer.buffer(head));
          if (recorded && sending.isDone()) {
            written = System.nanoTime();
          } else if (recorded) {
            sending.addListener(_ -> written = System.nanoTime());
          }
        });
        try {
          answered = head();
        } finally {
          sent = sentAt();
          answer.tellSent(begin, sent, head.length, 0);
        }
      } else {
        Optional<Inbound.ResponseHead> early = send(writer, head);
        whole = early.isEmpty();
        sent = trail.now();
        answer.tellSent(begin, sent, head.length, bodyBytes);
        answered = whole ? head() : early.get();
      }
      return answer.response(answered, whole, sent, done);
    } catch (IOException | RuntimeException e) {
      connection.drop();
      if (trail.on()) {
        ResponseEnd.tellFailure(connection, trail, e);
      }
      throw e;
    }
  }

  @Override
  public void begin(Done done, Taker taker) {
    if (!request.body().isEmpty() || request.upgrade().isPresent()) {
      throw new IllegalArgumentException("a request that a thread has to send");
    }
    byte[] head = asked.bytes();
    sentAnything = true;
    var its = new LoopExchange(connection, asked, answer, limits, trail, deadline, done, taker);
    loop = Optional.of(its);
    its.begin(head);
  }

  @Override
  public void giveUp() {
    loop.ifPresent(LoopExchange::giveUp);
  }

  /** When the kernel had the request, by the trail's clock; 0 before. */
  private long sentAt() {
    long at = written;
    return at == 0 ? 0 : trail.at(at);
  }

  private Optional<Inbound.ResponseHead> send(MessageWriter writer, byte[] head)
      throws IOException {
    connection.execute(
        () -> connection.reader().expect(request.method(), request.upgrade().isPresent()));
    writer.write(writer.buffer(head), deadline);
    if (asked.fields().hasElement("Expect", "100-continue")) {
      Optional<Inbound.ResponseHead> refused = awaitContinue();
      if (refused.isPresent()) {
        return refused;
      }
    }
    BodyStream body = request.body().open();
    boolean goesOn = false;
    try {
      Optional<LostException> broke = Optional.empty();
      try {
        if (sendWhole(writer, body)) {
          return Optional.empty();
        }
      } catch (LostException e) {
        broke = Optional.of(e);
      }
      Inbound.ResponseHead early = answerBefore(broke);
      goesOn =
          broke.isEmpty()
              && early.status().isOk()
              && !early.fields().hasElement("Connection", "close");
      if (goesOn) {
        goOn(writer, body, bodyBytes);
      }
      return Optional.of(early);
    } finally {
      if (!goesOn) {
        body.close();
      }
    }
  }

  /** Sends the body, and its end; false where an answer came before that, or will not come. */
  private boolean sendWhole(MessageWriter writer, BodyStream body) throws IOException {
    bodyBytes =
        writer.body(body, length, length.isEmpty(), deadline, listening::holdsAnswer, listening);
    boolean all =
        !listening.holdsAnswer() || (length.isPresent() && bodyBytes >= length.getAsLong());
    if (all) {
      writer.end(length.isEmpty(), body.trailers(), deadline);
    }
    return all;
  }

  /**
   * The answer has begun before the request's body was sent. Where it is no error, and the server
   * does not hang up after it, the rest is sent while the answer is read (RFC 9110 7.5): it may be
   * made of what is still to come.
   */
  private void goOn(MessageWriter writer, BodyStream body, long sent) {
    Thread.ofVirtual()
        .name("glass-upload")
        .start(() -> {
          OptionalLong left =
              length.isPresent() ? OptionalLong.of(length.getAsLong() - sent) : length;
          try (body) {
            long _ = writer.body(body, left, left.isEmpty(), deadline);
            writer.end(left.isEmpty(), body.trailers(), deadline);
          } catch (HttpException _) {
            // The server takes no more of it: what it answers is not changed by that.
          } catch (IOException | RuntimeException _) {
            connection.drop();
          }
        });
  }

  /**
   * The answer that comes before the request is out. A server that has heard enough answers and
   * closes: the answer counts (RFC 9112 9.5).
   *
   * @param broke how the sending broke off, where it did
   */
  private Inbound.ResponseHead answerBefore(Optional<LostException> broke) throws HttpException {
    try {
      return head();
    } catch (LostException e) {
      broke.ifPresent(e::addSuppressed);
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
          answer.interim(head);
          if (head.status().equals(Status.CONTINUE)) {
            return Optional.empty();
          }
        }
        case Inbound.ResponseHead head -> {
          return Optional.of(head);
        }
        case Inbound.Broken(HttpException problem) -> throw answer.failed(problem);
        case Inbound.Begun _, Inbound.End _, Inbound.Data _, Inbound.RequestHead _ -> {}
      }
    }
  }

  private Inbound.ResponseHead head() throws HttpException {
    Deadline firstByte = deadline.within(limits.times().firstByte());
    Deadline until = firstByte;
    while (true) {
      Inbound early = listening.take();
      switch (early == Inbound.NOTHING ? take(until) : early) {
        case Inbound.Begun _ -> until = deadline.within(limits.times().head());
        case Inbound.ResponseHead head when AnswerHead.isInterim(head) -> {
          answer.interim(head);
          until = deadline.within(limits.times().firstByte());
        }
        case Inbound.ResponseHead head -> {
          return head;
        }
        case Inbound.Nothing _ -> throw answer.stalled(until == firstByte);
        case Inbound.Broken(HttpException problem) -> throw answer.failed(problem);
        case Inbound.End _, Inbound.Data _, Inbound.RequestHead _ -> {}
      }
    }
  }

  private Inbound take(Deadline until) throws HttpException {
    try {
      Inbound event = connection.inbox().take(System.nanoTime() + until.leftNanos());
      answer.saw(event);
      return event;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
  }
}

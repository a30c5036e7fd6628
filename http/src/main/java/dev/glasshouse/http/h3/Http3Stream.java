package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.PseudoFields;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3RequestStreamInitializer;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** One request stream of a client's session. */
final class Http3Stream implements ClientStream {
  private final Http3Session session;
  private final Method method;
  private final Urgency urgency;
  private final Trail trail;
  private final Inbox inbox;
  private final Answer answer;
  private final StreamOut out = new StreamOut();
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile long id;
  private volatile Optional<StreamWriter> writer = Optional.empty();
  private volatile Optional<QuicStreamChannel> channel = Optional.empty();
  private boolean finished;
  private boolean cancelled;

  Http3Stream(Http3Session session, Method method, Urgency urgency, Trail trail) {
    this.session = session;
    this.method = method;
    this.urgency = urgency;
    this.trail = trail;
    this.inbox =
        new Inbox(
            session.limits().content().buffer(),
            () -> channel.ifPresent(QuicStreamChannel::read),
            session.alarm());
    this.answer = new Answer();
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_3;
  }

  @Override
  public long connection() {
    return session.number();
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public Inbox inbox() {
    return inbox;
  }

  @Override
  public void open(List<Field> fields, boolean end, Runnable opened) {
    session.open(
        this,
        Sections.size(fields),
        () -> {
          StreamWriter its = writer.orElseThrow();
          finished = end;
          its.section(fields, end);
          opened.run();
          if (trail.on() && !session.connection().isEstablished()) {
            trail.mark(
                new QuicStep.EarlyDataSent(connection(), id, method.name()),
                Because.of(QuicReason.FIRST_FLIGHT, Clause.rfc(8470, "3"), method.toString()));
          }
        });
  }

  /** What makes the stream's channel; the codec checks what goes out, and we what comes in. */
  Http3RequestStreamInitializer initializer() {
    return new Http3RequestStreamInitializer() {
      @Override
      protected void initRequestStream(QuicStreamChannel made) {
        Arranged.on(made, this, out, answer);
      }
    };
  }

  /** Its channel is there. On the event loop. */
  void opened(QuicStreamChannel made) {
    id = made.streamId();
    channel = Optional.of(made);
    writer = Optional.of(new StreamWriter(made, out, session.limits()));
    if (!urgency.equals(Urgency.DEFAULT)) {
      made.updatePriority(priority(urgency));
    }
    made.closeFuture().addListener(_ -> leave());
    made.read();
  }

  /** It is over, or will never begin: the session has room for another. */
  private void leave() {
    if (left.compareAndSet(false, true)) {
      session.left(this);
    }
  }

  @Override
  public void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException {
    StreamWriter its = session.awaitOpen(this, deadline);
    its.content(bytes, length, deadline, enough);
  }

  /** What writes on it; empty while the peer has no room for it. */
  Optional<StreamWriter> writer() {
    return writer;
  }

  @Override
  public void finish(List<Field> trailers) {
    session.execute(() -> {
      finished = true;
      writer.ifPresent(its -> its.finish(trailers));
    });
  }

  /** As QUIC has it. */
  static QuicStreamPriority priority(Urgency urgency) {
    return new QuicStreamPriority(urgency.level(), urgency.incremental());
  }

  @Override
  public void cancel(Because why) {
    session.execute(() -> end(Http3ErrorCode.H3_REQUEST_CANCELLED, why));
  }

  @Override
  public void answered() {
    session.execute(() -> {
      if (!finished) {
        end(Http3ErrorCode.H3_REQUEST_CANCELLED, Because.of(StreamReason.NO_NEED_OF_REST));
      }
    });
  }

  /** Ends it on both sides with a code, unless it has ended. On the event loop. */
  private void end(Http3ErrorCode code, Because why) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    boolean whole = answer.isWhole() && finished;
    channel.ifPresent(its -> {
      if (its.isActive() && !whole) {
        its.shutdown(code.code());
        tell("us", code.name(), why);
      }
      its.close();
    });
    if (channel.isEmpty()) {
      session.forget(this);
      leave();
    }
  }

  /** It will never begin, or end without an answer. On the event loop. */
  void fail(HttpException problem) {
    answer.fail(problem);
    end(Http3ErrorCode.H3_REQUEST_CANCELLED, problem.because());
  }

  private void tell(String by, String code, Because why) {
    if (trail.on()) {
      trail.mark(new StreamStep.StreamReset(connection(), id, by, code), why);
    }
  }

  @Override
  public Duration waited() {
    return writer.map(StreamWriter::waited).orElse(Duration.ZERO);
  }

  @Override
  public boolean staying() {
    return session.isStaying();
  }

  @Override
  public void report(Trail to, long now) {
    session.connection().reportPath(to, "response ended");
  }

  /** What comes in on it. */
  private final class Answer extends Incoming {
    private int interims;

    Answer() {
      super(inbox, session.limits());
    }

    @Override
    boolean head(List<Field> section) throws HttpException {
      PseudoFields.ResponseHead head = PseudoFields.response(HttpVersion.HTTP_3, section);
      boolean interim = head.status().isInterim();
      int most = session.limits().head().interim();
      if (interim && ++interims > most) {
        throw new LimitException(HttpReason.LIMIT_INTERIM, "head.interim", most, "responses");
      }
      boolean none = head.status().isBodiless() || method.equals(Method.HEAD);
      if (!interim) {
        promise(none ? OptionalLong.of(0) : head.length());
      }
      inbox.put(
          new Inbound.ResponseHead(
              HttpVersion.HTTP_3,
              head.status(),
              "",
              head.fields(),
              head.fields().bytes(),
              none ? Framing.NONE : new Framing.EndOfStream(head.length())));
      return !interim;
    }

    /** We have said of no push that it may come. */
    @Override
    Http3ErrorCode ofPush() {
      return Http3ErrorCode.H3_ID_ERROR;
    }

    @Override
    void end(Http3ErrorCode code, HttpException problem) {
      session.misused(code, problem);
    }

    @Override
    void refuse(Http3ErrorCode code, HttpException problem) {
      Http3Stream.this.end(code, problem.because());
    }

    @Override
    HttpException reset(long code) {
      HttpException meaning = meaning(code);
      tell("peer", Codes.name(code), meaning.because());
      return meaning;
    }

    @Override
    HttpException gone() {
      return session.whyGone();
    }
  }

  static LostException notSent() {
    return new LostException(Because.of(StreamReason.NOT_SENT));
  }
}

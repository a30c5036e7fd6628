package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.AuthorityText;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.OneReader;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Optional;

/** One request on a server's connection: its parts, and its body with what hangs on it. */
final class Http1ServerExchange implements WireBody.Ending {
  private final Http1ServerConnection connection;
  private final Inbound.RequestHead head;
  private final WireBody wire;
  private final Optional<Request> request;
  private Optional<HttpException> refusal = Optional.empty();
  private Optional<HttpException> violated = Optional.empty();
  private boolean bodyTaken;

  private final OneReader reader;

  /** The handler's thread was told to stop in the middle of the content. */
  private volatile boolean givenUp;

  /** Where the client waits to be asked for the content. */
  private Optional<Asking> asking = Optional.empty();

  Http1ServerExchange(Http1ServerConnection connection, Inbound.RequestHead head) {
    this.connection = connection;
    this.head = head;
    Limits limits = connection.limits();
    this.wire =
        new WireBody(
            connection.inbox(), head.framing(), limits, Deadline.in(limits.times().total()), this);
    this.reader = new OneReader(wire);
    this.request = read();
  }

  private Optional<Request> read() {
    for (String expected : head.fields().elements("Expect")) {
      if (!expected.equalsIgnoreCase("100-continue")) {
        return refuse(new ViolationException(Violation.BAD_EXPECT, Texts.shown(expected)));
      }
      if (head.version() == HttpVersion.HTTP_1_1) {
        asking = Optional.of(new Asking());
      }
    }
    long most = connection.limits().content().wire().orElse(Long.MAX_VALUE);
    if (wire.length().orElse(0) > most) {
      return refuse(new LimitException(HttpReason.LIMIT_BODY, "content.wire", most, "bytes"));
    }
    String target = head.target();
    String authority = head.fields().first("Host").orElse("");
    int scheme = target.indexOf("://");
    if (!target.startsWith("/") && scheme > 0) {
      // The target's own authority wins over Host (RFC 9112 3.2.2).
      int path = firstOf(target, scheme + 3);
      authority = target.substring(scheme + 3, path);
      target = path == target.length() ? "/" : target.substring(path);
      target = target.startsWith("?") ? "/" + target : target;
      if (!AuthorityText.isHost(authority)) {
        return refuse(new ViolationException(Violation.BAD_TARGET));
      }
    }
    return Optional.of(
        new Request(
            new Method(head.method()),
            connection.secure() ? "https" : "http",
            authority,
            target,
            head.version(),
            head.fields(),
            hasBody() ? Body.streaming(new Incoming(), wire.length()) : Body.NONE,
            PeerAddress.of(connection.channel())));
  }

  private Optional<Request> refuse(HttpException problem) {
    refusal = Optional.of(problem);
    return Optional.empty();
  }

  private static int firstOf(String target, int from) {
    int i = from;
    while (i < target.length() && target.charAt(i) != '/' && target.charAt(i) != '?') {
      i++;
    }
    return i;
  }

  /** Whether nothing behind it is read before it is said what that is. */
  boolean mightSwitch() {
    return MessageReader.maySwitch(head);
  }

  private boolean hasBody() {
    return wire.length().orElse(1) > 0;
  }

  Request request() {
    return request.orElseThrow();
  }

  /** Why it is refused without asking the handler. */
  Optional<HttpException> refusal() {
    return refusal;
  }

  /** What the client did wrong in the body, while the handler read it. */
  Optional<HttpException> violated() {
    return violated;
  }

  /** Whether the client wants the connection to stay, and it can. */
  boolean mayStay() {
    boolean bodyToCome = hasBody() && asking.isPresent() && !asking.get().asked();
    return !bodyToCome
        && !givenUp
        && KeepAlive.after(head.version(), head.fields(), connection.limits().times().keepAlive())
            .stays();
  }

  /**
   * What of it matters to the form of its answer, which begins now: the content is not asked for
   * any more.
   *
   * @param another whether the connection may carry another exchange
   */
  ResponseWriter.Asked asked(boolean another, Response response) {
    asking.ifPresent(Asking::answer);
    boolean stays = another && mayStay() && !leavesTooMuch(response);
    return new ResponseWriter.Asked(request().method(), request().version(), stays);
  }

  /**
   * Whether more of the request will be left unread than is read to save the connection, as far as
   * that is known when the answer begins: a client that is told so does not send its next request
   * where nobody reads it any more (RFC 9112 9.6). An answer that is a stream may be made of what
   * is still to come, if it is no error.
   */
  private boolean leavesTooMuch(Response response) {
    boolean readsOn = response.body() instanceof Body.Stream && response.status().isOk();
    return !readsOn && wire.toCome() > connection.limits().content().skipped();
  }

  /** How an interim response goes out. */
  @FunctionalInterface
  interface Interim {
    void send(Status status, Fields fields) throws HttpException;
  }

  /** What the handler may say before its answer. */
  Aside aside(Trail trail, Interim interim) {
    return new Aside() {
      @Override
      public Trail trail() {
        return trail;
      }

      @Override
      public void interim(Status status, Fields fields) throws HttpException {
        if (!status.isInterim() || status.code() < 102) {
          throw new IllegalArgumentException("not an interim status to send: " + status);
        }
        if (head.version() == HttpVersion.HTTP_1_1) {
          interim.send(status, fields);
        }
      }

      @Override
      public Optional<Object> connection() {
        return Optional.of(connection);
      }

      @Override
      public void whenGone(Runnable told) {
        connection.inbox().whenBroken(told);
      }

      @Override
      public boolean push(Request pushed) {
        return false;
      }
    };
  }

  /**
   * After the answer: reads what the handler left, as far as that is worth it. Who still reads it
   * for the handler, such as a proxy that passes it on behind the answer's beginning, has the piece
   * that it waits for, and is told then that nobody wants the rest.
   *
   * @return whether all of it was read
   */
  boolean finishBody() {
    reader.takeOver();
    try {
      return !givenUp && skipped();
    } finally {
      reader.handBack();
    }
  }

  private boolean skipped() {
    long left = connection.limits().content().skipped();
    byte[] waste = new byte[hasBody() ? 4096 : 1];
    try {
      while (left >= 0) {
        // Where there is no content its end has come with the head: no time is taken for it.
        int n = hasBody() ? 0 : wire.readNow(waste, 0, waste.length);
        n = n == 0 ? wire.read(waste, 0, waste.length) : n;
        if (n < 0) {
          return true;
        }
        left -= n;
      }
    } catch (HttpException _) {
      return false;
    }
    return false;
  }

  /** It is over: frees what was taken of the request and not read; who still reads does it else. */
  void free() {
    reader.free();
  }

  @Override
  public void complete(long bytes, Fields trailers) {}

  @Override
  public void broken(long bytes, HttpException problem) {
    violated = Optional.of(problem);
  }

  @Override
  public void givenUp(long bytes) {
    givenUp = true;
  }

  /**
   * Whether the client was asked for the content, or told the answer before. A handler may read the
   * content on while its answer goes out: behind that answer's head no 100 (Continue) may stand
   * (RFC 9110 10.1.1).
   */
  private final class Asking {
    private enum Stage {
      NOTHING,
      ASKING,
      ASKED,
      ANSWERED
    }

    private Stage stage = Stage.NOTHING;

    /** Asks, if the answer has not begun; on any thread, and waits for nothing. */
    synchronized void ask() {
      if (stage == Stage.NOTHING) {
        stage = Stage.ASKING;
        connection.writer().onTheLoop(this::say);
      }
    }

    private void say() {
      synchronized (this) {
        if (stage != Stage.ASKING) {
          return;
        }
        stage = Stage.ASKED;
      }
      connection.writer().interimAtOnce(Status.CONTINUE, Fields.EMPTY);
    }

    /** The answer begins. What the loop writes overtakes what is still to be done on the loop. */
    synchronized void answer() {
      boolean overtakes = stage == Stage.ASKING && connection.channel().eventLoop().inEventLoop();
      if (stage == Stage.NOTHING || overtakes) {
        stage = Stage.ANSWERED;
      }
    }

    synchronized boolean asked() {
      return stage == Stage.ASKING || stage == Stage.ASKED;
    }
  }

  /** The body for the handler: asks for it first where the client waits to be asked. */
  private final class Incoming extends BodyStream {
    @Override
    public Fields trailers() {
      return wire.trailers();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      // Where somebody else reads, that is the connection, behind the answer.
      reader.take();
      try {
        ask();
        return wire.read(into, offset, length);
      } finally {
        reader.handBack();
      }
    }

    private void ask() {
      if (!bodyTaken) {
        bodyTaken = true;
        asking.ifPresent(Asking::ask);
      }
    }

    @Override
    public boolean tellsMore() {
      return wire.tellsMore();
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
      reader.take();
      try {
        ask();
        wire.unwaiting();
        return wire.readNow(into, offset, length);
      } finally {
        reader.handBack();
      }
    }

    @Override
    public void whenMore(Runnable told) {
      wire.whenMore(told);
    }

    @Override
    public void close() {
      // What is left is read, or not, once the answer is out.
    }
  }
}

package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.Handover;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.Lingering;
import dev.glasshouse.http.wire.OpenTunnel;
import dev.glasshouse.http.wire.PeerAddress;
import dev.glasshouse.http.wire.PeerFault;
import dev.glasshouse.http.wire.ServerSession;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.http.wire.Serving;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of a server: a virtual thread that takes requests and answers them in turn. While
 * a response is to come later there is no thread; another one goes on when it has come. What the
 * handler can answer at once is answered on the event loop, while the thread has nothing to do.
 */
public final class Http1ServerConnection implements ServerSession {
  private final Serving server;
  private final Channel channel;
  private final long number;
  private final boolean secure;
  private final Limits limits;
  private final Alarm alarm;
  private final Inbox inbox;
  private final ResponseWriter writer;
  private final MessageReader reader;
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger prompt = new AtomicInteger();
  private volatile long promptAt;
  private volatile Optional<Early> early = Optional.empty();
  private volatile boolean relaying;
  private volatile boolean leaving;
  private volatile boolean waitedLong;
  private volatile boolean lingers;

  /**
   * A request that the event loop began with, and that a thread goes on with.
   *
   * @param ready the answer, where there is one already
   */
  private record Early(
      Inbound.RequestHead head,
      Http1ServerExchange exchange,
      Service service,
      Optional<Response> ready) {}

  /** What becomes of the connection after a turn. */
  private enum Next {
    /** Another request may come. */
    ANOTHER,
    /** It is over. */
    OVER,
    /** Its thread goes; somebody else starts the next. */
    PARKED
  }

  /** What a thread of the connection begins with. */
  private interface Turn {
    Next take() throws InterruptedException, HttpException;
  }

  /**
   * A connection that nothing was read from.
   *
   * @param number its number among the server's connections
   * @param secure whether TLS is spoken on it
   */
  public Http1ServerConnection(Serving server, Channel channel, long number, boolean secure) {
    this.server = server;
    this.channel = channel;
    this.number = number;
    this.secure = secure;
    this.limits = server.limits();
    this.alarm = new Alarm(channel.eventLoop());
    Handover handover = server.handovers().of(channel.eventLoop());
    this.inbox = new Inbox(limits.content().buffer(), channel::read, alarm, handover::wake);
    this.reader = new MessageReader(MessageReader.Side.SERVER, limits.head(), inbox, () -> {});
    this.writer = new ResponseWriter(channel, limits, server.fields(), handover);
  }

  @Override
  public void start() {
    if (!secure) {
      // A client that ends its direction wants its answers all the same; TLS has close_notify.
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    reader.ask(this::take);
    channel.pipeline().addLast(reader);
    channel.eventLoop().execute(channel::read);
    start(this::one);
  }

  private void start(Turn first) {
    Thread.ofVirtual().name("glass-served-" + number).start(() -> run(first));
  }

  @Override
  public void close() {
    channel.close();
  }

  /**
   * What is being answered is the last, and so is what comes within {@link Limits.Linger#time}: a
   * request may be on its way, and its answer can say that the connection closes. After that, one
   * that stands unused is closed.
   */
  @Override
  public void drain() {
    if (leaving) {
      return;
    }
    leaving = true;
    var _ =
        channel
            .eventLoop()
            .schedule(this::leave, limits.linger().time().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** On the event loop, where no request can come meanwhile. */
  private void leave() {
    waitedLong = true;
    if (!relaying && reader.handed() == finished.get() && !reader.isWithin()) {
      writer.whenSettled(() -> Lingering.close(channel, limits.linger()));
    }
  }

  private void run(Turn first) {
    boolean parked = false;
    try {
      Next next = first.take();
      while (next == Next.ANOTHER) {
        finished.incrementAndGet();
        next = one();
      }
      parked = next == Next.PARKED;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (HttpException _) {
      // The client has gone, or does not take its answer: there is nobody to tell.
    } catch (RejectedExecutionException _) {
      // The network was closed under it.
    } finally {
      if (!parked) {
        end();
      }
    }
  }

  private void end() {
    if (!lingers) {
      channel.close();
    }
    inbox.close();
  }

  /** Waits for a request and answers it. */
  private Next one() throws InterruptedException, HttpException {
    if (waitedLong) {
      linger();
      return Next.OVER;
    }
    Inbound first = inbox.take(System.nanoTime() + limits.times().keepAlive().toNanos());
    while (first instanceof Inbound.Nothing && (relaying || prompt.get() > 0)) {
      // What the event loop answers meanwhile keeps the connection alive too.
      long now = System.nanoTime();
      long left = (relaying ? now : promptAt) + limits.times().keepAlive().toNanos() - now;
      if (left <= 0 && writer.isSettled()) {
        break;
      }
      if (left <= 0) {
        // The client takes its time for the last one, which is its right while it takes anything.
        writer.settle();
        promptAt = System.nanoTime();
        continue;
      }
      first = inbox.take(now + left);
    }
    if (first instanceof Inbound.Nothing) {
      return Next.OVER;
    }
    if (first instanceof Inbound.Broken(HttpException problem)) {
      if (reader.hasFallenSilent() && !relaying && Refusal.of(problem).isEmpty()) {
        // What the event loop answered goes out first.
        linger();
        return Next.OVER;
      }
      return refuse(problem);
    }
    if (first instanceof Inbound.RequestHead request) {
      return serve(request);
    }
    Deadline head = Deadline.in(limits.times().head());
    Inbound next = inbox.take(System.nanoTime() + head.leftNanos());
    return switch (next) {
      case Inbound.RequestHead request -> serve(request);
      case Inbound.Broken(HttpException problem) -> refuse(problem);
      case Inbound.Nothing _ ->
          refuse(
              new StalledException(
                  Because.of(HttpReason.STALLED_HEAD, Texts.duration(limits.times().head()))));
      case Inbound.Begun _, Inbound.Data _, Inbound.End _, Inbound.ResponseHead _ ->
          throw new IllegalStateException("out of order: " + next);
    };
  }

  /** Answers what is no request, and hangs up. */
  private Next refuse(HttpException problem) throws InterruptedException, HttpException {
    return refuse(problem, Optional.empty());
  }

  /**
   * Answers what is no request, or none that is whole, and hangs up.
   *
   * @param service the request, where it got as far as that
   */
  private Next refuse(HttpException problem, Optional<Service> service)
      throws InterruptedException, HttpException {
    PeerFault.tell(server.trail(), number, Optional.of(PeerAddress.of(channel)), problem);
    Optional<Status> status = Refusal.of(problem);
    long begin = server.trail().now();
    long bytes = 0;
    try {
      if (status.isPresent()) {
        Response response = Response.text(status.get(), Texts.of(problem) + "\n");
        bytes = writer.write(response, ResponseWriter.Asked.NOTHING);
      }
    } finally {
      Status told = status.orElse(Status.BAD_REQUEST);
      if (service.isPresent()) {
        service.get().over(told, bytes, problem.because());
      } else if (status.isPresent()) {
        server.tell(PeerAddress.of(channel), begin, "-", "-", told, bytes, problem.because());
      }
    }
    if (status.isPresent()) {
      linger();
    }
    return Next.OVER;
  }

  /** Whether another request may follow one, as far as their number goes. */
  private boolean another() {
    return !leaving && finished.get() + prompt.get() + 1 < limits.pool().exchanges();
  }

  /**
   * Answers a request on the event loop, where no thread is at work and the handler needs none for
   * it. What was begun here, and cannot be ended here, a thread goes on with.
   */
  private MessageReader.Taken take(Inbound.RequestHead head) {
    // What a thread has written off may still wait for this very loop, and goes first.
    if (reader.handed() != finished.get() || !writer.isSettled()) {
      return MessageReader.Taken.NOT;
    }
    var exchange = new Http1ServerExchange(this, head);
    if (exchange.refusal().isPresent()) {
      return MessageReader.Taken.NOT;
    }
    Service service = server.begin(exchange.request());
    Optional<Response> ready = service.answerAtOnce();
    if (ready.isEmpty()) {
      var relay = new Relay(this, head, exchange, service);
      if (relay.begin()) {
        return MessageReader.Taken.BEGUN;
      }
      ready = relay.came();
    }
    if (ready.isEmpty() || !exchange.mayStay() || !another() || !writer.fits(ready.get())) {
      early = Optional.of(new Early(head, exchange, service, ready));
      return MessageReader.Taken.NOT;
    }
    Response response = ready.get();
    long bytes = writer.writeAtOnce(response, exchange.asked(another(), response));
    answeredHere();
    service.overAtOnce(response.status(), bytes, Because.HAPPENED);
    return MessageReader.Taken.ANSWERED;
  }

  /** A request was answered without a thread. */
  void answeredHere() {
    prompt.incrementAndGet();
    promptAt = System.nanoTime();
  }

  // ---- for a request that the handler answers later, on the event loop ----

  /** Whether a request is answered without a thread just now, whose answer has not come. */
  void relaying(boolean now) {
    relaying = now;
  }

  ResponseWriter writer() {
    return writer;
  }

  Alarm alarm() {
    return alarm;
  }

  ResponseWriter.Asked asked(Http1ServerExchange exchange, Response response) {
    return exchange.asked(another(), response);
  }

  /** A thread goes on with a request whose answer is there. */
  void handOn(
      Inbound.RequestHead head, Http1ServerExchange exchange, Service service, Response response) {
    early = Optional.of(new Early(head, exchange, service, Optional.of(response)));
    relaying = false;
    reader.hand(head);
  }

  /** Goes on with the next request, where one may come. */
  void goOn() {
    if (writer.stays() && !waitedLong) {
      reader.goOn(false);
    } else {
      lingers = true;
      Lingering.close(channel, limits.linger());
    }
  }

  private Next serve(Inbound.RequestHead head) throws InterruptedException, HttpException {
    Optional<Early> begun = early.filter(its -> its.head() == head);
    early = Optional.empty();
    if (begun.isPresent()) {
      Early its = begun.get();
      return serve(its.exchange(), its.service(), its.ready());
    }
    var exchange = new Http1ServerExchange(this, head);
    if (exchange.refusal().isPresent()) {
      return refuse(exchange.refusal().get());
    }
    return serve(exchange, server.begin(exchange.request()), Optional.empty());
  }

  private Next serve(Http1ServerExchange exchange, Service service, Optional<Response> ready)
      throws InterruptedException, HttpException {
    Response response =
        ready.orElseGet(() ->
            service.answer(
                exchange.aside(service.trail(), writer::interim),
                number,
                () -> exchange.violated().isPresent()));
    if (response.body() instanceof Body.Later later) {
      service.whenReady(
          response, later, number, inbox, its -> start(() -> answer(exchange, service, its)));
      return Next.PARKED;
    }
    return answer(exchange, service, response);
  }

  private Next answer(Http1ServerExchange exchange, Service service, Response response)
      throws InterruptedException, HttpException {
    ResponseWriter.Asked asked = exchange.asked(another(), response);
    if (exchange.violated().isEmpty() && ResponseWriter.isPatient(response, asked)) {
      writer.writePatiently(
          response,
          asked,
          (bytes, because) ->
              start(() -> patientlyWritten(exchange, service, response.status(), bytes, because)));
      return Next.PARKED;
    }
    try {
      return write(exchange, service, response, asked);
    } finally {
      inbox.whenBroken(() -> {});
      exchange.free();
    }
  }

  /** A response for which no thread waited is out, or broke off. */
  private Next patientlyWritten(
      Http1ServerExchange exchange, Service service, Status status, long bytes, Because because)
      throws HttpException {
    inbox.whenBroken(() -> {});
    service.over(status, bytes, because);
    try {
      return because.equals(Because.HAPPENED) ? after(exchange) : Next.OVER;
    } finally {
      exchange.free();
    }
  }

  private Next write(
      Http1ServerExchange exchange, Service service, Response response, ResponseWriter.Asked asked)
      throws InterruptedException, HttpException {
    if (exchange.violated().isPresent()) {
      response.close();
      return refuse(exchange.violated().get(), Optional.of(service));
    }
    if (response.body() instanceof Body.Taking taking) {
      return tunnel(exchange, service, response, taking);
    }
    long bytes = 0;
    Because because = Because.of(HttpReason.HANDLER_FAILED, "the answer broke off");
    try {
      bytes = writer.write(response, asked);
      because = Because.HAPPENED;
    } catch (HttpException e) {
      bytes = writer.sent();
      because = e.because();
      throw e;
    } finally {
      service.over(response.status(), bytes, because);
    }
    return after(exchange);
  }

  /** A response is out; what is left of the request is read, and another one may come. */
  private Next after(Http1ServerExchange exchange) throws HttpException {
    if (!writer.stays()) {
      linger();
      return Next.OVER;
    }
    if (exchange.finishBody()) {
      if (exchange.mightSwitch()) {
        channel.eventLoop().execute(() -> reader.goOn(false));
      }
      return Next.ANOTHER;
    }
    exchange
        .violated()
        .ifPresent(problem ->
            PeerFault.tell(server.trail(), number, Optional.of(PeerAddress.of(channel)), problem));
    linger();
    return Next.OVER;
  }

  /** The connection is somebody else's from now on, until its end. */
  private Next tunnel(
      Http1ServerExchange exchange, Service service, Response response, Body.Taking taking)
      throws HttpException {
    if (!exchange.finishBody()) {
      // What is left of the request would be taken for the tunnel's.
      service.over(response.status(), 0, Because.of(HttpReason.GIVEN_UP));
      return Next.OVER;
    }
    var tunnel =
        new OpenTunnel(
            HttpVersion.HTTP_1_1,
            inbox,
            ChannelWay.of(channel, limits.times().idle()),
            limits,
            service.trail());
    boolean whole =
        service.tunnel(
            tunnel,
            response.status(),
            taking,
            () -> {
              writer.open(response);
              channel.eventLoop().execute(() -> reader.goOn(true));
            });
    if (whole) {
      linger();
    }
    return Next.OVER;
  }

  /** Says that nothing more will be sent, and lets what still comes run out (RFC 9112 9.6). */
  private void linger() throws HttpException {
    writer.settle();
    lingers = true;
    channel.eventLoop().execute(() -> Lingering.close(channel, limits.linger()));
  }

  Channel channel() {
    return channel;
  }

  boolean secure() {
    return secure;
  }

  Limits limits() {
    return limits;
  }

  Inbox inbox() {
    return inbox;
  }
}

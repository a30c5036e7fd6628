package dev.glasshouse.http.h2;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.Pace;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.StreamReason;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One stream: what is known of it on the event loop, and the two ends of it that other threads use:
 * the inbox that they take from, and the queue that they send into.
 */
final class Http2Stream {
  /** Each stream ends like this: one object for all of them, as a trace of calls takes its time. */
  private static final HttpException CLOSED_CALMLY =
      new LostException(Because.of(StreamReason.CLOSED_CALMLY));

  private final Endpoint endpoint;
  private final Method method;
  private final int ahead;
  private final String authority;
  private final Inbox inbox;
  private final AtomicInteger unreported = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sent = lock.newCondition();
  private Optional<HttpException> problem = Optional.empty();
  private long queued;
  private long waitedNanos;
  private volatile int id;
  private volatile boolean counted;

  // On the event loop only:
  private final Deque<ByteBuf> content = new ArrayDeque<>();
  private final ReceiveWindow window;
  private StreamState state = StreamState.IDLE;
  private Urgency urgency = Urgency.DEFAULT;
  private long sendWindow;
  private long waiting;
  private boolean scheduled;
  private boolean endQueued;
  private List<Field> trailers = List.of();
  private boolean headSeen;
  private int interims;
  private OptionalLong promised = OptionalLong.empty();
  private long received;
  private long movedAt;
  private long taken;
  private Optional<Pace> pace = Optional.empty();
  private boolean over;
  private boolean bodiless;

  /**
   * A stream that is not open yet.
   *
   * @param method the method of its request
   * @param authority the authority of its request
   */
  Http2Stream(Endpoint endpoint, Method method, String authority) {
    this.endpoint = endpoint;
    this.method = method;
    this.ahead = endpoint.limits().multiplex().ahead();
    this.authority = authority;
    this.window = endpoint.newWindow();
    this.inbox = new Inbox(this::taken, endpoint.alarm());
  }

  // ---- for any thread ----

  int id() {
    return id;
  }

  /** The request's method. */
  Method method() {
    return method;
  }

  /** The request's authority. */
  String authority() {
    return authority;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Content was taken out of the inbox: the peer may send more, when that is worth a frame. */
  private void taken(int bytes) {
    int sum = unreported.addAndGet(bytes);
    if (sum >= endpoint.reportFrom() && sum - bytes < endpoint.reportFrom()) {
      endpoint.execute(() -> endpoint.credit(this, unreported.getAndSet(0)));
    }
  }

  /**
   * Sends some content, and waits while too much waits already.
   *
   * @throws HttpException when the peer does not take it, or the stream is over
   */
  void send(byte[] bytes, int length, Deadline deadline) throws HttpException {
    queue(bytes, length);
    awaitRoom(deadline, Long.MAX_VALUE, () -> false);
  }

  /** The same, which looks now and then whether it has waited enough. */
  void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException {
    queue(bytes, length);
    awaitRoom(deadline, ClientStream.LOOK_NANOS, enough);
  }

  private void queue(byte[] bytes, int length) throws HttpException {
    ByteBuf piece = endpoint.alloc().buffer(length).writeBytes(bytes, 0, length);
    lock.lock();
    try {
      if (problem.isPresent()) {
        piece.release();
        throw problem.get().again();
      }
      queued += length;
    } finally {
      lock.unlock();
    }
    endpoint.execute(() -> endpoint.outflow().queue(this, piece), piece::release);
  }

  private void awaitRoom(Deadline deadline, long look, BooleanSupplier enough)
      throws HttpException {
    Duration idle = endpoint.limits().times().idle();
    lock.lock();
    try {
      if (queued < ahead) {
        return;
      }
      long begin = System.nanoTime();
      long before = queued;
      long left = deadline.within(idle).leftNanos();
      while (queued > ahead / 2 && problem.isEmpty() && !enough.getAsBoolean()) {
        long most = Math.min(left, look);
        left -= most - sent.awaitNanos(most);
        if (left <= 0 && queued == before) {
          throw new StalledException(Because.of(HttpReason.STALLED_SENDING, Texts.duration(idle)));
        }
        if (queued != before) {
          before = queued;
          left = deadline.within(idle).leftNanos();
        }
      }
      waitedNanos += System.nanoTime() - begin;
      if (problem.isPresent()) {
        throw problem.get().again();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    } finally {
      lock.unlock();
    }
  }

  /** How long senders waited for room. */
  Duration waited() {
    lock.lock();
    try {
      return Duration.ofNanos(waitedNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing more can be sent on it, if so. */
  Optional<HttpException> problem() {
    lock.lock();
    try {
      return problem;
    } finally {
      lock.unlock();
    }
  }

  /** Says that our message is whole. */
  void finish(List<Field> trailerSection) {
    endpoint.execute(() -> endpoint.outflow().finish(this, trailerSection));
  }

  /** Ends it before its time, from this side. */
  void reset(Http2Error code, Because because) {
    endpoint.execute(() -> endpoint.reset(this, code, because));
  }

  // ---- on the event loop ----

  boolean isOver() {
    return over;
  }

  /** Whether it takes one of the places of its session. */
  boolean isCounted() {
    return counted;
  }

  /** It takes one of the places of its session. */
  void count() {
    counted = true;
  }

  /** It is over; whether it was not before. */
  boolean over() {
    boolean first = !over;
    over = true;
    return first;
  }

  void opened(int number, StreamState as, long peerWindow) {
    id = number;
    state = as;
    sendWindow = peerWindow;
  }

  StreamState state() {
    return state;
  }

  void state(StreamState next) {
    state = next;
  }

  Urgency urgency() {
    return urgency;
  }

  void urgency(Urgency its) {
    urgency = its;
  }

  ReceiveWindow window() {
    return window;
  }

  long sendWindow() {
    return sendWindow;
  }

  void widen(long more) {
    sendWindow += more;
  }

  Deque<ByteBuf> content() {
    return content;
  }

  /** Bytes that wait to be sent. */
  long waiting() {
    return waiting;
  }

  void waits(long more) {
    waiting += more;
  }

  /** Bytes have gone out. */
  void went(int bytes) {
    waiting -= bytes;
    taken += bytes;
    sendWindow -= bytes;
    moved();
    lock.lock();
    try {
      queued = Math.max(0, queued - bytes);
      if (queued <= ahead / 2) {
        sent.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean scheduled() {
    return scheduled;
  }

  void scheduled(boolean now) {
    scheduled = now;
  }

  boolean endQueued() {
    return endQueued;
  }

  List<Field> trailers() {
    return trailers;
  }

  void endWith(List<Field> trailerSection) {
    endQueued = true;
    trailers = trailerSection;
  }

  boolean headSeen() {
    return headSeen;
  }

  /**
   * The head of the peer's message has come.
   *
   * @param length what its Content-Length says; ignored where there is no content
   * @param none whether there is no content, whatever the fields say
   */
  void head(OptionalLong length, boolean none) {
    headSeen = true;
    promised = none ? OptionalLong.of(0) : length;
    bodiless = none;
  }

  int countInterim() {
    return ++interims;
  }

  /** Content has come; whether that is no more than was promised. */
  boolean received(int bytes) {
    received += bytes;
    return received <= promised.orElse(Long.MAX_VALUE);
  }

  /** Whether as much has come as was promised. */
  boolean isWhole() {
    return bodiless ? received == 0 : received == promised.orElse(received);
  }

  long receivedBytes() {
    return received;
  }

  OptionalLong promised() {
    return promised;
  }

  /** Content of it has moved just now. */
  void moved() {
    movedAt = System.nanoTime();
  }

  /**
   * The peer does not take what waits; how far that goes below the least pace.
   *
   * @param nanos since the last look at it
   */
  Optional<StalledException> tooSlow(long nanos) {
    if (pace.isEmpty()) {
      pace = Optional.of(new Pace(endpoint.limits().pace(), Pace.Of.TAKING));
    }
    long since = taken;
    taken = 0;
    return pace.get().count(nanos, since);
  }

  /** When content of it went out last ({@link System#nanoTime}). */
  long movedAt() {
    return movedAt;
  }

  /** Nothing more comes or goes: whoever waits is told why. */
  void fail(HttpException why) {
    stopSending(why);
    inbox.put(new Inbound.Broken(why));
  }

  /** Nothing more goes out. */
  void stopSending(HttpException why) {
    content.forEach(ByteBuf::release);
    content.clear();
    waiting = 0;
    lock.lock();
    try {
      if (problem.isEmpty()) {
        problem = Optional.of(why);
      }
      queued = 0;
      sent.signalAll();
    } finally {
      lock.unlock();
    }
    inbox.gone();
  }

  /** Nothing more goes out: everything has, or the stream is closed. */
  void stopSending() {
    stopSending(CLOSED_CALMLY);
  }
}

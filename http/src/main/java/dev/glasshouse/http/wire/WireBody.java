package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The content of a message as it comes in: the same for every version, over its {@link Inbox}. */
public final class WireBody extends BodyStream {
  /** What becomes of the connection. Exactly one of these is called, once. */
  public interface Ending {
    /** The whole content was read. */
    void complete(long bytes, Fields trailers);

    /** It broke off. */
    void broken(long bytes, HttpException problem);

    /** The rest is not wanted. */
    void givenUp(long bytes);

    /** Whether the other end sends what happens as it happens, and may have nothing to say. */
    default boolean isLive() {
      return false;
    }
  }

  /** A new connection costs more than to wait that long for the end of a short body. */
  private static final Duration SKIP_WAIT = Duration.ofMillis(20);

  /** A wait that is worth to be counted, nanoseconds; before the first of them nothing is. */
  private static final long NOTICED = 10_000_000;

  private final Inbox inbox;
  private final Framing framing;
  private final Limits limits;
  private final Deadline deadline;
  private final Ending ending;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean cancelled;

  /** Whether somebody uses {@link #current} just now. */
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Whether nobody reads any more: whoever leaves {@link #current} frees it. */
  private volatile boolean unwanted;

  private volatile @Nullable Thread reader = Thread.currentThread();

  /** Until when more is waited for that nobody's thread waits for ({@link System#nanoTime}). */
  private long until;

  /** How long more was waited for that way, nanoseconds. */
  private long waited;

  private Optional<Pace> pace = Optional.empty();

  private ByteBuf current = Unpooled.EMPTY_BUFFER;
  private Fields trailers = Fields.EMPTY;
  private long bytes;

  public WireBody(Inbox inbox, Framing framing, Limits limits, Deadline deadline, Ending ending) {
    this.inbox = inbox;
    this.framing = framing;
    this.limits = limits;
    this.deadline = deadline;
    this.ending = ending;
  }

  /** The length, where the framing tells it. */
  public OptionalLong length() {
    return switch (framing) {
      case Framing.None _ -> OptionalLong.of(0);
      case Framing.Length length -> OptionalLong.of(length.bytes());
      case Framing.EndOfStream end -> end.length();
      case Framing.Chunked _, Framing.UntilClose _ -> OptionalLong.empty();
    };
  }

  /** Bytes that have not been taken, as far as the framing tells: 0 where it does not. */
  public long toCome() {
    return framing instanceof Framing.Length length ? length.bytes() - bytes : 0;
  }

  @Override
  public Fields trailers() {
    return trailers;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, current.readableBytes() + inbox.held());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws HttpException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    enter();
    try {
      while (!current.isReadable()) {
        if (!next(true)) {
          return -1;
        }
      }
      return taken(into, offset, length);
    } finally {
      leave();
    }
  }

  private int taken(byte[] into, int offset, int length) {
    int n = Math.min(length, current.readableBytes());
    current.readBytes(into, offset, n);
    letGo();
    return n;
  }

  /** From here on to {@link #leave} nobody else frees what is being read. */
  private void enter() throws CancelledException {
    if (!busy.compareAndSet(false, true)) {
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    if (unwanted && !ended.get()) {
      leave();
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
  }

  private void leave() {
    busy.set(false);
    if (unwanted) {
      drop();
    }
  }

  /** Frees what was taken and not read, unless somebody uses it, who does it then. */
  private void drop() {
    if (busy.compareAndSet(false, true)) {
      current.release();
      current = Unpooled.EMPTY_BUFFER;
      busy.set(false);
    }
  }

  /** Nobody waits in it from now on, as long as nobody reads in the usual way. */
  public void unwaiting() {
    reader = null;
  }

  @Override
  public boolean isPrompt() {
    return true;
  }

  @Override
  public boolean tellsMore() {
    return inbox.tells();
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws HttpException {
    Objects.checkFromIndexSize(offset, length, into.length);
    enter();
    try {
      if (!current.isReadable() && ended.get()) {
        return end();
      }
      if (!current.isReadable() && !next(false)) {
        return ended.get() ? -1 : 0;
      }
      // No more than one piece: what is wrong behind it is told behind it.
      return taken(into, offset, length);
    } finally {
      leave();
    }
  }

  @Override
  public void whenMore(Runnable told) {
    long begin = System.nanoTime();
    until = begin + deadline.within(limits.times().idle()).leftNanos();
    inbox.whenMore(
        until,
        () -> {
          waited += System.nanoTime() - begin;
          told.run();
        });
  }

  private void letGo() {
    if (!current.isReadable()) {
      current.release();
      current = Unpooled.EMPTY_BUFFER;
    }
  }

  /**
   * Takes more content; false at the end, and where none has come and is not waited for. One method
   * on purpose, as the waiting in {@link Inbox}.
   */
  private boolean next(boolean waits) throws HttpException {
    if (ended.get()) {
      return end() >= 0;
    }
    if (waits) {
      reader = Thread.currentThread();
    }
    Inbound event;
    long begin = waits ? System.nanoTime() : 0;
    try {
      event =
          waits
              ? inbox.take(begin + deadline.within(limits.times().idle()).leftNanos())
              : inbox.takeNow();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw fail(new CancelledException(Because.of(HttpReason.GIVEN_UP)));
    }
    switch (event) {
      case Inbound.Data data -> {
        ByteBuf more = data.bytes();
        bytes += more.readableBytes();
        long most = limits.content().wire().orElse(Long.MAX_VALUE);
        if (bytes > most) {
          more.release();
          throw fail(new LimitException(HttpReason.LIMIT_BODY, "content.wire", most, "bytes"));
        }
        if (waits) {
          waited = System.nanoTime() - begin;
        }
        Optional<StalledException> slow = tooSlow(more.readableBytes());
        if (slow.isPresent()) {
          more.release();
          throw fail(slow.get());
        }
        current = more;
        until = 0;
        return true;
      }
      case Inbound.Nothing _ -> {
        if (waits || (until != 0 && until - System.nanoTime() <= 0)) {
          throw fail(stalled());
        }
        return false;
      }
      case Inbound.End end -> {
        end(end);
        return false;
      }
      case Inbound.Broken broken -> throw fail(broken.problem().again());
      case Inbound.Begun _, Inbound.RequestHead _, Inbound.ResponseHead _ ->
          throw new IllegalStateException("a message inside a message");
    }
  }

  /** What is wrong with the pace of what has come, if so. */
  private Optional<StalledException> tooSlow(int came) {
    if (pace.isEmpty() && waited >= NOTICED) {
      pace = Optional.of(new Pace(limits.pace(), Pace.Of.GIVING));
    }
    Optional<StalledException> slow = Optional.empty();
    if (pace.isPresent()) {
      slow = pace.get().count(waited, came);
    }
    waited = 0;
    return slow.isPresent() && ending.isLive() ? Optional.empty() : slow;
  }

  /** What reading says once it is over: -1. */
  private int end() throws CancelledException {
    if (cancelled) {
      throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
    }
    return -1;
  }

  private void end(Inbound.End end) {
    trailers = end.trailers();
    if (ended.compareAndSet(false, true)) {
      ending.complete(bytes, trailers);
    }
  }

  private StalledException stalled() {
    if (deadline.passed()) {
      Duration total = limits.times().total();
      return new StalledException(Because.of(HttpReason.STALLED_TOTAL, Texts.duration(total)));
    }
    return new StalledException(
        Because.of(HttpReason.STALLED_BODY, Texts.duration(limits.times().idle()), bytes));
  }

  private HttpException fail(HttpException problem) {
    HttpException told = problem;
    if (cancelled) {
      told = new CancelledException(Because.of(HttpReason.GIVEN_UP));
    } else if (problem instanceof LostException) {
      told = new IncompleteException(cut(problem.because()));
    }
    if (ended.compareAndSet(false, true)) {
      if (told instanceof CancelledException) {
        ending.givenUp(bytes);
      } else {
        ending.broken(bytes, told);
      }
    }
    return told;
  }

  /** What the end of a connection means in the middle of a body. */
  private Because cut(Because because) {
    return switch (because.reason()) {
      case HttpReason.PEER_CLOSED -> Because.of(HttpReason.CONTENT_CUT, bytes);
      case HttpReason.PEER_RESET -> Because.of(HttpReason.CONTENT_RESET, bytes);
      case HttpReason.CONNECTION_BROKE ->
          Because.of(HttpReason.CONTENT_BROKE, bytes, because.arguments().getFirst());
      default -> because;
    };
  }

  /**
   * Reads to the end if that is near and at hand; whether it was.
   *
   * @return whether the body is at its end
   */
  private boolean skip() {
    try {
      enter();
    } catch (CancelledException _) {
      return false;
    }
    try {
      return skipped();
    } finally {
      leave();
    }
  }

  private boolean skipped() {
    current.skipBytes(current.readableBytes());
    letGo();
    long skipped = 0;
    // A stream is given up alone: nothing is saved by waiting for its rest.
    boolean alone = framing instanceof Framing.EndOfStream;
    long until = System.nanoTime() + (alone ? 0 : SKIP_WAIT.toNanos());
    if (framing instanceof Framing.UntilClose || toCome() > limits.content().skipped()) {
      return false;
    }
    while (!ended.get() && skipped <= limits.content().skipped()) {
      switch (takeUntil(until)) {
        case Inbound.Data data -> {
          skipped += data.bytes().readableBytes();
          bytes += data.bytes().readableBytes();
          data.bytes().release();
        }
        case Inbound.End end -> end(end);
        case Inbound.Broken broken -> {
          HttpException _ = fail(broken.problem().again());
        }
        case Inbound.Nothing _, Inbound.Begun _, Inbound.RequestHead _, Inbound.ResponseHead _ -> {
          return false;
        }
      }
    }
    return ended.get();
  }

  private Inbound takeUntil(long until) {
    try {
      return inbox.take(until);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Inbound.NOTHING;
    }
  }

  /** Gives up the rest; from another thread than the reader's, wakes that one. */
  @Override
  public void close() {
    boolean reads = Thread.currentThread() == reader;
    if (!ended.get() && !(reads && skip())) {
      cancel();
    }
    free();
  }

  /**
   * Nobody is to read any more: frees what was taken and not read, or has whoever reads just now do
   * so. From any thread.
   */
  public void free() {
    unwanted = true;
    drop();
  }

  /** Gives up the rest at once, from any thread: another one may be reading. */
  @Override
  public void cancel() {
    if (!ended.get()) {
      cancelled = true;
      if (ended.compareAndSet(false, true)) {
        ending.givenUp(bytes);
      }
    }
    free();
  }
}

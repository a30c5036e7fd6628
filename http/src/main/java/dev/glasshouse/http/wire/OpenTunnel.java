package dev.glasshouse.http.wire;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A tunnel over what comes in at an {@link Inbox}, the same for every version and both ends. */
public final class OpenTunnel implements Tunnel {

  /** Our direction of it, in the way of the version. */
  public interface Way {
    /** Sends some bytes; the array may be used for something else afterwards. */
    void send(byte[] bytes, int length, Deadline deadline) throws HttpException;

    /** Our direction ends in order. */
    void end();

    /** Both directions end at once. */
    void abort();
  }

  private final HttpVersion version;
  private final Inbox inbox;
  private final Way way;
  private final Limits limits;
  private final Trail trail;
  private final Incoming in = new Incoming();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private volatile Duration patience;

  /** A tunnel of which nothing was read. */
  public OpenTunnel(HttpVersion version, Inbox inbox, Way way, Limits limits, Trail trail) {
    this.version = version;
    this.inbox = inbox;
    this.way = way;
    this.limits = limits;
    this.trail = trail;
    this.patience = limits.times().idle();
  }

  @Override
  public HttpVersion version() {
    return version;
  }

  @Override
  public BodyStream in() {
    return in;
  }

  @Override
  public void patience(Duration longest) {
    patience = longest;
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws HttpException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return;
    }
    if (ended.get()) {
      throw givenUp();
    }
    byte[] piece = offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
    way.send(piece, length, Deadline.in(limits.times().idle()));
    sent.addAndGet(length);
  }

  /** Bytes sent so far. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void end() {
    if (ended.compareAndSet(false, true)) {
      way.end();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ended.set(true);
      inbox.close();
      letGo();
      way.abort();
    }
  }

  /** Nobody reads it any more: frees what was taken and not read. */
  void letGo() {
    closed.set(true);
    in.free();
  }

  @Override
  public Trail trail() {
    return trail;
  }

  private static CancelledException givenUp() {
    return new CancelledException(Because.of(HttpReason.GIVEN_UP));
  }

  /** What comes in. */
  private final class Incoming extends BodyStream {
    /** What was taken and not read; not there while it is being read. */
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    private boolean over;
    private Optional<HttpException> problem = Optional.empty();

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public synchronized int available() {
      return rest.readableBytes();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws HttpException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      ByteBuf current = exchange(Unpooled.EMPTY_BUFFER);
      while (!current.isReadable()) {
        current.release();
        if (over) {
          return -1;
        }
        if (problem.isPresent()) {
          throw problem.get().again();
        }
        current = take();
      }
      int n = Math.min(length, current.readableBytes());
      current.readBytes(into, offset, n);
      if (current.isReadable()) {
        ByteBuf _ = exchange(current);
        if (closed.get()) {
          free();
        }
      } else {
        current.release();
      }
      return n;
    }

    private void free() {
      exchange(Unpooled.EMPTY_BUFFER).release();
    }

    private synchronized ByteBuf exchange(ByteBuf its) {
      ByteBuf before = rest;
      rest = its;
      return before;
    }

    /** The next content; nothing when something else came. */
    private ByteBuf take() throws HttpException {
      Duration longest = patience;
      try {
        switch (inbox.take(System.nanoTime() + longest.toNanos())) {
          case Inbound.Data data -> {
            return data.bytes();
          }
          case Inbound.End _ -> over = true;
          case Inbound.Broken(HttpException its) -> problem = Optional.of(its);
          case Inbound.Nothing _ ->
              throw new StalledException(
                  Because.of(HttpReason.STALLED_BODY, Texts.duration(longest), 0));
          case Inbound.Begun _, Inbound.RequestHead _, Inbound.ResponseHead _ ->
              throw new IllegalStateException("a message inside a tunnel");
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw givenUp();
      }
      return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void close() {
      OpenTunnel.this.close();
    }
  }
}

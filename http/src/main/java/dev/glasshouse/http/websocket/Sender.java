package dev.glasshouse.http.websocket;

import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Our direction of a conversation: messages one after the other, control frames between their
 * fragments. Safe for many threads.
 */
final class Sender {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Tunnel tunnel;
  private final Side side;
  private final WebSocketLimits limits;
  private final Optional<Deflation> deflation;

  /** Whose turn it is to send a message; not a lock, since a stream may change threads. */
  private final Semaphore turn = new Semaphore(1, true);

  private final ReentrantLock frames = new ReentrantLock();
  private volatile boolean closed;
  private boolean released;

  Sender(Tunnel tunnel, Side side, Optional<Compression> compression, WebSocketLimits limits) {
    this.tunnel = tunnel;
    this.side = side;
    this.limits = limits;
    this.deflation = compression.map(its -> new Deflation(its.forgets(side)));
  }

  /** Whether a close was sent. */
  boolean isClosed() {
    return closed;
  }

  private void frame(boolean last, boolean compressed, Opcode opcode, byte[] payload, int length)
      throws IOException {
    Optional<FrameHead.Mask> mask =
        side == Side.CLIENT ? Optional.of(new FrameHead.Mask(RANDOM.nextInt())) : Optional.empty();
    byte[] out = FrameHead.of(last, compressed, opcode, mask, length).written(payload, 0);
    frames.lock();
    try {
      if (closed) {
        throw new ClosedException(
            CloseCode.NORMAL, Because.of(PushReason.IS_CLOSED, Clause.rfc(6455, "5.5.1")));
      }
      closed = opcode == Opcode.CLOSE;
      tunnel.send(out, 0, out.length);
    } finally {
      frames.unlock();
    }
  }

  private void take() throws IOException {
    try {
      turn.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
  }

  void whole(Message message) throws IOException {
    take();
    try {
      byte[] bytes = message.bytes();
      boolean compress = deflation.isPresent() && bytes.length >= limits.compressFrom();
      byte[] wire = compress ? deflation.orElseThrow().some(bytes, 0, bytes.length, true) : bytes;
      frame(true, compress, message.kind().opcode(), wire, wire.length);
      tell(message.kind(), bytes.length, wire.length, 1);
    } finally {
      turn.release();
    }
  }

  private void tell(Kind kind, long bytes, long wire, int fragments) {
    if (tunnel.trail().on()) {
      tunnel
          .trail()
          .mark(new PushStep.MessageOut(kind.text(), bytes, wire, fragments), Because.HAPPENED);
    }
  }

  /** Sends a control frame; not at all once a close was sent. */
  void control(Opcode opcode, byte[] payload) throws IOException {
    if (!closed) {
      frame(true, false, opcode, payload, payload.length);
    }
  }

  void close(CloseCode code, String reason) throws IOException {
    if (closed) {
      return;
    }
    byte[] payload = new byte[0];
    if (code.isSendable()) {
      byte[] text = cut(reason);
      payload = new byte[2 + text.length];
      payload[0] = (byte) (code.code() >>> 8);
      payload[1] = (byte) code.code();
      System.arraycopy(text, 0, payload, 2, text.length);
    }
    frame(true, false, Opcode.CLOSE, payload, payload.length);
  }

  /** As much of a reason as fits, whole characters. */
  private static byte[] cut(String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(text.length, FrameHead.CONTROL - 2);
    while (end > 0 && end < text.length && (text[end] & 0xc0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }

  OutputStream streamed(Kind kind) throws IOException {
    take();
    return new Streamed(kind);
  }

  /** Lets go of the compressor. */
  void release() {
    if (turn.tryAcquire()) {
      if (!released) {
        released = true;
        deflation.ifPresent(Deflation::close);
      }
      turn.release();
    }
  }

  /** A message in fragments. */
  private final class Streamed extends OutputStream {
    private final Kind kind;
    private final boolean compress = deflation.isPresent();
    private long bytes;
    private long wire;
    private int fragments;
    private boolean over;

    Streamed(Kind kind) {
      this.kind = kind;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, some.length);
      if (over) {
        throw new IOException("the message is whole");
      }
      fragment(some, offset, length, false);
    }

    private void fragment(byte[] some, int offset, int length, boolean last) throws IOException {
      bytes += length;
      byte[] out =
          compress
              ? deflation.orElseThrow().some(some, offset, length, last)
              : Arrays.copyOfRange(some, offset, offset + length);
      if (out.length == 0 && !last) {
        return;
      }
      wire += out.length;
      boolean first = fragments++ == 0;
      frame(last, compress && first, first ? kind.opcode() : Opcode.CONTINUATION, out, out.length);
    }

    @Override
    public void close() throws IOException {
      if (over) {
        return;
      }
      over = true;
      try {
        fragment(new byte[0], 0, 0, true);
        tell(kind, bytes, wire, fragments);
      } finally {
        turn.release();
      }
    }
  }
}

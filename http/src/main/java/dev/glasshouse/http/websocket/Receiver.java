package dev.glasshouse.http.websocket;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes the bytes of a peer and makes of them what they mean (RFC 6455 5 to 7): content is handed
 * on as it comes, and what breaks a rule is told at the first byte that does. Holds nothing but
 * what a head or a control frame needs to be whole. No socket, no thread; not safe for several.
 */
final class Receiver implements AutoCloseable {
  private static final byte[] NOTHING = new byte[0];

  private final Side peer;
  private final WebSocketLimits limits;
  private final Optional<Inflation> inflation;
  private final LongSupplier clock;
  private final Deque<Received> out = new ArrayDeque<>();

  private byte[] pending = NOTHING;
  private Optional<FrameHead> frame = Optional.empty();
  private long at;

  private Optional<Kind> message = Optional.empty();
  private boolean compressed;
  private Utf8Check utf8 = new Utf8Check();
  private long bytes;
  private long wire;
  private int fragments;
  private boolean closed;

  private int controls;
  private long countedFrom;

  /**
   * One of which nothing has come.
   *
   * @param peer which end the peer is
   * @param clock {@link System#nanoTime}, or a test's
   */
  Receiver(
      Side peer, Optional<Compression> compression, WebSocketLimits limits, LongSupplier clock) {
    this.peer = peer;
    this.limits = limits;
    this.clock = clock;
    this.inflation = compression.map(its -> new Inflation(its.forgets(peer)));
    this.countedFrom = clock.getAsLong();
  }

  /** The next of what has come; empty when more bytes are needed. */
  Optional<Received> next() {
    return Optional.ofNullable(out.poll());
  }

  /**
   * Some bytes have come. What follows a close is not looked at.
   *
   * @throws ClosedException when they break a rule: with the code that is told to the peer
   */
  void take(byte[] in, int offset, int length) throws ClosedException {
    int from = offset;
    int end = offset + length;
    while (!closed && (from < end || isEmptyFrame())) {
      from += frame.isPresent() ? payload(in, from, end - from) : head(in, from, end - from);
    }
  }

  private boolean isEmptyFrame() {
    return frame.isPresent() && frame.get().length() == 0;
  }

  /** Reads on in a head; how many bytes were taken. */
  private int head(byte[] in, int offset, int there) throws ClosedException {
    byte[] bytesOf = in;
    int from = offset;
    int length = there;
    int before = pending.length;
    if (before > 0) {
      // A head has 14 bytes at most.
      int more = Math.min(there, 14 - before);
      bytesOf = Arrays.copyOf(pending, before + more);
      System.arraycopy(in, offset, bytesOf, before, more);
      from = 0;
      length = before + more;
    }
    Optional<FrameHead> head = FrameHead.read(bytesOf, from, length, peer, inflation.isPresent());
    if (head.isEmpty()) {
      pending = Arrays.copyOfRange(bytesOf, from, from + length);
      return length - before;
    }
    pending = NOTHING;
    begin(head.get());
    return head.get().bytes() - before;
  }

  private void begin(FrameHead head) throws ClosedException {
    frame = Optional.of(head);
    at = 0;
    switch (head.opcode()) {
      case TEXT, BINARY -> {
        if (message.isPresent()) {
          throw broken(PushReason.MESSAGE_IN_MESSAGE, "5.4");
        }
        Kind kind = head.opcode() == Opcode.TEXT ? Kind.TEXT : Kind.BINARY;
        message = Optional.of(kind);
        compressed = head.compressed();
        utf8 = new Utf8Check();
        bytes = 0;
        wire = 0;
        fragments = 0;
        controls = 0;
        out.add(new Received.Begun(kind, compressed));
        count(head);
      }
      case CONTINUATION -> {
        if (message.isEmpty()) {
          throw broken(PushReason.NOTHING_TO_CONTINUE, "5.4");
        }
        count(head);
      }
      case CLOSE, PING, PONG -> control();
    }
  }

  /** Counts a fragment: many small ones are work for us and none for the peer. */
  private void count(FrameHead head) throws ClosedException {
    fragments++;
    wire += head.length();
    if (!compressed && bytes + head.length() > limits.message()) {
      throw tooBig();
    }
    boolean many = fragments > limits.fragments();
    if (many && wire < (long) fragments * limits.fragmentAverage()) {
      throw policy(PushReason.FRAGMENT_FLOOD, fragments, limits.fragmentAverage());
    }
  }

  private void control() throws ClosedException {
    long now = clock.getAsLong();
    if (now - countedFrom > limits.span().toNanos()) {
      countedFrom = now;
      controls = 0;
    }
    if (++controls > limits.controls()) {
      throw policy(PushReason.CONTROL_FLOOD, limits.controls(), limits.span().toSeconds());
    }
  }

  /** Takes some of a payload; how many bytes. */
  private int payload(byte[] in, int offset, int there) throws ClosedException {
    FrameHead head = frame.orElseThrow();
    int n = (int) Math.min(there, head.length() - at);
    byte[] piece = Arrays.copyOfRange(in, offset, offset + n);
    head.mask().ifPresent(mask -> mask.apply(piece, 0, n, at));
    at += n;
    boolean whole = at == head.length();
    if (head.opcode().isControl()) {
      pending = pending.length == 0 ? piece : joined(pending, piece);
      if (whole) {
        byte[] all = pending;
        pending = NOTHING;
        controlled(head.opcode(), all);
      }
    } else {
      content(piece, whole && head.last());
    }
    if (whole) {
      frame = Optional.empty();
    }
    return n;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private void content(byte[] piece, boolean end) throws ClosedException {
    if (compressed) {
      Inflation its = inflation.orElseThrow();
      its.some(piece, 0, piece.length, (some, n) -> decoded(Arrays.copyOf(some, n)));
      if (end) {
        its.end((some, n) -> decoded(Arrays.copyOf(some, n)));
      }
    } else if (piece.length > 0) {
      decoded(piece);
    }
    if (end) {
      if (message.orElseThrow() == Kind.TEXT && !utf8.isWhole()) {
        throw notText();
      }
      message = Optional.empty();
      out.add(new Received.Whole(bytes, wire, fragments));
    }
  }

  private void decoded(byte[] some) throws ClosedException {
    bytes += some.length;
    if (bytes > limits.message()) {
      throw tooBig();
    }
    if (message.orElseThrow() == Kind.TEXT && !utf8.add(some, 0, some.length)) {
      throw notText();
    }
    out.add(new Received.Content(some));
  }

  private void controlled(Opcode opcode, byte[] all) throws ClosedException {
    if (opcode == Opcode.CLOSE) {
      closed = true;
      out.add(closing(all));
    } else {
      out.add(opcode == Opcode.PING ? new Received.Ping(all) : new Received.Pong(all));
    }
  }

  /** RFC 6455 5.5.1 and 7.4. */
  private static Received.Close closing(byte[] all) throws ClosedException {
    if (all.length == 0) {
      return new Received.Close(CloseCode.NONE, "");
    }
    int number = all.length == 1 ? 0 : (all[0] & 0xff) << 8 | (all[1] & 0xff);
    var code = new CloseCode(number);
    if (!code.isSendable()) {
      throw broken(PushReason.BAD_CLOSE, "7.4", number);
    }
    var check = new Utf8Check();
    if (!check.add(all, 2, all.length - 2) || !check.isWhole()) {
      throw notText();
    }
    return new Received.Close(code, new String(all, 2, all.length - 2, StandardCharsets.UTF_8));
  }

  private static ClosedException broken(PushReason reason, String section, Object... arguments) {
    return new ClosedException(
        CloseCode.PROTOCOL_ERROR, Because.of(reason, Clause.rfc(6455, section), arguments));
  }

  private static ClosedException policy(PushReason reason, Object... arguments) {
    return new ClosedException(
        CloseCode.POLICY, Because.of(reason, Clause.rfc(6455, "10.4"), arguments));
  }

  private static ClosedException notText() {
    return new ClosedException(
        CloseCode.BAD_DATA, Because.of(PushReason.NOT_UTF8, Clause.rfc(6455, "8.1")));
  }

  private ClosedException tooBig() {
    return new ClosedException(
        CloseCode.TOO_BIG,
        Because.of(PushReason.MESSAGE_TOO_BIG, Clause.rfc(6455, "10.4"), limits.message()));
  }

  @Override
  public void close() {
    inflation.ifPresent(Inflation::close);
  }
}

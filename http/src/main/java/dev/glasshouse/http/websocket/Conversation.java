package dev.glasshouse.http.websocket;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A conversation of messages in a tunnel (RFC 6455), on either end. One thread receives; any may
 * send, one message after the other. Receiving answers pings, asks a silent peer whether it is
 * there, and holds the peer back while nobody receives; sending waits while the peer is behind.
 */
public final class Conversation implements AutoCloseable {
  private static final int PIECE = 4096;

  /**
   * How it ended.
   *
   * @param byPeer whether the peer ended it
   * @param code with which code
   * @param reason what was said with it
   */
  public record Ended(boolean byPeer, CloseCode code, String reason) {}

  private final Tunnel tunnel;
  private final WebSocketLimits limits;
  private final Optional<String> subprotocol;
  private final Receiver receiver;
  private final Sender sender;
  private final byte[] buffer = new byte[PIECE];
  private Optional<ClosedException> fault = Optional.empty();
  private Optional<Incoming> current = Optional.empty();
  private boolean asked;
  private boolean peerEnded;
  private volatile Optional<Ended> ended = Optional.empty();

  private Conversation(
      Tunnel tunnel,
      Side side,
      Optional<String> subprotocol,
      Optional<Compression> compression,
      WebSocketLimits limits) {
    this.tunnel = tunnel;
    this.limits = limits;
    this.subprotocol = subprotocol;
    Side peer = side == Side.SERVER ? Side.CLIENT : Side.SERVER;
    this.receiver = new Receiver(peer, compression, limits, System::nanoTime);
    this.sender = new Sender(tunnel, side, compression, limits);
    tunnel.patience(limits.ping());
  }

  /**
   * A conversation in which nothing was said yet; tells the journey that it has begun.
   *
   * @param side which end we are
   * @param subprotocol what was agreed on
   * @param compression what was agreed on
   */
  public static Conversation begin(
      Tunnel tunnel,
      Side side,
      Optional<String> subprotocol,
      Optional<Compression> compression,
      WebSocketLimits limits) {
    if (tunnel.trail().on()) {
      tunnel
          .trail()
          .mark(
              new PushStep.Upgraded(
                  Handshake.PROTOCOL,
                  tunnel.version().toString(),
                  subprotocol.orElse(""),
                  compression.map(Compression::text).orElse("")),
              Because.HAPPENED);
    }
    return new Conversation(tunnel, side, subprotocol, compression, limits);
  }

  /** The subprotocol that both ends agreed on. */
  public Optional<String> subprotocol() {
    return subprotocol;
  }

  /** Where it tells what happens in it. */
  public Trail trail() {
    return tunnel.trail();
  }

  /** How it ended, once it has. */
  public Optional<Ended> ended() {
    return ended;
  }

  // ---- receiving ----

  /**
   * The next message, of which content may still be on its way; waits for it.
   *
   * @return empty once the conversation was closed in order
   * @throws ClosedException when the peer breaks a rule or is silent, and was told so
   * @throws IOException when the tunnel broke
   */
  public Optional<Incoming> next() throws IOException {
    if (current.isPresent()) {
      current.get().skip();
      current = Optional.empty();
    }
    while (true) {
      switch (event()) {
        case Received.Begun(Kind kind, boolean _) -> {
          current = Optional.of(new Incoming(kind, () -> more(kind)));
          return current;
        }
        case Received.Close close -> {
          closedByPeer(close);
          return Optional.empty();
        }
        case Received.Ping ping -> sender.control(Opcode.PONG, ping.payload());
        case Received.Pong _ -> {}
        case Received.Content _, Received.Whole _ ->
            throw new IllegalStateException("content outside of a message");
      }
    }
  }

  /** The next whole message; as {@link #next}. */
  public Optional<Message> receive() throws IOException {
    Optional<Incoming> incoming = next();
    if (incoming.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = incoming.get().in()) {
      return Optional.of(new Message(incoming.get().kind(), in.readAllBytes()));
    }
  }

  private byte[] more(Kind kind) throws IOException {
    while (true) {
      switch (event()) {
        case Received.Content(byte[] bytes) -> {
          return bytes;
        }
        case Received.Whole(long bytes, long wire, int fragments) -> {
          if (tunnel.trail().on()) {
            tunnel
                .trail()
                .mark(
                    new PushStep.MessageIn(kind.text(), bytes, wire, fragments), Because.HAPPENED);
          }
          return new byte[0];
        }
        case Received.Ping ping -> sender.control(Opcode.PONG, ping.payload());
        case Received.Pong _ -> {}
        case Received.Close close -> {
          closedByPeer(close);
          throw new ClosedException(
              close.code(), Because.of(PushReason.CLOSED_IN_MESSAGE, Clause.rfc(6455, "5.5.1")));
        }
        case Received.Begun _ -> throw new IllegalStateException("a message in a message");
      }
    }
  }

  private Received event() throws IOException {
    while (true) {
      Optional<Received> next = receiver.next();
      if (next.isPresent()) {
        return next.get();
      }
      if (peerEnded) {
        throw gone();
      }
      if (fault.isPresent()) {
        throw failed(fault.get());
      }
      int n = read();
      if (n < 0) {
        peerEnded = true;
        throw gone();
      }
      try {
        receiver.take(buffer, 0, n);
      } catch (ClosedException e) {
        // What came before it is taken first.
        fault = Optional.of(e);
      }
    }
  }

  /** Reads some bytes; a peer that is silent for too long is asked, and then given up. */
  private int read() throws IOException {
    while (true) {
      try {
        int n = tunnel.in().read(buffer);
        if (asked) {
          asked = false;
          tunnel.patience(limits.ping());
        }
        return n;
      } catch (StalledException e) {
        if (sender.isClosed()) {
          peerEnded = true;
          return -1;
        }
        if (asked) {
          throw failed(
              new ClosedException(
                  CloseCode.GOING_AWAY,
                  Because.of(PushReason.NO_PONG, Texts.duration(limits.pong()))));
        }
        asked = true;
        tunnel.patience(limits.pong());
        sender.control(Opcode.PING, new byte[0]);
      }
    }
  }

  private ClosedException gone() {
    end(new Ended(true, CloseCode.ABNORMAL, ""), Because.of(PushReason.BROKE_OFF));
    return new ClosedException(
        ended.orElseThrow().code(), Because.of(PushReason.BROKE_OFF, Clause.rfc(6455, "7.1.5")));
  }

  /** The peer broke a rule: it is told which, and nothing of it is looked at any more. */
  private ClosedException failed(ClosedException why) {
    try {
      sender.close(why.code(), why.because().reason().en());
    } catch (IOException _) {
      // It does not even hear that.
    }
    peerEnded = true;
    end(new Ended(false, why.code(), why.because().reason().en()), why.because());
    return why;
  }

  private void closedByPeer(Received.Close close) {
    peerEnded = true;
    end(
        new Ended(!sender.isClosed(), close.code(), close.reason()),
        Because.of(sender.isClosed() ? PushReason.ANSWERED_CLOSE : PushReason.CLOSED_BY_PEER));
    try {
      sender.close(close.code(), "");
    } catch (IOException _) {
      // It has gone without waiting for that.
    }
  }

  private void end(Ended how, Because because) {
    if (ended.isPresent()) {
      return;
    }
    ended = Optional.of(how);
    if (tunnel.trail().on()) {
      tunnel
          .trail()
          .mark(
              new PushStep.ConversationEnded(
                  how.byPeer() ? "peer" : "us", how.code().code(), Texts.shown(how.reason())),
              because);
    }
  }

  // ---- sending ----

  /** Sends a text. */
  public void send(String text) throws IOException {
    send(Message.of(text));
  }

  /**
   * Sends a message, and waits while the peer is behind.
   *
   * @throws ClosedException when the conversation is closed
   * @throws HttpException when the peer does not take it in time, or is gone
   */
  public void send(Message message) throws IOException {
    sender.whole(message);
  }

  /**
   * A message that is sent in pieces, a fragment for each that is written; whole when the stream is
   * closed. Other messages wait until then.
   */
  public OutputStream send(Kind kind) throws IOException {
    return sender.streamed(kind);
  }

  /**
   * Asks whether the peer is there, who answers with the same bytes.
   *
   * @param payload at most 125 bytes
   */
  public void ping(byte[] payload) throws IOException {
    if (payload.length > FrameHead.CONTROL) {
      throw new IllegalArgumentException("a ping of " + payload.length + " bytes");
    }
    sender.control(Opcode.PING, payload);
  }

  // ---- the end ----

  /**
   * Says that nothing more will be sent, and why; the peer's answer is received as the end. Does
   * nothing the second time.
   *
   * @param reason at most 123 bytes; more is cut off
   */
  public void close(CloseCode code, String reason) throws IOException {
    if (!code.isSendable()) {
      throw new IllegalArgumentException("a close frame has no code " + code);
    }
    tunnel.patience(limits.closing());
    sender.close(code, reason);
  }

  /** Gives it up at once, from any thread, without a word to the peer. */
  public void abort(Because because) {
    end(new Ended(false, CloseCode.ABNORMAL, ""), because);
    tunnel.close();
  }

  /**
   * Closes it in order: says so, lets what still comes run out until the peer has answered, for
   * {@link WebSocketLimits#closing} at most. On the receiving thread.
   */
  @Override
  public void close() {
    try {
      close(CloseCode.NORMAL, "");
      long until = System.nanoTime() + limits.closing().toNanos();
      while (!peerEnded && System.nanoTime() < until) {
        Optional<Incoming> _ = next();
      }
    } catch (IOException _) {
      // It is over either way.
    } finally {
      end(new Ended(false, CloseCode.NORMAL, ""), Because.HAPPENED);
      receiver.close();
      sender.release();
    }
  }
}

package dev.glasshouse.dns.serve;

import dev.glasshouse.journey.Trail;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Where messages come in that no socket of a {@link NameServer} receives, for example those of HTTP
 * and QUIC. They go through the same: access list, looking over, cookies, padding, counters.
 */
public final class QueryDoor {
  /** No question is longer, bytes: what is, is malformed. */
  public static final int LONGEST = Desk.LONGEST;

  private final Served served;
  private final Carrier carrier;

  private QueryDoor(Served served, Carrier carrier) {
    this.served = served;
    this.carrier = carrier;
  }

  /**
   * A door.
   *
   * @param settings who may ask, and what the server says of itself
   * @param carrier what carries the messages
   */
  public static QueryDoor of(NameServer.Settings settings, Carrier carrier, Answerer answerer) {
    return new QueryDoor(Served.of(settings, answerer, new ServerCounts()), carrier);
  }

  /** The same with a clock of the caller's, which dates cookies. */
  public static QueryDoor of(
      NameServer.Settings settings, Carrier carrier, Answerer answerer, InstantSource clock) {
    return new QueryDoor(Served.of(settings, answerer, new ServerCounts(), clock), carrier);
  }

  /** What it has counted. */
  public ServerCounts counts() {
    return served.counts();
  }

  /** What is done with the questions of an address. */
  public AccessList.Verdict access(InetSocketAddress client) {
    return served.access().verdict(client.getAddress());
  }

  /**
   * Takes a message. On an event loop, like all that answers.
   *
   * @param message a whole message
   * @param trail where its story is told
   * @param answer told the answer once, at once or later, from any thread; empty when nothing is to
   *     be sent
   */
  public void take(
      byte[] message, InetSocketAddress client, Trail trail, Consumer<Optional<byte[]>> answer) {
    Served its = served.telling(trail);
    new Desk(its, carrier, Math.min(LONGEST, Math.max(message.length, 1)))
        .take(Unpooled.wrappedBuffer(message), client, new Lane(its, answer));
  }

  /** A connection of one client, on which questions come one after another. */
  public Line line(InetSocketAddress client, Trail trail) {
    Served its = served.telling(trail);
    var desk = new Desk(its, carrier, LONGEST);
    return (message, answer) ->
        desk.take(Unpooled.wrappedBuffer(message), client, new Lane(its, answer));
  }

  /** Takes the messages of one connection. */
  @FunctionalInterface
  public interface Line {
    /** Takes a message, like {@link QueryDoor#take}. */
    void take(byte[] message, Consumer<Optional<byte[]>> answer);
  }

  /** The way back of one message. */
  private final class Lane implements Desk.Lane {
    private final Served its;
    private final Consumer<Optional<byte[]>> answer;

    Lane(Served its, Consumer<Optional<byte[]>> answer) {
      this.its = its;
      this.answer = answer;
    }

    @Override
    public void send(InetSocketAddress to, byte[] message, int length) {
      answer.accept(Optional.of(Arrays.copyOf(message, length)));
    }

    @Override
    public void drop() {
      answer.accept(Optional.empty());
    }

    @Override
    public ReplySink sink(ClientQuery query) {
      return new Sink(query);
    }

    /** Takes the first answer. */
    private final class Sink extends AtomicBoolean implements ReplySink {
      private static final long serialVersionUID = 1L;

      private final transient InetSocketAddress client;
      private final transient Trail trail;
      private final boolean pads;

      Sink(ClientQuery query) {
        client = query.client();
        trail = query.trail();
        pads = Padding.wanted(query);
      }

      @Override
      public void reply(byte[] message, int length) {
        if (getAndSet(true)) {
          return;
        }
        byte[] whole = pads ? Padding.padded(message, length) : Arrays.copyOf(message, length);
        its.counts().add(ServerCount.ANSWERS);
        if (trail.on()) {
          Sent.tell(trail, client, carrier, whole, whole.length);
        }
        answer.accept(Optional.of(whole));
      }

      @Override
      public void drop() {
        if (!getAndSet(true)) {
          answer.accept(Optional.empty());
        }
      }
    }
  }
}

package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;

/** One connection of a client, which carries one HTTP/1 exchange after the other. */
public final class Http1Session implements ClientSession {
  private final Connection connection;
  private final Limits limits;
  private final MessageReader reader;
  private final Inbox inbox;
  private volatile Duration patience;
  private volatile int left;
  private volatile boolean parked;
  private volatile Trail lastTrail = Trail.OFF;

  /** Whether that trail is on: for the event loop, which has no other business with it. */
  private volatile boolean recorded;

  private Http1Session(Connection connection, Limits limits) {
    this.connection = connection;
    this.limits = limits;
    Channel channel = connection.channel();
    this.inbox =
        new Inbox(limits.content().buffer(), channel::read, new Alarm(channel.eventLoop()));
    this.reader =
        new MessageReader(MessageReader.Side.CLIENT, limits.head(), inbox, this::responseEnded);
    this.patience = limits.times().keepAlive();
    this.left = limits.pool().exchanges();
  }

  /** Takes up a connection that nothing was sent on. */
  public static Http1Session over(Connection connection, Limits limits) {
    var its = new Http1Session(connection, limits);
    connection.start(its.reader);
    Channel channel = connection.channel();
    // From here on the reader says when to read.
    channel
        .eventLoop()
        .execute(() -> {
          channel.config().setAutoRead(false);
          channel.read();
        });
    channel.closeFuture().addListener(_ -> its.closedWhileParked());
    return its;
  }

  /** Puts a violation into a journey. */
  void tell(Trail trail, ViolationException violation) {
    if (trail.on()) {
      trail.mark(
          new HttpStep.ProtocolViolated(
              connection.number(), String.valueOf(violation.getMessage())),
          violation.because());
    }
  }

  private void responseEnded() {
    if (recorded) {
      connection.askKernel("response ended");
    }
  }

  private void closedWhileParked() {
    if (parked) {
      letGo();
    }
  }

  /** Nobody uses it any more: tells what came unasked. */
  void letGo() {
    if (inbox.poll() instanceof Inbound.Broken(ViolationException violation)) {
      tell(lastTrail, violation);
    }
    inbox.close();
  }

  @Override
  public Http1Exchange exchange(Request request, Priority priority, Trail trail) {
    parked = false;
    lastTrail = trail;
    if (recorded != trail.on()) {
      recorded = trail.on();
    }
    return new Http1Exchange(this, request, limits, trail);
  }

  /**
   * After an answer: whether it may carry another exchange, and for how long it may wait for it.
   */
  boolean keepFor(KeepAlive keepAlive) {
    left = Math.min(left - 1, keepAlive.max().orElse(Integer.MAX_VALUE));
    patience = keepAlive.timeout();
    return keepAlive.stays() && left > 0 && isOpen();
  }

  @Override
  public void park() {
    parked = true;
  }

  @Override
  public long number() {
    return connection.number();
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public int exchanges() {
    return connection.exchanges();
  }

  @Override
  public int room() {
    return parked && isOpen() ? 1 : 0;
  }

  @Override
  public void whenClosed(Runnable told) {
    channel().closeFuture().addListener(_ -> told.run());
  }

  @Override
  public boolean takesUpgrades(Deadline deadline) {
    return true;
  }

  @Override
  public boolean isPrompt() {
    return true;
  }

  @Override
  public EventLoop eventLoop() {
    return channel().eventLoop();
  }

  @Override
  public Duration patience() {
    return patience;
  }

  Connection connection() {
    return connection;
  }

  Channel channel() {
    return connection.channel();
  }

  /** Does something on the event loop; where that fails, the connection ends, and says so. */
  void execute(Runnable what) {
    Channel channel = channel();
    channel.eventLoop().execute(OwnFault.told(what, channel.pipeline()::fireExceptionCaught));
  }

  MessageReader reader() {
    return reader;
  }

  Inbox inbox() {
    return inbox;
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public void close() {
    if (parked) {
      letGo();
    }
    connection.close();
  }

  @Override
  public void abort() {
    inbox.put(new Inbound.Broken(new CancelledException(Because.of(HttpReason.CLIENT_CLOSED))));
    connection.close();
  }

  /** Closes it, and lets go of what came in. Nobody may read from it afterwards. */
  void drop() {
    inbox.close();
    connection.close();
  }
}

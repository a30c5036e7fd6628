package dev.glasshouse.dns;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The UDP sockets of one event loop that questions are sent from, where the loop is epoll's.
 *
 * <p>While a question is out, a socket is its alone: connected to its server, so that the kernel
 * itself drops what comes from another address (and tells a stranger who probes for open ports
 * nothing, see CVE-2020-25705), on a port that the kernel picked for this question at random (RFC
 * 5452 section 9.2). A socket whose question was answered is disconnected, which takes its port
 * away, and waits for the next one: connected anew, it gets another port, for less than half of
 * what a new socket costs.
 *
 * <p>A second answer may lie in a socket that waits. Where the loop has looked at all sockets once
 * since a socket was given back, it would have met that answer; before, the socket is emptied by a
 * call that mostly finds nothing. So of those that waited that long the last is taken, which is
 * still near the processor, here and in the kernel.
 *
 * <p>The sockets are no channels: a datagram each way needs no pipeline, no promise and no buffer
 * of its own, and those cost more than the kernel does. Sockets that wait for long are closed.
 * Everything here happens on the loop.
 */
final class FreshPorts implements AskingPorts {
  // Whatever size we promised, a larger datagram must be seen whole to be judged.
  private static final int LARGEST = 4096;
  private static final int MOST_IDLE = 2048;
  private static final int SWEEP_SECONDS = 10;
  private static final byte[] EMPTY = {};

  private final IoEventLoop loop;
  private final Optional<InetAddress> from;
  private final Idle four = new Idle();
  private final Idle six = new Idle();
  // What is sent and received stands in here for a moment.
  private final ByteBuffer room = Buffer.allocateDirectWithNativeOrder(1 << 16);
  private final long at = Buffer.memoryAddress(room);
  // How many were idle all the time since the last sweep.
  private int unneeded;
  private boolean sweeping;
  // How often the loop had something of ours when it looked at all sockets, and is done with it.
  private long looks;
  private boolean looking;
  private final Runnable looked;

  FreshPorts(IoEventLoop loop, Optional<InetAddress> from) {
    this.loop = loop;
    this.from = from;
    this.looked =
        () -> {
          looks++;
          looking = false;
        };
  }

  /** Whether a loop can have such sockets. */
  static boolean fit(IoEventLoop loop) {
    return loop.isCompatible(Port.class);
  }

  @Override
  public Transport.Exchange ask(
      InetSocketAddress server, byte[] message, Transport.Replies replies) {
    var talk = new Talk(server, message, replies);
    if (loop.inEventLoop()) {
      talk.begin();
    } else {
      loop.execute(talk::begin);
    }
    return talk;
  }

  private int idle() {
    return four.size() + six.size();
  }

  private void sweep() {
    for (; unneeded > 0 && idle() > 0; unneeded--) {
      (four.size() == 0 ? six : four).longest().ifPresent(Port::close);
    }
    unneeded = idle();
    sweeping = unneeded > 0;
    sweepLater();
  }

  private void sweepLater() {
    if (sweeping && !loop.isShuttingDown()) {
      loop.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Idle idle(InetSocketAddress server) {
    return server.getAddress() instanceof Inet4Address ? four : six;
  }

  /** Sockets that wait. */
  private final class Idle {
    // In the order in which they were given back; the loop may not have looked at them since.
    private final ArrayDeque<Port> fresh = new ArrayDeque<>();
    // The last that came first.
    private final ArrayDeque<Port> looked = new ArrayDeque<>();

    void add(Port port) {
      fresh.addLast(port);
    }

    @Nullable Port take() {
      while (!fresh.isEmpty() && !fresh.getFirst().mayHoldMore()) {
        looked.addFirst(fresh.removeFirst());
      }
      Port port = looked.pollFirst();
      return port == null ? fresh.pollFirst() : port;
    }

    /** Takes the one that has waited longest. */
    Optional<Port> longest() {
      return Optional.ofNullable(looked.isEmpty() ? fresh.pollFirst() : looked.pollLast());
    }

    void remove(Port port) {
      fresh.remove(port);
      looked.remove(port);
    }

    int size() {
      return fresh.size() + looked.size();
    }
  }

  /** One question that is out. */
  private final class Talk implements Transport.Exchange {
    private final InetSocketAddress server;
    private final byte[] message;
    private final Transport.Replies replies;
    private Optional<Port> port = Optional.empty();
    private boolean answered;
    private boolean over;

    Talk(InetSocketAddress server, byte[] message, Transport.Replies replies) {
      this.server = server;
      this.message = message;
      this.replies = replies;
    }

    private void begin() {
      if (over) {
        return;
      }
      try {
        Port its = idle(server).take();
        unneeded = Math.min(unneeded, idle());
        if (its == null) {
          its = new Port(idle(server) == four);
        }
        its.talk = Optional.of(this);
        port = its.taken;
        its.send();
      } catch (IOException | RuntimeException e) {
        fail(AskingPorts.text(e));
      }
    }

    private void hear(byte[] bytes) {
      answered = true;
      replies.message(server, bytes);
    }

    /** Nothing more can come; told once, and only while somebody listens. */
    private void fail(String problem) {
      if (!over) {
        over = true;
        replies.failed(problem);
        giveBack(false);
      }
    }

    @Override
    public void close() {
      if (loop.inEventLoop()) {
        end();
      } else {
        loop.execute(this::end);
      }
    }

    private void end() {
      if (!over) {
        over = true;
        giveBack(answered);
      }
    }

    private void giveBack(boolean again) {
      port.ifPresent(p -> p.free(again));
      port = Optional.empty();
    }
  }

  /** A descriptor of a datagram socket that does not block. */
  private static final class Datagrams extends Socket {
    Datagrams(boolean ofFour) {
      super(newSocketDgram0(ofFour ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6));
    }
  }

  /** A socket. */
  private final class Port implements EpollIoHandle {
    private final boolean ofFour;
    private final Datagrams socket;
    private final Optional<Port> taken = Optional.of(this);
    private Optional<Talk> talk = Optional.empty();
    private Optional<IoRegistration> registration = Optional.empty();
    // Nothing of an earlier question may be left in it: when that was over, in looks.
    private boolean used;
    private long freed;

    Port(boolean ofFour) throws IOException {
      this.ofFour = ofFour;
      this.socket = new Datagrams(ofFour);
      if (from.isPresent()) {
        socket.bind(new InetSocketAddress(from.get(), 0));
      }
      Future<IoRegistration> registering = loop.register(this);
      registering.addListener(done -> {
        if (done.isSuccess()) {
          registration = Optional.of(registering.getNow());
          registering.getNow().submit(EpollIoOps.EPOLLIN);
        } else {
          lost(AskingPorts.text(done.cause()));
        }
      });
    }

    /** Whether a second answer may lie in it that the loop has not met. */
    boolean mayHoldMore() {
      // The look that goes on while it is given back may have passed it by; the next does not.
      return used && looks - freed < 2;
    }

    void send() throws IOException {
      Talk its = talk.orElseThrow();
      if (mayHoldMore()) {
        while (receive() != 0) {
          // It came too late for whom it was.
        }
      }
      used = true;
      socket.connect(its.server);
      room.put(0, its.message);
      socket.sendAddress(at, 0, its.message.length);
    }

    /** How many bytes came; 0 for nothing, below for a datagram that has none. */
    private int receive() throws IOException {
      return socket.recvAddress(at, 0, LARGEST);
    }

    @Override
    public void handle(IoRegistration its, IoEvent event) {
      if (!looking) {
        looking = true;
        // Tasks have their turn when all that the loop found has been handled.
        loop.execute(looked);
      }
      try {
        int length = receive();
        if (talk.isEmpty()) {
          // It came too late for whom it was, and more of it may have.
          freed = looks;
        } else if (length != 0) {
          byte[] bytes = length < 0 ? EMPTY : new byte[length];
          room.get(0, bytes);
          talk.get().hear(bytes);
        }
      } catch (IOException e) {
        lost(AskingPorts.text(e));
      }
    }

    /** Its question is over. What was never answered may be so late: then the port is closed. */
    void free(boolean again) {
      talk = Optional.empty();
      freed = looks;
      if (!again || idle() >= MOST_IDLE || !disconnected()) {
        close();
        return;
      }
      (ofFour ? four : six).add(this);
      if (!sweeping) {
        sweeping = true;
        sweepLater();
      }
    }

    private boolean disconnected() {
      try {
        socket.disconnect();
        return from.isEmpty();
      } catch (IOException e) {
        return false;
      }
    }

    private void lost(String problem) {
      if (talk.isPresent()) {
        talk.get().fail(problem);
      } else {
        (ofFour ? four : six).remove(this);
        close();
      }
    }

    @Override
    public FileDescriptor fd() {
      return socket;
    }

    @Override
    public void close() {
      if (!socket.isOpen()) {
        return;
      }
      talk.ifPresent(t -> {
        talk = Optional.empty();
        t.fail("the socket was closed");
      });
      registration.ifPresent(IoRegistration::cancel);
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone all the same.
      }
    }
  }
}

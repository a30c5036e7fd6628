package dev.glasshouse.http.h3;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A UDP forwarder between one client and one server, as a NAT is one: it can lose datagrams, hold
 * the server's back, and change the port that the server sees.
 */
final class Forwarder implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final InetSocketAddress server;
  private final DatagramSocket inside;
  private final AtomicInteger fromClient = new AtomicInteger();
  private final AtomicInteger fromServer = new AtomicInteger();
  private final Deque<byte[]> held = new ArrayDeque<>();
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile int forgotten;
  private volatile boolean forgetting;
  private volatile DatagramSocket outside;
  private volatile InetSocketAddress client = new InetSocketAddress(LOOPBACK, 9);
  private volatile IntPredicate lose = _ -> false;
  private final List<DatagramSocket> all = new CopyOnWriteArrayList<>();
  private final List<byte[]> recorded = new CopyOnWriteArrayList<>();
  private boolean holding;

  Forwarder(InetSocketAddress server) throws IOException {
    this.server = server;
    this.inside = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    this.outside = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    Thread.ofVirtual().start(this::inwards);
    listen(outside);
  }

  /** Where the client is to send. */
  int port() {
    return inside.getLocalPort();
  }

  /** The port that the server sees. */
  int outsidePort() {
    return outside.getLocalPort();
  }

  /** Loses the datagrams, of both directions, whose number the test picks. */
  void lose(IntPredicate which) {
    lose = which;
  }

  /** How many datagrams came from the client. */
  int fromClient() {
    return fromClient.get();
  }

  /** How many datagrams came from the server. */
  int fromServer() {
    return fromServer.get();
  }

  /** From now on, what the server sends waits. */
  synchronized void hold() {
    holding = true;
  }

  /** What waited goes on. */
  synchronized void release() throws IOException {
    holding = false;
    for (byte[] one = held.poll(); one != null; one = held.poll()) {
      inside.send(new DatagramPacket(one, one.length, client));
    }
  }

  /** What the client has sent, since it was last forgotten. */
  List<byte[]> recorded() {
    return recorded;
  }

  /**
   * The NAT gives the client another port: from now on the server sees that one. What is still on
   * its way to the old one arrives.
   */
  void rebind() throws IOException {
    outside = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
    listen(outside);
  }

  /** The same, and what is on its way is lost, as are the client's next so many datagrams. */
  void rebindWithLoss(int datagrams) throws IOException {
    toLose.set(datagrams);
    forgetting = true;
    rebind();
  }

  /**
   * From now on nothing goes to or from the client's port; another port of it is another matter.
   */
  void forget() {
    forgotten = client.getPort();
  }

  private void listen(DatagramSocket socket) {
    all.add(socket);
    Thread.ofVirtual().start(() -> outwards(socket));
  }

  private void inwards() {
    var packet = new DatagramPacket(new byte[65536], 65536);
    try {
      while (true) {
        inside.receive(packet);
        client = (InetSocketAddress) packet.getSocketAddress();
        boolean lost =
            lose.test(fromClient.incrementAndGet())
                || client.getPort() == forgotten
                || toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        if (!lost) {
          byte[] copy = Arrays.copyOf(packet.getData(), packet.getLength());
          recorded.add(copy);
          outside.send(new DatagramPacket(copy, copy.length, server));
        }
        packet.setLength(65536);
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void outwards(DatagramSocket socket) {
    var packet = new DatagramPacket(new byte[65536], 65536);
    try {
      while (true) {
        socket.receive(packet);
        boolean lost =
            lose.test(fromServer.incrementAndGet())
                || client.getPort() == forgotten
                || (forgetting && socket != outside);
        if (!lost) {
          pass(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
        packet.setLength(65536);
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private synchronized void pass(byte[] datagram) throws IOException {
    if (holding) {
      held.add(datagram);
    } else {
      inside.send(new DatagramPacket(datagram, datagram.length, client));
    }
  }

  @Override
  public void close() {
    inside.close();
    all.forEach(DatagramSocket::close);
  }
}

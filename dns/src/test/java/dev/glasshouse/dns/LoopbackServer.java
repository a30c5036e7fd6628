package dev.glasshouse.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A small name server on loopback, by UDP and TCP on one port, for tests. */
final class LoopbackServer implements AutoCloseable {
  private final DatagramSocket datagrams;
  private final ServerSocket streams;

  /**
   * A server that runs.
   *
   * @param udp the messages that a datagram is answered with, in order
   * @param tcp the same for a message over TCP; the connection is closed afterwards
   */
  LoopbackServer(Function<byte[], List<byte[]>> udp, Function<byte[], List<byte[]>> tcp)
      throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    ServerSocket tcpSocket = new ServerSocket(0, 16, loopback);
    Optional<DatagramSocket> udpSocket = at(tcpSocket.getLocalPort(), loopback);
    while (udpSocket.isEmpty()) {
      // Somebody has that port of UDP.
      tcpSocket.close();
      tcpSocket = new ServerSocket(0, 16, loopback);
      udpSocket = at(tcpSocket.getLocalPort(), loopback);
    }
    streams = tcpSocket;
    datagrams = udpSocket.get();
    Thread.ofVirtual().start(() -> udp(udp));
    Thread.ofVirtual().start(() -> tcp(tcp));
  }

  private static Optional<DatagramSocket> at(int port, InetAddress address) throws IOException {
    try {
      return Optional.of(new DatagramSocket(port, address));
    } catch (BindException _) {
      return Optional.empty();
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) streams.getLocalSocketAddress();
  }

  private void udp(Function<byte[], List<byte[]>> answers) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        datagrams.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : answers.apply(question)) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void tcp(Function<byte[], List<byte[]>> answers) {
    while (true) {
      try (Socket socket = streams.accept()) {
        var in = new DataInputStream(socket.getInputStream());
        byte[] question = in.readNBytes(in.readUnsignedShort());
        for (byte[] answer : answers.apply(question)) {
          byte[] framed = new byte[answer.length + 2];
          framed[0] = (byte) (answer.length >> 8);
          framed[1] = (byte) answer.length;
          System.arraycopy(answer, 0, framed, 2, answer.length);
          // Byte for byte at the seam: a frame may come in pieces.
          socket.getOutputStream().write(framed, 0, 3);
          socket.getOutputStream().flush();
          socket.getOutputStream().write(framed, 3, framed.length - 3);
        }
      } catch (IOException e) {
        // The client has changed its mind, or has gone before it read all.
        if (streams.isClosed()) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    streams.close();
  }
}

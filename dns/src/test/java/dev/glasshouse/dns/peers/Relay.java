package dev.glasshouse.dns.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * Hands on what comes by UDP and TCP to another address: BIND listens at addresses of interfaces
 * alone, and of all loopback addresses only 127.0.0.1 is one.
 */
final class Relay implements AutoCloseable {
  private static final int PATIENCE = 20_000;

  private final InetSocketAddress to;
  private final DatagramSocket datagrams;
  private final ServerSocket connections;

  private Relay(InetSocketAddress at, InetSocketAddress to) throws IOException {
    this.to = to;
    this.datagrams = new DatagramSocket(at);
    try {
      this.connections = new ServerSocket(at.getPort(), 100, at.getAddress());
    } catch (IOException e) {
      datagrams.close();
      throw e;
    }
  }

  /** Starts one. */
  static Relay start(InetSocketAddress at, InetSocketAddress to) throws IOException {
    var relay = new Relay(at, to);
    relay.begin(relay::datagrams);
    relay.begin(relay::connections);
    return relay;
  }

  private interface Work {
    void run() throws IOException;
  }

  /** What ends with an error ends for both sides: they see that nothing comes. */
  private void begin(Work work) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (IOException e) {
            // Closed, or somebody went away.
          }
        });
  }

  private void datagrams() throws IOException {
    while (true) {
      var packet = new DatagramPacket(new byte[65535], 65535);
      datagrams.receive(packet);
      byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
      var from = (InetSocketAddress) packet.getSocketAddress();
      begin(() -> {
        try (var socket = new DatagramSocket()) {
          socket.setSoTimeout(PATIENCE);
          socket.connect(to);
          socket.send(new DatagramPacket(question, question.length));
          var answer = new DatagramPacket(new byte[65535], 65535);
          socket.receive(answer);
          datagrams.send(new DatagramPacket(answer.getData(), answer.getLength(), from));
        }
      });
    }
  }

  private void connections() throws IOException {
    while (true) {
      Socket client = connections.accept();
      begin(() -> {
        try (client;
            var server = new Socket(to.getAddress(), to.getPort())) {
          begin(() -> pump(client, server));
          pump(server, client);
        }
      });
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (Closeable both = to::shutdownOutput) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    }
  }

  @Override
  public void close() {
    datagrams.close();
    try {
      connections.close();
    } catch (IOException e) {
      // It is closed, whatever it says.
    }
  }
}

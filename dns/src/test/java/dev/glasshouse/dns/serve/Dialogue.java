package dev.glasshouse.dns.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A client's side of a talk with a server, for tests. */
final class Dialogue {
  private static final int PATIENCE = 30_000;

  private Dialogue() {}

  static byte[] question(int id, String name) {
    var message = new Message(id);
    message.addRecord(Record.newRecord(name(name), Type.A, DClass.IN), Section.QUESTION);
    return message.toWire();
  }

  static byte[] question(int id, String name, OPTRecord opt) {
    var message = new Message(id);
    message.addRecord(Record.newRecord(name(name), Type.A, DClass.IN), Section.QUESTION);
    message.addRecord(opt, Section.ADDITIONAL);
    return message.toWire();
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends datagrams, and returns the first answer to any of them. */
  static Message udp(InetSocketAddress server, byte[]... messages) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE);
      for (byte[] message : messages) {
        socket.send(new DatagramPacket(message, message.length, server));
      }
      var packet = new DatagramPacket(new byte[65535], 65535);
      socket.receive(packet);
      return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
  }

  static Socket connect(InetSocketAddress server) throws IOException {
    var socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  static void send(Socket socket, byte[]... messages) throws IOException {
    int size = Arrays.stream(messages).mapToInt(m -> m.length + 2).sum();
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] message : messages) {
      all[at] = (byte) (message.length >> 8);
      all[at + 1] = (byte) message.length;
      System.arraycopy(message, 0, all, at + 2, message.length);
      at += message.length + 2;
    }
    socket.getOutputStream().write(all);
  }

  static Message receive(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    return new Message(in.readNBytes(in.readUnsignedShort()));
  }
}

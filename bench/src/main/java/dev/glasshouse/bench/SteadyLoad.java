package dev.glasshouse.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;

/**
 * Requests at a steady rate over HTTP/1.1, and how long each took from the instant at which it was
 * due: {@code PORT PATH RATE SECONDS CONNECTIONS}, RATE being requests a second. A request whose
 * turn comes while all connections wait is late, and its lateness is counted: who measures from the
 * instant of sending leaves out what a pause of the server does to all who come meanwhile.
 *
 * <p>Prints a line with the rate that was reached and the percentiles of the second half of the
 * time, in milliseconds; the first half is for compilers to be done, at both ends. One thread,
 * which spins.
 */
public final class SteadyLoad {
  private static final long LONGEST_WAIT = 30_000_000_000L;
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** A connection, and the request that it waits for. */
  private static final class Lane {
    final SocketChannel channel;
    final byte[] bytes = new byte[256 * 1024];
    final ByteBuffer into = ByteBuffer.wrap(bytes);
    int number;

    Lane(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final ByteBuffer request;
  private final ArrayDeque<Lane> free = new ArrayDeque<>();
  private final Selector selector = Selector.open();
  private final long[] took;
  private final double interval;
  private int answered;

  private SteadyLoad(String path, int rate, int seconds) throws IOException {
    byte[] said =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.request = ByteBuffer.allocateDirect(said.length).put(said);
    this.took = new long[rate * seconds];
    this.interval = 1e9 / rate;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    int rate = Integer.parseInt(arguments[2]);
    var load = new SteadyLoad(arguments[1], rate, Integer.parseInt(arguments[3]));
    var server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    for (int i = Integer.parseInt(arguments[4]); i > 0; i--) {
      load.connect(server);
    }
    load.run();
    load.tell();
  }

  private void connect(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    var lane = new Lane(channel);
    channel.register(selector, SelectionKey.OP_READ, lane);
    free.add(lane);
  }

  private void run() throws IOException {
    long begin = System.nanoTime();
    int sent = 0;
    while (answered < took.length) {
      long now = System.nanoTime() - begin;
      while (sent < took.length && sent * interval <= now && !free.isEmpty()) {
        send(free.poll(), sent++);
      }
      selector.selectNow(key -> read((Lane) key.attachment(), begin));
      if (now > took.length * interval + LONGEST_WAIT) {
        throw new IOException(took.length - answered + " requests were not answered");
      }
    }
  }

  private void send(Lane lane, int number) throws IOException {
    lane.number = number;
    lane.into.clear();
    lane.channel.write(request.rewind());
    if (request.hasRemaining()) {
      throw new IOException("a request did not go out in one piece");
    }
  }

  private void read(Lane lane, long begin) {
    try {
      if (lane.channel.read(lane.into) < 0) {
        throw new EOFException("the server closed a connection");
      }
      int whole = whole(lane.bytes, lane.into.position());
      if (whole >= 0 && lane.into.position() >= whole) {
        took[lane.number] = System.nanoTime() - begin - (long) (lane.number * interval);
        answered++;
        free.add(lane);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How long a message is with its content; -1 while that cannot be told. */
  private static int whole(byte[] bytes, int length) throws IOException {
    int end = find(bytes, length, END);
    if (end < 0) {
      return -1;
    }
    if (bytes[9] != '2') {
      throw new IOException(
          "not answered well: " + new String(bytes, 0, 12, StandardCharsets.US_ASCII));
    }
    int at = find(bytes, end, LENGTH) + LENGTH.length;
    int content = 0;
    for (; bytes[at] != '\r'; at++) {
      content = bytes[at] == ' ' ? content : content * 10 + bytes[at] - '0';
    }
    return end + END.length + content;
  }

  /** Where some bytes stand, letters in either case; -1 if nowhere. */
  private static int find(byte[] in, int length, byte[] sought) {
    for (int at = 0; at + sought.length <= length; at++) {
      int same = 0;
      while (same < sought.length && lower(in[at + same]) == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return at;
      }
    }
    return -1;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }

  private void tell() {
    long[] counted = Arrays.copyOfRange(took, took.length / 2, took.length);
    Arrays.sort(counted);
    System.out.printf(
        Locale.ROOT,
        "%.0f requests/s: p50 %.3f p90 %.3f p99 %.3f p99.9 %.3f most %.3f ms%n",
        1e9 / interval,
        at(counted, 0.5),
        at(counted, 0.9),
        at(counted, 0.99),
        at(counted, 0.999),
        at(counted, 1));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(sorted.length * share))] / 1e6;
  }
}

package dev.glasshouse.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A stream of bytes to a program on this machine or near it, by TCP or a Unix domain socket, for
 * protocols that are spoken one question at a time: reads and writes block, which costs a virtual
 * thread and nothing else. Each of them has a deadline; one that passes ends the stream.
 */
public final class PlainStream implements AutoCloseable {
  private final SocketChannel channel;
  private final ScheduledExecutorService timer;
  private volatile Duration patience;
  private volatile boolean late;

  private PlainStream(SocketChannel channel, ScheduledExecutorService timer, Duration patience) {
    this.channel = channel;
    this.timer = timer;
    this.patience = patience;
  }

  /**
   * Dials.
   *
   * @param network whose threads keep the deadlines
   * @param address an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
   * @param patience how long to wait for the connection, and then for each read and write
   * @throws IOException when nobody answers there, or not in time
   */
  public static PlainStream dial(Network network, SocketAddress address, Duration patience)
      throws IOException {
    SocketChannel channel =
        switch (address) {
          case UnixDomainSocketAddress _ ->
              SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
          case InetSocketAddress _ -> SocketChannel.open();
          default -> throw new IllegalArgumentException("no stream goes to " + address);
        };
    var stream = new PlainStream(channel, network.eventLoops(), patience);
    try {
      stream.timed(() -> channel.connect(address) ? 1 : 0);
      if (address instanceof InetSocketAddress) {
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      }
      return stream;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** From now on each read and write may take so long. */
  public void patience(Duration longest) {
    patience = longest;
  }

  /**
   * Reads what there is, at least one byte.
   *
   * @return how many bytes; -1 at the end
   * @throws InterruptedIOException when nothing came in time
   */
  public int read(byte[] into, int offset, int length) throws IOException {
    return timed(() -> channel.read(ByteBuffer.wrap(into, offset, length)));
  }

  /**
   * Writes all.
   *
   * @throws InterruptedIOException when the other side did not take it in time
   */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      timed(() -> channel.write(rest));
    }
  }

  /** Says that nothing more will be written. */
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  private interface Blocking {
    int run() throws IOException;
  }

  /** A read or write that cannot be waited for with a limit is ended by closing it. */
  private int timed(Blocking work) throws IOException {
    Future<?> alarm =
        timer.schedule(
            () -> {
              late = true;
              close();
            },
            patience.toNanos(),
            TimeUnit.NANOSECONDS);
    try {
      return work.run();
    } catch (IOException e) {
      if (late) {
        throw new InterruptedIOException("no answer within " + patience.toSeconds() + " s");
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Closed either way.
    }
  }
}

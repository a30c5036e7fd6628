package dev.glasshouse.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.Optional;

/**
 * How much is read when a connection is asked to read: into small buffers where little comes, into
 * ever larger ones where they are filled; and where much has come at once, several of them one
 * after the other. So a long download costs few turns of the event loop, and few wake-ups of the
 * thread that takes it.
 */
final class EagerReads implements RecvByteBufAllocator {
  private static final int SMALLEST = 64;
  private static final int FIRST = 2048;

  private final RecvByteBufAllocator sizes;
  private final int large;
  private final ReadBuffers kept;
  private final int turn;

  /**
   * Reads of these sizes.
   *
   * @param buffer bytes of the largest buffer that is made for a connection alone
   * @param kept what is read into where that would be filled
   * @param turn bytes after which no further buffer is filled until the next time
   */
  EagerReads(int buffer, ReadBuffers kept, int turn) {
    this.sizes = new AdaptiveRecvByteBufAllocator(SMALLEST, FIRST, buffer);
    this.large = buffer;
    this.kept = kept;
    this.turn = turn;
  }

  @Override
  @SuppressWarnings("deprecation") // the type that Netty's channels ask for
  public Handle newHandle() {
    return new Turn((ExtendedHandle) sizes.newHandle());
  }

  private final class Turn implements ExtendedHandle {
    private final ExtendedHandle size;
    private int read;

    Turn(ExtendedHandle size) {
      this.size = size;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      if (guess() >= large) {
        Optional<ByteBuf> again = kept.take();
        if (again.isPresent()) {
          return again.get();
        }
      }
      return size.allocate(allocator);
    }

    @Override
    public int guess() {
      return size.guess();
    }

    @Override
    public void reset(ChannelConfig config) {
      read = 0;
      size.reset(config);
    }

    @Override
    public void incMessagesRead(int messages) {
      size.incMessagesRead(messages);
    }

    @Override
    public void lastBytesRead(int bytes) {
      read += Math.max(0, bytes);
      size.lastBytesRead(bytes);
    }

    @Override
    public int lastBytesRead() {
      return size.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      size.attemptedBytesRead(bytes);
    }

    @Override
    public int attemptedBytesRead() {
      return size.attemptedBytesRead();
    }

    @Override
    public boolean continueReading() {
      return continueReading(() -> attemptedBytesRead() == lastBytesRead());
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return read > 0 && read < turn && maybeMore.get();
    }

    @Override
    public void readComplete() {
      size.readComplete();
    }
  }
}

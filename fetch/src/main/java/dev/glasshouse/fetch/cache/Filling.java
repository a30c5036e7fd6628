package dev.glasshouse.fetch.cache;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body that is on its way into the cache, and is read by those who asked for it meanwhile.
 * Whoever needs bytes that are not there yet reads them from the network, for all; nobody waits for
 * a slow reader. When the last reader leaves before the end, the rest is given up.
 */
final class Filling {
  /** Told once, when the body ends: from the thread that reads, or that gives it up. */
  interface Ending {
    /** All of it came. */
    void complete(Spool spool);

    /**
     * It broke off, or nobody wanted the rest; what is in the spool is sound as far as it goes.
     *
     * @param tooLarge whether it came to be larger than what may be stored
     */
    void cutOff(Spool spool, boolean tooLarge);
  }

  private static final int CHUNK = 16 * 1024;

  private final BodyStream source;
  private final Spool spool;
  private final long most;
  private final Ending ending;
  private final ReentrantLock pulling = new ReentrantLock();
  private final Object admission = new Object();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean ended;
  private volatile boolean tooLarge;
  private volatile int readers;
  private boolean closed;
  private long pulled;
  private volatile Optional<IOException> failure = Optional.empty();

  /**
   * A body.
   *
   * @param source what is still to come
   * @param spool what is there already; bytes go to its end
   * @param most bytes that may be stored; a body that turns out larger is passed on, and shared no
   *     more
   */
  Filling(BodyStream source, Spool spool, long most, Ending ending) {
    this.source = source;
    this.spool = spool;
    this.most = most;
    this.ending = ending;
    this.pulled = spool.length();
  }

  /** A reader from the first byte on; empty when it is too late for one. */
  Optional<BodyStream> reader() {
    synchronized (admission) {
      if (closed || tooLarge || failure.isPresent()) {
        return Optional.empty();
      }
      readers++;
      return Optional.of(new Reader());
    }
  }

  private int pull(long position, byte[] into, int offset, int count) throws IOException {
    pulling.lock();
    try {
      if (position < spool.length()) {
        return spool.read(position, into, offset, count);
      }
      if (failure.isPresent()) {
        throw new IOException(failure.get().getMessage(), failure.get());
      }
      if (position < pulled) {
        throw new IOException("the shared bytes could not be kept");
      }
      if (ended) {
        return -1;
      }
      int n = source.read(into, offset, Math.min(count, CHUNK));
      if (n < 0) {
        ended = true;
        tell();
        return -1;
      }
      keep(into, offset, n);
      return n;
    } catch (IOException e) {
      if (failure.isEmpty()) {
        failure = Optional.of(e);
        tell();
      }
      throw e;
    } finally {
      pulling.unlock();
    }
  }

  private void keep(byte[] bytes, int offset, int n) {
    pulled += n;
    if (!tooLarge && spool.length() + n > most) {
      tooLarge = true;
    }
    // A reader who shares it still needs the bytes; alone, nobody does.
    if (!tooLarge || (readers > 1 && spool.length() == pulled - n)) {
      try {
        spool.put(bytes, offset, n);
      } catch (IOException _) {
        // No place on the disk: the one who reads goes on, and nothing is stored.
        tooLarge = true;
      }
    }
  }

  private void tell() {
    if (told.compareAndSet(false, true)) {
      if (ended && !tooLarge) {
        ending.complete(spool);
      } else {
        ending.cutOff(spool, tooLarge);
      }
    }
  }

  private void leave() {
    synchronized (admission) {
      readers--;
      if (readers > 0) {
        return;
      }
      closed = true;
    }
    if (!ended && failure.isEmpty()) {
      giveUp();
    }
    spool.close();
  }

  /** The rest is not wanted. A thread that reads just now is stopped first. */
  private void giveUp() {
    if (!pulling.tryLock()) {
      source.cancel();
      pulling.lock();
    }
    try {
      source.close();
    } catch (IOException _) {
      // Given up either way.
    } finally {
      tell();
      pulling.unlock();
    }
  }

  /** One who reads. */
  private final class Reader extends BodyStream {
    private final AtomicBoolean left = new AtomicBoolean();
    private long position;

    @Override
    public Fields trailers() {
      return ended ? source.trailers() : Fields.EMPTY;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left.get()) {
        throw new IOException("this body is closed");
      }
      int n =
          position < spool.length()
              ? spool.read(position, into, offset, length)
              : pull(position, into, offset, length);
      position += Math.max(0, n);
      return n;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, spool.length() - position));
    }

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        leave();
      }
    }

    @Override
    public void cancel() {
      close();
    }
  }
}

package dev.glasshouse.http.cache;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body that is on its way into the cache, and is read by those who asked for it meanwhile.
 *
 * <p>Whoever needs bytes that are not there yet has them fetched, for all: a thread of its own
 * makes each single read of the network, and ends with it. So a reader that is interrupted while it
 * waits takes nothing from the others, nobody waits for a slow reader, and while nobody reads the
 * server is held back. When the last reader leaves, a short rest that comes at once is still taken,
 * as of a redirect, whose content nobody reads; else it is given up.
 */
final class Filling {
  /** Told once, when the body ends: from the thread that reads, or that gives it up. */
  interface Ending {
    /** All of it came. */
    void complete(Spool spool);

    /** It did not; what is in the spool is sound as far as it goes. */
    void cutOff(Spool spool, Cut how);
  }

  /** Why a body is not whole. */
  enum Cut {
    /** It broke off. */
    BROKEN,
    /** Nobody wanted the rest. */
    NOT_READ,
    /** It came to be larger than what may be stored. */
    TOO_LARGE,
    /** It could not be written, as where the disk is full. */
    NOT_WRITTEN
  }

  private static final int CHUNK = 16 * 1024;

  /** Bytes of a rest that are taken though nobody reads them. */
  private static final int REST = 64 * 1024;

  /** How long the last reader waits for a thread that it woke from its read. */
  private static final Duration STOP_WAIT = Duration.ofSeconds(1);

  private final BodyStream source;
  private final Spool spool;
  private final long most;
  private final Duration restWait;
  private final OptionalLong length;
  private final Ending ending;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean ended;
  private Optional<Cut> unkept = Optional.empty();
  private int readers;
  private boolean closed;
  private boolean pulling;
  private long pulled;
  private byte[] latest = new byte[0];
  private Optional<IOException> failure = Optional.empty();

  /**
   * A body.
   *
   * @param source what is still to come
   * @param spool what is there already; bytes go to its end
   * @param most bytes that may be stored; a body that turns out larger is passed on, and shared no
   *     more
   * @param length bytes of all of it, where they are known
   * @param restWait how long the end is waited for when nobody reads any more
   */
  Filling(
      BodyStream source,
      Spool spool,
      long most,
      OptionalLong length,
      Duration restWait,
      Ending ending) {
    this.source = source;
    this.spool = spool;
    this.most = most;
    this.length = length;
    this.restWait = restWait;
    this.ending = ending;
    this.pulled = spool.length();
  }

  /** A reader from the first byte on; empty when it is too late for one. */
  Optional<BodyStream> reader() {
    lock.lock();
    try {
      if (closed || unkept.isPresent() || failure.isPresent()) {
        return Optional.empty();
      }
      readers++;
      return Optional.of(new Reader());
    } finally {
      lock.unlock();
    }
  }

  /** Bytes from a position on, as soon as there are any; -1 at the end. */
  private int take(long position, byte[] into, int offset, int count) throws IOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException _) {
      throw interrupted();
    }
    try {
      while (true) {
        if (position < spool.length()) {
          return spool.read(position, into, offset, count);
        }
        long behind = pulled - position;
        if (behind > 0 && behind <= latest.length) {
          // Larger than what is stored: the last piece is all that there is of it.
          int n = (int) Math.min(count, behind);
          System.arraycopy(latest, latest.length - (int) behind, into, offset, n);
          return n;
        }
        if (behind > 0) {
          throw new IOException("the shared bytes could not be kept");
        }
        if (failure.isPresent()) {
          throw again(failure.get());
        }
        if (ended) {
          return -1;
        }
        pull();
        changed.await();
      }
    } catch (InterruptedException _) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** What each reader is told: of the same type, and thrown where it reads. */
  private static IOException again(IOException problem) {
    return problem instanceof HttpException its
        ? its.again()
        : new IOException(problem.getMessage(), problem);
  }

  private static CancelledException interrupted() {
    Thread.currentThread().interrupt();
    return new CancelledException(Because.of(FetchReason.CANCELLED));
  }

  /** Has one more piece read, unless one is on its way. */
  private void pull() {
    if (!pulling) {
      pulling = true;
      Thread.ofVirtual().name("filling").start(this::read);
    }
  }

  /** One read of the network, on a thread that nobody interrupts. */
  private void read() {
    var chunk = new byte[CHUNK];
    int n = 0;
    Optional<IOException> problem = Optional.empty();
    try {
      n = source.read(chunk, 0, CHUNK);
    } catch (IOException e) {
      problem = Optional.of(e);
    } catch (RuntimeException e) {
      problem = Optional.of(new IOException(e.toString(), e));
    }
    boolean over;
    lock.lock();
    try {
      pulling = false;
      failure = problem;
      if (n < 0) {
        ended = true;
      } else if (n > 0 && !told.get()) {
        keep(Arrays.copyOf(chunk, n));
      }
      if (ended || failure.isPresent()) {
        tell();
      }
      over = closed && finished();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (over) {
      spool.close();
    }
  }

  private void keep(byte[] piece) {
    if (unkept.isEmpty() && spool.length() + piece.length > most) {
      unkept = Optional.of(Cut.TOO_LARGE);
    }
    // A reader who shares it still needs the bytes; alone, nobody does.
    if (unkept.isEmpty() || (readers > 1 && spool.length() == pulled)) {
      try {
        spool.put(piece, 0, piece.length);
      } catch (IOException _) {
        // No place on the disk: the one who reads goes on, and nothing is stored.
        unkept = Optional.of(unkept.orElse(Cut.NOT_WRITTEN));
      }
    }
    pulled += piece.length;
    latest = piece;
  }

  private boolean finished() {
    return !pulling && (ended || failure.isPresent());
  }

  private void tell() {
    if (told.compareAndSet(false, true)) {
      // Where all bytes came that were announced, nothing is missed but the word that it is the
      // end.
      boolean all = ended || (failure.isEmpty() && length.orElse(-1) == pulled);
      if (all && unkept.isEmpty()) {
        ending.complete(spool);
      } else {
        Cut broken = closed || failure.isEmpty() ? Cut.NOT_READ : Cut.BROKEN;
        ending.cutOff(spool, unkept.orElse(broken));
      }
    }
  }

  /**
   * A reader leaves.
   *
   * @param rest whether a short rest is worth a short wait
   */
  private void leave(boolean rest) {
    boolean over;
    lock.lock();
    try {
      readers--;
      if (readers > 0) {
        return;
      }
      boolean near = length.orElse(pulled) - pulled <= REST;
      if (rest && near && unkept.isEmpty() && !Thread.currentThread().isInterrupted()) {
        takeRest();
        if (readers > 0) {
          // Somebody came while the rest was waited for, and goes on with it.
          return;
        }
      }
      closed = true;
      if (!finished()) {
        giveUp();
      }
      over = !pulling;
    } finally {
      lock.unlock();
    }
    if (over) {
      spool.close();
    }
  }

  private void takeRest() {
    long begun = pulled;
    long until = System.nanoTime() + restWait.toNanos();
    try {
      while (!ended && failure.isEmpty() && readers == 0 && pulled - begun < REST) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return;
        }
        pull();
        long _ = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The rest is not wanted. A thread that reads just now is stopped first. */
  private void giveUp() {
    source.cancel();
    boolean interrupted = Thread.interrupted();
    long until = System.nanoTime() + STOP_WAIT.toNanos();
    for (long left = STOP_WAIT.toNanos(); pulling && left > 0; left = until - System.nanoTime()) {
      try {
        long _ = changed.awaitNanos(left);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    tell();
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
      try {
        int n =
            position < spool.length()
                ? spool.read(position, into, offset, length)
                : take(position, into, offset, length);
        position += Math.max(0, n);
        return n;
      } catch (CancelledException e) {
        // Whoever is interrupted does not read on: nobody is held up by it.
        cancel();
        throw e;
      }
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, spool.length() - position));
    }

    @Override
    public void close() {
      if (left.compareAndSet(false, true)) {
        leave(true);
      }
    }

    @Override
    public void cancel() {
      if (left.compareAndSet(false, true)) {
        leave(false);
      }
    }
  }
}

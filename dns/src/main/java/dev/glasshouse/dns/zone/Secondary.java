package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps a zone as other servers have it: asks when its SOA says so, or when a server says that
 * something is new (RFC 1996), and serves it no more when nobody has confirmed it for too long.
 */
public final class Secondary implements AutoCloseable {
  private static final Duration ENDING = Duration.ofSeconds(30);

  private final String name;
  private final byte[] apex;
  private final List<ZoneTransfer.Primary> primaries;
  private final Authority authority;
  private final Settings settings;
  private final Consumer<String> told;
  private final Optional<KeptCopy> kept;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile RefreshClock times = RefreshClock.NEW;

  /** The newest version that came, be it served or not. */
  private Optional<Zone> newest = Optional.empty();

  private volatile boolean served;

  /** Which of the servers has said that something is new. */
  private final AtomicInteger first = new AtomicInteger();

  private volatile boolean closed;

  /**
   * How a zone is kept.
   *
   * @param patience how long one transfer may take
   * @param file where it is kept for the next start; empty for in memory alone
   */
  public record Settings(
      ZoneLimits limits, Duration patience, InstantSource clock, Optional<CopyFile> file) {}

  private Secondary(
      String name,
      List<ZoneTransfer.Primary> primaries,
      Authority authority,
      Settings settings,
      Consumer<String> told) {
    try {
      apex = NameText.lower(name);
    } catch (BadText e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
    this.name = NameBytes.text(apex);
    this.primaries = List.copyOf(primaries);
    this.authority = authority;
    this.settings = settings;
    this.told = told;
    kept = settings.file().map(file -> new KeptCopy(file, settings.clock(), this::tell));
    thread = Thread.ofVirtual().name("zone " + name).unstarted(this::run);
  }

  /**
   * Begins to keep a zone. What was kept of it before is served when this returns, unless it is too
   * old.
   *
   * @param name its name
   * @param primaries who has it, at least one; all are asked until one has something newer
   * @param told what happens, a line each
   * @throws IllegalArgumentException with a sentence, if it is no name
   */
  public static Secondary begin(
      String name,
      List<ZoneTransfer.Primary> primaries,
      Authority authority,
      Settings settings,
      Consumer<String> told) {
    var secondary = new Secondary(name, primaries, authority, settings, told);
    authority.miss(secondary.apex, MissingZones.Why.NOT_YET);
    secondary.kept.ifPresent(secondary::recall);
    secondary.thread.start();
    return secondary;
  }

  /** A server says that a zone is new; whether that is ours, and from one of its servers. */
  public boolean notified(String zone, InetAddress from) {
    if (!zone.equalsIgnoreCase(name)) {
      return false;
    }
    for (int i = 0; i < primaries.size(); i++) {
      if (from.equals(primaries.get(i).address().getAddress())) {
        first.set(i);
        wake.release();
        return true;
      }
    }
    return false;
  }

  private void recall(KeptCopy copy) {
    Optional<CopyFile.Kept> before = copy.read(settings.limits());
    if (before.isEmpty()) {
      return;
    }
    Zone zone = before.get().zone();
    Instant now = settings.clock().instant();
    Instant confirmed = before.get().confirmed().isAfter(now) ? now : before.get().confirmed();
    newest = Optional.of(zone);
    times = RefreshClock.kept(zone, confirmed);
    String what =
        "serial " + zone.serial() + ", " + zone.records() + " records, from " + copy.path();
    if (times.expired(now)) {
      authority.miss(apex, MissingZones.Why.EXPIRED);
      tell(what + " is not served: nobody has confirmed it since " + confirmed);
    } else {
      serve(zone);
      tell(what + ", confirmed " + confirmed);
    }
  }

  private void serve(Zone zone) {
    authority.put(zone);
    served = true;
  }

  private void run() {
    try {
      while (!closed) {
        boolean news = wake.tryAcquire(pause().toMillis() + 1, TimeUnit.MILLISECONDS);
        wake.drainPermits();
        Instant now = settings.clock().instant();
        if (!closed && (news || times.wait(now).isZero())) {
          refresh();
        }
        expire();
        kept.ifPresent(KeptCopy::saveWhenDue);
      }
    } catch (InterruptedException e) {
      // Closed.
    } finally {
      kept.ifPresent(KeptCopy::save);
    }
  }

  /** Until there is something to do. */
  private Duration pause() {
    Instant now = settings.clock().instant();
    Duration pause = times.wait(now);
    if (served) {
      pause = Collections.min(List.of(pause, times.left(now)));
    }
    Optional<Duration> save = kept.flatMap(KeptCopy::due);
    return save.isPresent() ? Collections.min(List.of(pause, save.get())) : pause;
  }

  /**
   * Asks all servers, as the first may be behind another one, until a newer version has come.
   * However long they take: the zone is served no longer than it holds.
   */
  private void refresh() throws InterruptedException {
    Thread ending = Thread.ofVirtual().name("end of zone " + name).start(this::awaitExpiry);
    try {
      ask(first.getAndSet(0));
    } finally {
      ending.interrupt();
      ending.join();
    }
  }

  private void awaitExpiry() {
    try {
      while (served && !expire()) {
        Thread.sleep(times.left(settings.clock().instant()).plusMillis(1));
      }
    } catch (InterruptedException e) {
      // They have answered.
    }
  }

  private void ask(int from) {
    boolean answered = false;
    boolean fetched = false;
    for (int i = 0; i < primaries.size() && !fetched && !closed; i++) {
      ZoneTransfer.Primary primary = primaries.get((from + i) % primaries.size());
      try {
        fetched = take(fetch(primary), primary);
        answered = true;
      } catch (IOException e) {
        if (!closed) {
          tell(primary, String.valueOf(e.getMessage()));
        }
      }
    }
    if (!answered) {
      failed();
    }
  }

  private synchronized void failed() {
    times = times.failed(settings.clock().instant());
  }

  /** Takes what a server says; whether that is a newer version. */
  private synchronized boolean take(ZoneTransfer.Outcome outcome, ZoneTransfer.Primary primary) {
    Instant now = settings.clock().instant();
    return switch (outcome) {
      case ZoneTransfer.Outcome.Current() -> {
        Zone zone = newest.orElseThrow();
        times = times.confirmed(zone, now);
        if (!served) {
          serve(zone);
          tell("serial " + zone.serial() + " holds, says " + address(primary) + ": it is served");
        }
        kept.ifPresent(copy -> copy.confirmed(zone, now));
        yield false;
      }
      case ZoneTransfer.Outcome.Fetched(Zone zone, String method, long records) -> {
        newest = Optional.of(zone);
        times = times.confirmed(zone, now);
        serve(zone);
        kept.ifPresent(copy -> copy.keep(zone, now));
        tell(
            "serial "
                + zone.serial()
                + ", "
                + zone.records()
                + " records, by "
                + method
                + " ("
                + records
                + " records) from "
                + address(primary));
        yield true;
      }
    };
  }

  /** Serves the zone no more if it holds no more; whether that is so. */
  private synchronized boolean expire() {
    if (!served || !times.expired(settings.clock().instant())) {
      return false;
    }
    authority.miss(apex, MissingZones.Why.EXPIRED);
    served = false;
    tell("is served no more: nobody has confirmed it for too long");
    return true;
  }

  /** RFC 1995 section 2: where changes cannot be had, or do not fit, the whole zone may. */
  private ZoneTransfer.Outcome fetch(ZoneTransfer.Primary primary) throws IOException {
    try {
      return fetch(newest, primary);
    } catch (TransferException e) {
      if (!e.isAboutChanges()) {
        throw e;
      }
      tell(primary, e.getMessage() + "; the whole zone is asked for, not its changes");
      return fetch(Optional.empty(), primary);
    }
  }

  private ZoneTransfer.Outcome fetch(Optional<Zone> have, ZoneTransfer.Primary primary)
      throws IOException {
    return ZoneTransfer.fetch(
        name, have, primary, settings.limits(), settings.patience(), settings.clock(), Trail.OFF);
  }

  private static String address(ZoneTransfer.Primary primary) {
    return AddressText.of(primary.address());
  }

  private void tell(ZoneTransfer.Primary primary, String what) {
    tell("from " + address(primary) + ": " + what);
  }

  private void tell(String what) {
    told.accept("zone " + name + " " + what);
  }

  /**
   * Looks after the zone no more; it is served on. What is not kept yet is, before this returns.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(ENDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

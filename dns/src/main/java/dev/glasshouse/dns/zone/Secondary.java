package dev.glasshouse.dns.zone;

import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps a zone as another server has it: asks when its SOA says so, or when the server says that
 * something is new (RFC 1996), and serves it no more when nobody has confirmed it for too long.
 */
public final class Secondary implements AutoCloseable {
  private final String name;
  private final ZoneTransfer.Primary primary;
  private final Authority authority;
  private final ZoneLimits limits;
  private final Duration patience;
  private final InstantSource clock;
  private final Consumer<String> told;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins to keep a zone.
   *
   * @param name its name
   * @param patience how long one transfer may take
   * @param told what happens, a line each
   */
  public Secondary(
      String name,
      ZoneTransfer.Primary primary,
      Authority authority,
      ZoneLimits limits,
      Duration patience,
      InstantSource clock,
      Consumer<String> told) {
    this.name = name.endsWith(".") ? name : name + ".";
    this.primary = primary;
    this.authority = authority;
    this.limits = limits;
    this.patience = patience;
    this.clock = clock;
    this.told = told;
    thread = Thread.ofVirtual().name("zone " + name).start(this::run);
  }

  /** A server says that a zone is new; whether that is ours, and from its server. */
  public boolean notified(String zone, InetAddress from) {
    if (!zone.equalsIgnoreCase(name) || !from.equals(primary.address().getAddress())) {
      return false;
    }
    wake.release();
    return true;
  }

  private void run() {
    RefreshClock times = RefreshClock.NEW;
    try {
      while (!closed) {
        Duration wait = times.wait(clock.instant());
        if (wake.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        if (!closed) {
          times = refresh(times);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private RefreshClock refresh(RefreshClock times) {
    Optional<Zone> have = authority.zone(name);
    try {
      ZoneTransfer.Outcome outcome = fetch(have);
      Instant now = clock.instant();
      return switch (outcome) {
        case ZoneTransfer.Outcome.Current() ->
            have.map(zone -> times.confirmed(zone, now)).orElse(times.failed(now));
        case ZoneTransfer.Outcome.Fetched(Zone zone, String method, long records) -> {
          authority.put(zone);
          told.accept(
              "zone "
                  + name
                  + " serial "
                  + zone.serial()
                  + ", "
                  + zone.records()
                  + " records, by "
                  + method
                  + " ("
                  + records
                  + " records) from "
                  + AddressText.of(primary.address()));
          yield times.confirmed(zone, now);
        }
      };
    } catch (IOException e) {
      Instant now = clock.instant();
      tell(String.valueOf(e.getMessage()));
      if (times.expired(now) && have.isPresent()) {
        authority.remove(have.get());
        told.accept("zone " + name + " is served no more: nobody has confirmed it for too long");
      }
      return times.failed(now);
    }
  }

  /** RFC 1995 section 2: where changes cannot be had, or do not fit, the whole zone may. */
  private ZoneTransfer.Outcome fetch(Optional<Zone> have) throws IOException {
    try {
      return ZoneTransfer.fetch(name, have, primary, limits, patience, clock, Trail.OFF);
    } catch (TransferException e) {
      if (!e.isAboutChanges()) {
        throw e;
      }
      tell(e.getMessage() + "; the whole zone is asked for, not its changes");
      return ZoneTransfer.fetch(
          name, Optional.empty(), primary, limits, patience, clock, Trail.OFF);
    }
  }

  private void tell(String what) {
    told.accept("zone " + name + " from " + AddressText.of(primary.address()) + ": " + what);
  }

  /** Looks after the zone no more; it is served on. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

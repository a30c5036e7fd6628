package dev.glasshouse.dns;

import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lookup of one host under way, which several wait for: the addresses of both families, and how
 * its service is reached, all asked for at once. Whoever asks it later hears again what has come.
 */
public final class Lookup implements Names {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Family, List<InetAddress>> arrived = new EnumMap<>(Family.class);
  private final List<Arrivals> listeners = new ArrayList<>();
  private Optional<Addresses> addresses = Optional.empty();
  private Optional<NameException> problem = Optional.empty();
  private Optional<Services> services = Optional.empty();

  private Lookup() {}

  /** Whether it is asked how a service is reached. */
  public enum Ask {
    /** Addresses alone. */
    ADDRESSES,
    /** And how the service is reached. */
    SERVICES_TOO
  }

  /** Begins to look up. */
  public static Lookup begin(
      Names names, String host, int port, Ask ask, Deadline deadline, Trail trail) {
    var lookup = new Lookup();
    if (ask == Ask.SERVICES_TOO) {
      Thread.ofVirtual()
          .name("glass-service-" + host)
          .start(() -> lookup.services(names, host, port, deadline, trail));
    } else {
      lookup.services = Optional.of(Services.NOT_ASKED);
    }
    Thread.ofVirtual()
        .name("glass-name-" + host)
        .start(() -> lookup.addresses(names, host, deadline, trail));
    return lookup;
  }

  private void services(Names names, String host, int port, Deadline deadline, Trail trail) {
    Services found = Services.UNKNOWN;
    try {
      found = names.services(host, port, deadline, trail);
    } finally {
      Services its = found;
      change(() -> services = Optional.of(its));
    }
  }

  private void addresses(Names names, String host, Deadline deadline, Trail trail) {
    try {
      Addresses all = names.addresses(host, deadline, trail, this::arrive);
      change(() -> addresses = Optional.of(all));
    } catch (NameException e) {
      change(() -> problem = Optional.of(e));
    } catch (RuntimeException | Error e) {
      // Our own fault, which must not leave anybody waiting.
      var ours = new NameException(host, NameException.Outcome.SERVFAIL, e.toString());
      ours.initCause(e);
      change(() -> problem = Optional.of(ours));
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void arrive(Family family, List<InetAddress> list) {
    List<Arrivals> told;
    lock.lock();
    try {
      arrived.put(family, List.copyOf(list));
      told = List.copyOf(listeners);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    told.forEach(l -> l.arrived(family, list));
  }

  /** The addresses that have come so far. */
  public List<InetAddress> soFar() {
    lock.lock();
    try {
      return arrived.values().stream().flatMap(List::stream).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How the service is reached, when that comes in time: it is waited for until {@code patience}
   * after the first address has come, or the question for addresses has failed. A host that has no
   * address can only be reached where its record leads (RFC 9460 section 3), so there that is
   * waited for until the deadline.
   *
   * @return empty when it was not in time
   */
  public Optional<Services> services(Duration patience, Deadline deadline) {
    long until = 0;
    lock.lock();
    try {
      while (services.isEmpty() || !some()) {
        if (some() && !isWithoutAddress() && until == 0) {
          until = System.nanoTime() + patience.toNanos();
        }
        long left = deadline.leftNanos();
        if (until != 0) {
          left = Math.min(left, until - System.nanoTime());
        }
        if (left <= 0) {
          break;
        }
        long _ = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return services;
  }

  /** Whether the host is there and has no address. */
  private boolean isWithoutAddress() {
    return problem.filter(p -> p.outcome() == NameException.Outcome.NODATA).isPresent();
  }

  private boolean some() {
    return problem.isPresent()
        || addresses.isPresent()
        || arrived.values().stream().anyMatch(list -> !list.isEmpty());
  }

  @Override
  public Addresses addresses(String host, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException {
    Map<Family, List<InetAddress>> before;
    lock.lock();
    try {
      before = new EnumMap<>(arrived.isEmpty() ? new EnumMap<>(Family.class) : arrived);
      listeners.add(arrivals);
    } finally {
      lock.unlock();
    }
    before.forEach(arrivals::arrived);
    lock.lock();
    try {
      while (addresses.isEmpty() && problem.isEmpty()) {
        if (!changed.await(Math.max(1, deadline.leftNanos()), TimeUnit.NANOSECONDS)
            && deadline.passed()) {
          throw new NameException(host, NameException.Outcome.TIMEOUT, "the deadline");
        }
      }
      if (problem.isPresent()) {
        NameException its = problem.get();
        throw new NameException(host, its.outcome(), its.source());
      }
      return addresses.orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NameException(host, NameException.Outcome.TIMEOUT, "it was given up");
    } finally {
      listeners.remove(arrivals);
      lock.unlock();
    }
  }
}

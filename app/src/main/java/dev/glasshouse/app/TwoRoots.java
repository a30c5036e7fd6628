package dev.glasshouse.app;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.journey.Trail;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.xbill.DNS.Message;

/**
 * Resolvers of ours for two internets, each of which has a root: the built-in one, and the other.
 */
final class TwoRoots implements RecursiveService {
  private final Predicate<String> isBuiltIn;
  private final RecursiveService outside;
  private final Function<String, RecursiveService> opening;
  private Optional<RecursiveService> inside = Optional.empty();
  private boolean closed;

  /**
   * Resolvers.
   *
   * @param isBuiltIn whether a name is of the built-in internet
   * @param outside for all other names; closed with this
   * @param opening opens that for the built-in internet when the first of its names is asked for
   */
  TwoRoots(
      Predicate<String> isBuiltIn,
      RecursiveService outside,
      Function<String, RecursiveService> opening) {
    this.isBuiltIn = isBuiltIn;
    this.outside = outside;
    this.opening = opening;
  }

  @Override
  public Message answer(String name, String type, Deadline deadline, Trail trail)
      throws NameException {
    return (isBuiltIn.test(name) ? inside(name) : outside).answer(name, type, deadline, trail);
  }

  private synchronized RecursiveService inside(String name) throws NameException {
    if (inside.isEmpty()) {
      if (closed) {
        throw new NameException(name, NameException.Outcome.TIMEOUT, "it was closed");
      }
      inside = Optional.of(opening.apply(name));
    }
    return inside.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    outside.close();
    inside.ifPresent(RecursiveService::close);
  }
}

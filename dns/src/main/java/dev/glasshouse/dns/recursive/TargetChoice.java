package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.url.AddressText;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * Which of a zone's servers is asked: one of those that answer about as fast as the fastest, by
 * chance, so that all are measured and none can be counted on by who guesses.
 */
final class TargetChoice {
  private static final long BAND = Duration.ofMillis(400).toNanos();

  private final Machine machine;
  private final Name zone;
  private final int type;
  private final Set<InetSocketAddress> avoided;
  private final boolean told;

  /**
   * A choice.
   *
   * @param avoided who is not asked
   * @param told whether anybody wants to know why
   */
  TargetChoice(Machine machine, Name zone, int type, Set<InetSocketAddress> avoided, boolean told) {
    this.told = told;
    this.type = type;
    this.machine = machine;
    this.zone = zone;
    this.avoided = avoided;
  }

  /** A server to ask, and why it. */
  record Choice(Delegation.Target target, Because because) {}

  /**
   * The server to ask; empty when none is left.
   *
   * @param poor whether those may be taken that are the last choice
   */
  Optional<Choice> choose(List<Delegation.Target> targets, boolean poor) {
    var good = new ArrayList<Delegation.Target>(targets.size());
    List<Delegation.Target> last = List.of();
    for (Delegation.Target target : targets) {
      if (!askable(target)) {
        continue;
      }
      ServerBook.Page page = target.page(machine.book(), machine.now());
      Set<ServerBook.Fault> faults = page.faults(zone);
      if (faults.contains(ServerBook.Fault.lame(type)) || page.dead(machine.now())) {
        continue;
      }
      if (target.lastChoice() || !faults.isEmpty()) {
        last = last.isEmpty() ? new ArrayList<>() : last;
        last.add(target);
      } else {
        good.add(target);
      }
    }
    // Nobody better: who only resolves may still know; who was silent is left alone.
    List<Delegation.Target> from = !good.isEmpty() ? good : poor ? last : List.of();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Choice choice = among(from, targets);
    if (good.isEmpty()) {
      choice.target().last();
    }
    return Optional.of(choice);
  }

  /**
   * The place of the server to ask where nothing speaks against any of them, else -1: then {@link
   * #choose} looks closer.
   *
   * @param targets of whom none was asked
   */
  int straight(List<Delegation.Target> targets) {
    long now = machine.now();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < targets.size(); i++) {
      Delegation.Target target = targets.get(i);
      if (askable(target)) {
        ServerBook.Page page = target.page(machine.book(), now);
        if (page.isFaulty() || page.dead(now)) {
          return -1;
        }
        best = Math.min(best, page.distance());
      }
    }
    if (best == Long.MAX_VALUE) {
      return -1;
    }
    int left = machine.random().nextInt(fast(targets, best, -1));
    return fast(targets, best, left);
  }

  /** How many are about as fast as the best; or of them the one with a number, its place. */
  private int fast(List<Delegation.Target> targets, long best, int wanted) {
    int count = 0;
    for (int i = 0; i < targets.size(); i++) {
      Delegation.Target target = targets.get(i);
      if (askable(target)
          && target.page(machine.book(), machine.now()).distance() <= best + BAND
          && count++ == wanted) {
        return i;
      }
    }
    return count;
  }

  private boolean askable(Delegation.Target target) {
    InetSocketAddress address = target.address();
    boolean four = address.getAddress() instanceof Inet4Address;
    boolean family =
        machine.has(four ? RecursorOptions.Feature.IPV4 : RecursorOptions.Feature.IPV6);
    return family
        && !target.useless()
        && target.tries() < machine.limits().tries()
        && !avoided.contains(address)
        && mayBeAsked(address);
  }

  private boolean mayBeAsked(InetSocketAddress address) {
    for (NetworkRange range : machine.options().unasked()) {
      if (range.contains(address.getAddress())) {
        return false;
      }
    }
    return true;
  }

  private Choice among(List<Delegation.Target> from, List<Delegation.Target> all) {
    long now = machine.now();
    int fewest = Integer.MAX_VALUE;
    for (Delegation.Target target : from) {
      fewest = Math.min(fewest, target.tries());
    }
    long best = Long.MAX_VALUE;
    for (Delegation.Target target : from) {
      if (target.tries() == fewest) {
        best = Math.min(best, target.page(machine.book(), now).distance());
      }
    }
    var band = new ArrayList<Delegation.Target>(from.size());
    for (Delegation.Target target : from) {
      if (target.tries() == fewest && target.page(machine.book(), now).distance() <= best + BAND) {
        band.add(target);
      }
    }
    Delegation.Target chosen = band.get(machine.random().nextInt(band.size()));
    return new Choice(chosen, told ? because(chosen, band, all) : Because.HAPPENED);
  }

  private Because because(
      Delegation.Target chosen, List<Delegation.Target> band, List<Delegation.Target> all) {
    long now = machine.now();
    RecursionReason reason =
        all.size() == 1
            ? RecursionReason.ONLY_ONE
            : chosen.page(machine.book(), now).measured() < 0
                ? RecursionReason.NEVER_ASKED
                : band.size() > 1 ? RecursionReason.ONE_OF_THE_FAST : RecursionReason.FASTEST;
    Because because = Because.of(reason, Clause.rfc(1034, "5.3.3"));
    for (Delegation.Target other : all) {
      if (other == chosen) {
        continue;
      }
      String name = AddressText.of(other.address());
      because =
          other.fault().isPresent()
              ? because.butNot(name, RecursionReason.FAILED_BEFORE, other.fault().get())
              : band.contains(other)
                  ? because.butNot(name, RecursionReason.ONE_OF_THE_FAST)
                  : because.butNot(name, RecursionReason.SLOWER);
    }
    return because;
  }
}

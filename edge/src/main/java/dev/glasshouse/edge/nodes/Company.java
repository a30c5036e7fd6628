package dev.glasshouse.edge.nodes;

import dev.glasshouse.edge.cache.Purge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * In which company a node was, and since when somebody is out of its reach: what decides, by {@link
 * Continuity}, whether it has heard every order. Kept over a restart. Safe for many threads.
 */
final class Company {
  /** The epoch of the group's orders. */
  private static final String EPOCH = "epoch";

  /** Until when all was heard of whoever was in reach, milliseconds. */
  private static final String HERE = "here";

  /** Since when somebody is out of reach, milliseconds. */
  private static final String PARTED = "parted";

  /** Whether there was ever anybody else. */
  private static final String COMPANY = "company";

  private final Remembered remembered;
  private final InstantSource clock;
  private final Set<String> missing = new HashSet<>();
  private Set<String> present = Set.of();
  private Optional<Continuity> welcome = Optional.empty();
  private final Set<String> met = new HashSet<>();

  Company(Remembered remembered, InstantSource clock) {
    this.remembered = remembered;
    this.clock = clock;
  }

  /** Somebody told what was said before. */
  synchronized void welcomed(Continuity by) {
    welcome = Optional.of(by);
  }

  /** The joining is over; why orders may have been missed since this node was there last. */
  synchronized Optional<String> arrived(int size) {
    String epoch = remembered.fact(EPOCH).orElse("");
    Optional<String> missed;
    if (welcome.isPresent()) {
      missed = welcome.get().missed(epoch, since());
      epoch = welcome.get().epoch();
    } else if (!epoch.isEmpty() && remembered.fact(COMPANY).isEmpty()) {
      // It was always alone, and is.
      missed = Optional.empty();
    } else {
      missed =
          Optional.of(
              epoch.isEmpty()
                  ? "it has not heard the orders of a group before"
                  : "no other node is there that knows what was purged since " + since());
      epoch = UUID.randomUUID().toString();
    }
    remembered.keep(
        Map.of(
            EPOCH,
            epoch,
            HERE,
            now(),
            PARTED,
            "",
            COMPANY,
            size > 1 ? "yes" : remembered.fact(COMPANY).orElse("")));
    return missed;
  }

  /** Who is there now; whether the network was parted before. */
  synchronized void members(Set<String> names, boolean merged) {
    missing.addAll(present);
    missing.removeAll(names);
    present = Set.copyOf(names);
    if (remembered.fact(EPOCH).isEmpty()) {
      // Not arrived yet.
      return;
    }
    if (!missing.isEmpty() && remembered.fact(PARTED).isEmpty()) {
      remembered.keep(Map.of(PARTED, now()));
    } else if (missing.isEmpty() && !merged) {
      // They were started anew, and told what was said.
      remembered.keep(Map.of(PARTED, ""));
      remembered.untold(List.of());
    }
    if (names.size() > 1 && remembered.fact(COMPANY).isEmpty()) {
      remembered.keep(Map.of(COMPANY, "yes"));
    }
  }

  /** Others are in reach again and have told all; why orders may have been missed meanwhile. */
  synchronized Optional<String> met(Continuity others) {
    String own = remembered.fact(EPOCH).orElse("");
    boolean known = met.contains(others.epoch());
    Optional<String> missed = others.missed(known ? others.epoch() : own, since());
    met.add(others.epoch());
    met.add(own);
    // Both sides take the same one.
    String epoch = own.compareTo(others.epoch()) < 0 ? own : others.epoch();
    remembered.keep(Map.of(EPOCH, epoch, HERE, now(), PARTED, missing.isEmpty() ? "" : now()));
    return missed;
  }

  /** What this node can say of the orders that it tells. */
  synchronized Continuity continuity(Instant dropped) {
    return new Continuity(remembered.fact(EPOCH).orElse(""), dropped);
  }

  /** An order was taken here: while somebody is out of reach it is kept over a restart. */
  synchronized void taken(Order order) {
    if (!missing.isEmpty()) {
      var all = new ArrayList<>(remembered.untold());
      if (all.size() >= Heard.MOST) {
        // More is forgotten than was asked for, never less.
        all.clear();
        all.add(new Order(UUID.randomUUID().toString(), order.from(), order.when(), Purge.all()));
      }
      all.add(order);
      remembered.untold(all);
    }
  }

  /** Own orders that somebody may not know, from before the restart. */
  List<Order> untold() {
    return remembered.untold();
  }

  /** All who are in reach were told all. */
  synchronized void told() {
    if (missing.isEmpty() && present.size() > 1) {
      remembered.untold(List.of());
    }
  }

  /** All that was said until now by those in reach was heard. */
  synchronized void here() {
    remembered.keep(Map.of(HERE, now()));
  }

  private Instant since() {
    Instant here = moment(HERE).orElse(clock.instant());
    return moment(PARTED).filter(parted -> parted.isBefore(here)).orElse(here);
  }

  private Optional<Instant> moment(String fact) {
    return remembered
        .fact(fact)
        .map(text -> {
          try {
            return Instant.ofEpochMilli(Long.parseLong(text));
          } catch (NumberFormatException _) {
            return Instant.EPOCH;
          }
        });
  }

  private String now() {
    return Long.toString(clock.millis());
  }
}

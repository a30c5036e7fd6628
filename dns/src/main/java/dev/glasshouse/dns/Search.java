package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One lookup at the servers: both families at once, aliases followed to their end. */
final class Search {
  private final Resolver resolver;
  private final NameSource source;
  private final Limits limits;
  private final Instant since;
  private final Deadline deadline;
  private final Trail trail;
  private final AtomicInteger questions = new AtomicInteger();

  /**
   * A search.
   *
   * @param source who is asked
   * @param since when the cache was looked into
   */
  Search(
      Resolver resolver,
      NameSource source,
      Limits limits,
      Instant since,
      Deadline deadline,
      Trail trail) {
    this.resolver = resolver;
    this.source = source;
    this.limits = limits;
    this.since = since;
    this.deadline = deadline;
    this.trail = trail;
  }

  /** What came of one family. */
  private sealed interface Half {}

  private record Good(Answer answer) implements Half {}

  private record Bad(NameException problem) implements Half {}

  /** What came of both families. */
  record Both(List<Answer> answers, List<NameException> problems) {

    /** The addresses, IPv6 first. */
    List<InetAddress> addresses() {
      return answers.stream().flatMap(a -> a.addresses().stream()).toList();
    }

    /** The first answer that has addresses. */
    Answer first() {
      return answers.stream().filter(a -> !a.records().isEmpty()).findFirst().orElseThrow();
    }

    /** How long all the addresses hold. */
    Duration ttl() {
      return answers.stream()
          .filter(a -> !a.records().isEmpty())
          .map(Answer::ttl)
          .min(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    /** Why there is no address. */
    NameException problem(String host) {
      if (!problems.isEmpty()) {
        NameException problem = problems.getFirst();
        return new NameException(host, problem.outcome(), problem.source());
      }
      boolean gone = answers.stream().anyMatch(a -> a.outcome() == Answer.Outcome.NXDOMAIN);
      return new NameException(
          host,
          gone ? NameException.Outcome.NXDOMAIN : NameException.Outcome.NODATA,
          answers.getFirst().source());
    }
  }

  /** Asks for both families at once; what has addresses is told as it comes. Blocks. */
  Both both(String name, Names.Arrivals arrivals) {
    Map<Family, CompletableFuture<Half>> halves = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      var half = new CompletableFuture<Half>();
      halves.put(family, half);
      Thread.ofVirtual()
          .name("glass-dns-" + name + "-" + family.recordType())
          .start(() -> half.complete(half(name, family)));
    }
    var telling = new Telling(arrivals);
    var told = new ArrayList<CompletableFuture<Boolean>>();
    halves.forEach((family, half) ->
        told.add(
            half.thenAccept(done -> telling.done(family, done))
                .handle((_, problem) -> problem == null)));
    var answers = new ArrayList<Answer>();
    var problems = new ArrayList<NameException>();
    for (CompletableFuture<Half> half : halves.values()) {
      switch (half.join()) {
        case Good(Answer answer) -> answers.add(answer);
        case Bad(NameException problem) -> problems.add(problem);
      }
    }
    // An answer is done a moment before those who wait for it were told: not to be overtaken.
    told.forEach(CompletableFuture::join);
    return new Both(answers, problems);
  }

  private Half half(String name, Family family) {
    try {
      return new Good(ask(name, family.recordType()));
    } catch (NameException e) {
      return new Bad(e);
    } catch (RuntimeException e) {
      return new Bad(new NameException(name, NameException.Outcome.SERVFAIL, e.toString()));
    }
  }

  /**
   * Tells of families as they come; of one that has nothing only once the other has something,
   * since another name of the search list may be asked next.
   */
  private static final class Telling {
    private final Names.Arrivals arrivals;
    private final List<Family> empty = new ArrayList<>();
    private boolean some;

    Telling(Names.Arrivals arrivals) {
      this.arrivals = arrivals;
    }

    synchronized void done(Family family, Half half) {
      List<InetAddress> addresses = half instanceof Good(Answer a) ? a.addresses() : List.of();
      if (addresses.isEmpty() && !some) {
        empty.add(family);
        return;
      }
      some = true;
      for (Family other : empty) {
        arrivals.arrived(other, List.of());
      }
      empty.clear();
      arrivals.arrived(family, addresses);
    }
  }

  /**
   * Asks one question, or waits for who asks it already; follows aliases to their end, and keeps
   * what it learns. Blocks.
   */
  Answer ask(String name, String type) throws NameException {
    return resolver
        .underWay()
        .ask(name, type, since, resolver.now(), deadline, trail, () -> asked(name, type));
  }

  private Answer asked(String name, String type) throws NameException {
    var aliases = new ArrayList<Answer.Alias>();
    Set<String> seen = new HashSet<>(Set.of(name));
    String at = name;
    while (true) {
      if (questions.incrementAndGet() > limits.questions()) {
        throw new NameException(
            name, NameException.Outcome.SERVFAIL, "more than " + limits.questions() + " questions");
      }
      switch (source.ask(at, type, deadline, trail)) {
        case Messages.Complete(Answer answer) -> {
          follow(answer.aliases());
          aliases.addAll(answer.aliases());
          Answer whole = whole(name, type, aliases, answer);
          resolver.cache().keep(whole);
          return whole;
        }
        case Messages.Partial(var more, String target) -> {
          follow(more);
          aliases.addAll(more);
          if (!seen.add(target) || aliases.size() > limits.aliases()) {
            throw circle(name, aliases);
          }
          at = target;
        }
        case Messages.Endless(var more) -> {
          follow(more);
          throw circle(name, more);
        }
      }
    }
  }

  private static NameException circle(String name, List<Answer.Alias> aliases) {
    return new NameException(
        name,
        NameException.Outcome.SERVFAIL,
        "aliases that lead in a circle or too far, " + aliases.size() + " of them");
  }

  private void follow(List<Answer.Alias> aliases) {
    if (trail.on()) {
      for (Answer.Alias alias : aliases) {
        trail.mark(
            new NameStep.AliasFollowed(alias.name(), alias.target(), alias.ttl()),
            Because.of(NameReason.ALIAS, Clause.rfc(1034, "3.6.2")));
      }
    }
  }

  /** The last answer, under the name that was asked for, held no longer than its aliases. */
  private Answer whole(String name, String type, List<Answer.Alias> aliases, Answer last) {
    Duration ttl = last.ttl();
    for (Answer.Alias alias : aliases) {
      Duration its = limits.clamp(alias.ttl());
      ttl = !ttl.isZero() && its.compareTo(ttl) < 0 ? its : ttl;
    }
    return new Answer(
        name, type, last.outcome(), aliases, last.records(), ttl, last.at(), last.source());
  }
}

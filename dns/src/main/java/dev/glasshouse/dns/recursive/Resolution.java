package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Finds the answer to one question (RFC 1034 section 5.3.3): from what is known, or from the
 * servers of the closest zone that is known, following referrals down and aliases across. It checks
 * no signature; that is done with what it finds.
 */
final class Resolution {
  private final Machine machine;
  private final Resolutions resolutions;
  private final Want want;
  private final Charge charge;
  private final List<Consumer<Finding>> listeners = new ArrayList<>(1);
  // Most lead to no alias, and serve no other: what they need for that comes when it is needed.
  private Set<Resolution> waiters = Set.of();
  private final Minimiser minimiser;
  private final LastResort lastResort;
  private final TargetLookup lookup;
  private final Hearing hearing;
  private final Sharing sharing;
  private List<RecordSet> aliases = List.of();
  private List<RecordSet> proofs = List.of();
  private Spot spot;
  private Question chase;
  private Optional<Delegation> delegation = Optional.empty();
  private long aliasesExpire = Long.MAX_VALUE;
  private int restarts;
  private Optional<Integer> out = Optional.empty();
  private boolean over;

  Resolution(Machine machine, Resolutions resolutions, Want want, Charge charge) {
    this.machine = machine;
    this.resolutions = resolutions;
    this.want = want;
    this.charge = charge;
    this.spot = charge.spot();
    this.chase = want.question();
    this.minimiser =
        new Minimiser(machine.options().minimisation(), machine.limits().minimisations());
    this.lookup = new TargetLookup(machine, this);
    this.lastResort = new LastResort(machine, this, lookup);
    this.hearing = new Hearing(machine, this, minimiser, lastResort);
    this.sharing = new Sharing(machine, this);
  }

  // ---------------------------------------------------------------- who waits

  /** Somebody wants to know. */
  void listen(Optional<Resolution> within, Consumer<Finding> then) {
    if (within.isPresent()) {
      waiters = waiters.isEmpty() ? new HashSet<>() : waiters;
      waiters.add(within.get());
    }
    listeners.add(then);
  }

  /**
   * Whether this one waits, perhaps through others, for another: then that must not wait for it.
   */
  boolean waitsFor(Resolution other) {
    return this == other || other.isAwaitedBy(this, new HashSet<>());
  }

  private boolean isAwaitedBy(Resolution who, Set<Resolution> seen) {
    for (Resolution waiter : waiters) {
      if (!waiter.over && (waiter == who || seen.add(waiter) && waiter.isAwaitedBy(who, seen))) {
        return true;
      }
    }
    return false;
  }

  // ---------------------------------------------------------------- the cache

  void begin() {
    if (want.mode() == Want.Mode.ANY || want.mode() == Want.Mode.CHAIN) {
      ask();
    } else {
      seek();
    }
  }

  /** Asks what is known, then whom to ask. */
  private void ask() {
    if (over) {
      return;
    }
    if (restarts > machine.limits().restarts()) {
      spent("restarts");
      fail(new ExtendedError(Errors.OTHER, "too many aliases"));
      return;
    }
    Known known = known();
    tellKnown(known);
    take(known);
  }

  /** What somebody else was asking has come, or will not: it may be known now. */
  void resume() {
    sharing.over();
    if (over) {
      return;
    }
    Known known = known();
    if (!(known instanceof Known.Nothing)) {
      tellKnown(known);
    }
    take(known);
  }

  private Known known() {
    return machine.recall().of(chase, want.mode() == Want.Mode.CHAIN, machine.now());
  }

  private void take(Known known) {
    switch (known) {
      case Known.Whole whole -> finish(whole.finding());
      case Known.Alias alias -> follow(alias.sets(), List.of(), alias.target());
      case Known.Nothing nothing -> seek();
    }
  }

  private void tellKnown(Known known) {
    if (!spot.told()) {
      return;
    }
    Duration left =
        switch (known) {
          case Known.Whole whole -> until(whole.finding().expires());
          case Known.Alias alias -> until(alias.sets().getLast().expires());
          case Known.Nothing nothing -> Duration.ZERO;
        };
    boolean hit = !(known instanceof Known.Nothing);
    machine.tell(
        spot,
        new RecursionStep.MemoryAsked(chase.name().toString(), chase.typeText(), hit, left),
        Because.of(hit ? RecursionReason.KNOWN : RecursionReason.UNKNOWN));
  }

  private Duration until(long moment) {
    return Duration.ofNanos(Math.max(0, moment - machine.now()));
  }

  /** Goes on with the name that an alias stands for. */
  void follow(List<RecordSet> sets, List<RecordSet> proof, Name target) {
    if (aliases.isEmpty()) {
      aliases = new ArrayList<>();
      proofs = new ArrayList<>();
    }
    for (RecordSet set : sets) {
      aliases.add(set);
      aliasesExpire = Math.min(aliasesExpire, set.expires());
    }
    proofs.addAll(proof);
    if (spot.told()) {
      boolean dname = sets.stream().anyMatch(s -> s.type() == Type.DNAME);
      long id =
          machine.tell(
              spot,
              new RecursionStep.AliasTaken(
                  chase.name().toString(), target.toString(), dname ? "DNAME" : "CNAME"),
              Because.of(
                  RecursionReason.AN_ALIAS,
                  dname ? Clause.rfc(6672, "3.4") : Clause.rfc(1034, "3.6.2")));
      spot = spot.under(id);
    }
    restarts++;
    if (aliases.stream().anyMatch(s -> s.type() == Type.CNAME && s.name().equals(target))) {
      fail(new ExtendedError(Errors.OTHER, "the aliases lead in a circle"));
      return;
    }
    chase = chase.with(target);
    delegation = Optional.empty();
    minimiser.restart();
    hearing.restart();
    machine.soon(this::ask);
  }

  // ---------------------------------------------------------------- whom to ask

  /** Finds the closest zone whose servers are known. */
  void seek() {
    if (over) {
      return;
    }
    if (want.mode() == Want.Mode.PRIMING) {
      enter(lastResort.unprimed(want.question().name()));
      return;
    }
    Optional<Upstream> stub = lastResort.toPrime(chase);
    Optional<Delegation> found =
        stub.isPresent() ? Optional.empty() : lastResort.closest(chase, want);
    if (found.isPresent()) {
      enter(found.get());
    } else if (stub.isPresent()) {
      prime(stub.get().zone());
    } else if (machine.options().hints().isEmpty()) {
      fail(new ExtendedError(Errors.NO_REACHABLE_AUTHORITY, "no root servers are known"));
    } else if (lastResort.isPrimed(Name.root)) {
      // What they said of themselves is over as soon as it came.
      enter(lastResort.unprimed(Name.root));
    } else {
      prime(Name.root);
    }
  }

  /**
   * RFC 8109: the root's servers as they say themselves, before anything else is asked; a stub
   * zone's where it is so configured.
   */
  private void prime(Name zone) {
    boolean begun =
        resolutions.resolve(
            Want.of(new Question(zone, Type.NS, chase.dclass()), Want.Mode.PRIMING),
            charge.deeper(spot),
            Optional.of(this),
            finding -> {
              boolean known =
                  machine
                      .memory()
                      .delegation(zone, DClass.IN, Optional.empty(), machine.now())
                      .filter(d -> d.zone().equals(zone) && !d.circular(four(), six()))
                      .isPresent();
              lastResort.primed(zone);
              if (known) {
                seek();
              } else {
                enter(lastResort.unprimed(zone));
              }
            });
    if (!begun) {
      fail(
          new ExtendedError(
              Errors.NO_REACHABLE_AUTHORITY, zone + " has no servers that are known"));
    }
  }

  boolean four() {
    return machine.has(RecursorOptions.Feature.IPV4);
  }

  boolean six() {
    return machine.has(RecursorOptions.Feature.IPV6);
  }

  /** Takes a zone's servers as those to ask from now on. */
  void enter(Delegation servers) {
    delegation = Optional.of(servers);
    minimiser.enter(servers.zone());
    if (servers.forwards()) {
      minimiser.giveUp();
    }
    lookup.ahead(servers);
    aim();
  }

  /** Asks the best server that is left, or looks for more of them. */
  void aim() {
    if (over || sharing.waits() || out.isPresent() || delegation.isEmpty()) {
      return;
    }
    Delegation servers = delegation.get();
    var choice =
        new TargetChoice(machine, servers.zone(), chase.type(), want.avoided(), spot.told());
    Optional<TargetChoice.Choice> chosen = choice.choose(servers.targets(), false);
    if (chosen.isEmpty() && (lookup.isUnderWay() || lookup.another(servers))) {
      return;
    }
    chosen = chosen.or(() -> choice.choose(servers.targets(), true));
    if (chosen.isPresent()) {
      skipKnownSteps();
      send(servers, chosen.get());
    } else {
      lastResort.go(servers);
    }
  }

  /** Shortened names that the cache knows to be no cut need not be asked for. */
  private void skipKnownSteps() {
    Question next = minimiser.ask(chase);
    while (!next.equals(chase)
        && machine
            .memory()
            .finding(next, machine.now())
            .filter(f -> f.rcode() == Rcode.NOERROR)
            .isPresent()) {
      minimiser.more(chase.name());
      next = minimiser.ask(chase);
    }
  }

  // ---------------------------------------------------------------- a server

  private void send(Delegation servers, TargetChoice.Choice choice) {
    Question asked = minimiser.ask(chase);
    if (sharing.joins(servers, asked)) {
      return;
    }
    if (!charge.budget().send()) {
      spent("sent");
      fail(new ExtendedError(Errors.OTHER, "the question costs too many messages"));
      return;
    }
    Delegation.Target target = choice.target();
    target.tried();
    long step = spot.told() ? tellChosen(servers, choice, asked) : 0;
    var turn = new Turn(servers, target, asked, spot.under(step), machine.now());
    var call =
        new Exchanges.Call(
            asked,
            target.address(),
            target.page(machine.book(), machine.now()),
            servers.zone(),
            servers.forwards(),
            servers.forwards() && !machine.options().anchors().isEmpty(),
            carrier(servers));
    out = Optional.of(machine.exchanges().ask(call, charge.budget(), turn.spot(), ear(turn)));
  }

  private Exchanges.Ear ear(Turn turn) {
    return new Exchanges.Ear() {
      @Override
      public void heard(Exchanges.Came came) {
        came();
        hearing.heard(turn, came);
      }

      @Override
      public void plain(RecordSet set) {
        came();
        hearing.plain(turn, set);
      }

      @Override
      public void nothing(String problem) {
        came();
        hearing.silent(turn, problem);
      }
    };
  }

  /** The question is out no more. Who waits for it goes on when what came was heard. */
  private void came() {
    out = Optional.empty();
    sharing.give();
  }

  private long tellChosen(Delegation servers, TargetChoice.Choice choice, Question asked) {
    InetSocketAddress address = choice.target().address();
    long rtt = machine.book().page(address, machine.now()).measured();
    return machine.tell(
        spot,
        new RecursionStep.ServerChosen(
            servers.zone().toString(),
            AddressText.of(address),
            carrier(servers).name(),
            asked.name().toString(),
            asked.typeText(),
            Duration.ofNanos(Math.max(0, rtt))),
        choice.because());
  }

  private static Carrier carrier(Delegation servers) {
    if (servers.upstream().isEmpty()) {
      return Carrier.UDP;
    }
    Upstream its = servers.upstream().get();
    return its.has(Upstream.Manner.TLS)
        ? Carrier.TLS
        : its.has(Upstream.Manner.TCP) ? Carrier.TCP : Carrier.UDP;
  }

  /**
   * Begins with what came of asking one of a zone's servers.
   *
   * @param held the zone's servers, of whom nobody noted that one was asked
   * @param which of its targets was asked the whole question
   * @param began when, on the monotonic clock
   */
  void goOn(Delegation held, int which, long began, BiConsumer<Hearing, Turn> came) {
    Delegation servers = held.anew();
    delegation = Optional.of(servers);
    minimiser.enter(servers.zone());
    Delegation.Target target = servers.targets().get(which);
    target.tried();
    came.accept(hearing, new Turn(servers, target, chase, spot, began));
  }

  // ---------------------------------------------------------------- the end

  /** What was asked for is found. */
  void finish(Finding finding) {
    Finding whole = finding.behind(want.question(), aliases, proofs, aliasesExpire);
    for (var server : hearing.told()) {
      whole = whole.from(server);
    }
    for (AnswerMark mark : hearing.marks()) {
      whole = whole.with(new ExtendedError(mark.kind().code(), mark.text()));
    }
    if (hearing.leftOut()) {
      whole = whole.with(new ExtendedError(Errors.OTHER, "broken records were left out"));
    }
    end(whole);
  }

  /** It cannot be found. */
  void fail(ExtendedError error) {
    end(Finding.failure(want.question(), machine.now(), error).with(aliases, List.of(), List.of()));
  }

  /** No server is left. */
  void exhausted() {
    if (hearing.nothingSaid().isPresent()) {
      hearing.nothingSaid().get().run();
      return;
    }
    String zone = delegation.map(d -> d.zone().toString()).orElse(".");
    String text = "no server of " + zone + " helped";
    fail(
        new ExtendedError(
            Errors.NO_REACHABLE_AUTHORITY,
            hearing.problem().map(p -> text + "; " + p).orElse(text)));
  }

  private void end(Finding finding) {
    if (over) {
      return;
    }
    over = true;
    sharing.give();
    out.ifPresent(machine.exchanges()::drop);
    resolutions.over(want);
    listeners.forEach(listener -> machine.soon(() -> listener.accept(finding)));
  }

  void spent(String limit) {
    machine.tell(
        spot,
        new RecursionStep.BudgetSpent(limit, chase.name().toString()),
        Because.of(RecursionReason.ENOUGH));
  }

  // ---------------------------------------------------------------- for its parts

  Question chase() {
    return chase;
  }

  Want want() {
    return want;
  }

  Charge charge() {
    return charge;
  }

  Spot spot() {
    return spot;
  }

  /** What follows stands there in the client's journey. */
  void at(Spot there) {
    spot = there;
  }

  Resolutions resolutions() {
    return resolutions;
  }

  boolean over() {
    return over;
  }
}

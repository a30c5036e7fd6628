package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.url.AddressText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the answer to one question (RFC 1034 section 5.3.3): from what is known, or from the
 * servers of the closest zone that is known, following referrals down and aliases across. It checks
 * no signature; that is done with what it finds.
 */
final class Resolution {
  private static final int EAGER = 3;

  private final Machine machine;
  private final Resolutions resolutions;
  private final Want want;
  private final Charge charge;
  private final List<Consumer<Finding>> listeners = new ArrayList<>();
  private final Set<Resolution> waiters = new HashSet<>();
  private final Minimiser minimiser;
  private final LastResort lastResort;
  private final List<RecordSet> aliases = new ArrayList<>();
  private final List<RecordSet> proofs = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Spot spot;
  private Question chase;
  private Optional<Delegation> delegation = Optional.empty();
  private final Map<Name, Integer> lookedUp = new HashMap<>();
  private final Map<Name, Set<Name>> absent = new HashMap<>();
  private final Set<java.net.InetSocketAddress> told = new HashSet<>();
  private long aliasesExpire = Long.MAX_VALUE;
  private int restarts;
  private int referrals;
  private int sought;
  private Optional<Runnable> nothingSaid = Optional.empty();
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
    this.lastResort = new LastResort(machine, this);
  }

  // ---------------------------------------------------------------- who waits

  /** Somebody wants to know. */
  void listen(Optional<Resolution> within, Consumer<Finding> then) {
    within.ifPresent(waiters::add);
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
    if (want.mode() == Want.Mode.ANY) {
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
    Memory.Known known = machine.memory().lookup(chase, machine.now());
    tellKnown(known);
    switch (known) {
      case Memory.Whole whole -> finish(whole.finding());
      case Memory.Alias alias -> follow(alias.sets(), List.of(), alias.target());
      case Memory.Nothing nothing -> seek();
    }
  }

  private void tellKnown(Memory.Known known) {
    if (!spot.told()) {
      return;
    }
    Duration left =
        switch (known) {
          case Memory.Whole whole -> until(whole.finding().expires());
          case Memory.Alias alias -> until(alias.sets().getLast().expires());
          case Memory.Nothing nothing -> Duration.ZERO;
        };
    boolean hit = !(known instanceof Memory.Nothing);
    machine.tell(
        spot,
        new RecursionStep.MemoryAsked(chase.name().toString(), chase.typeText(), hit, left),
        Because.of(hit ? RecursionReason.KNOWN : RecursionReason.UNKNOWN));
  }

  private Duration until(long moment) {
    return Duration.ofNanos(Math.max(0, moment - machine.now()));
  }

  /** Goes on with the name that an alias stands for. */
  private void follow(List<RecordSet> sets, List<RecordSet> proof, Name target) {
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
    nothingSaid = Optional.empty();
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
    if (machine.has(RecursorOptions.Feature.EAGER_TARGETS) && charge.depth() == 0) {
      for (int i = 0; i < EAGER && seekTarget(servers); i++) {
        // One more is on its way.
      }
    }
    aim();
  }

  /** Asks the best server that is left, or looks for more of them. */
  void aim() {
    if (over || out.isPresent() || delegation.isEmpty()) {
      return;
    }
    Delegation servers = delegation.get();
    var choice = new TargetChoice(machine, servers.zone(), chase.type(), want.avoided());
    Optional<TargetChoice.Choice> chosen = choice.choose(servers.targets(), false);
    if (chosen.isEmpty() && (sought > 0 || seekTarget(servers))) {
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

  /** Looks up one more server's name. Whether there was one. */
  private boolean seekTarget(Delegation servers) {
    var candidates = new ArrayList<Delegation.NameServer>();
    var others = new ArrayList<Delegation.NameServer>();
    for (Delegation.NameServer server : servers.servers()) {
      boolean open = four() && !server.knows(Type.A) || six() && !server.knows(Type.AAAA);
      // When it is for others than those that failed, other names are looked up before theirs.
      boolean theirs = server.knows(Type.A) || server.knows(Type.AAAA);
      if (open) {
        (want.avoided().isEmpty() || !theirs ? candidates : others).add(server);
      }
    }
    if (candidates.isEmpty() && servers.zone().labels() > 1) {
      // The root's addresses all came when it was primed; of others more may be known.
      candidates.addAll(others);
    }
    while (!candidates.isEmpty()) {
      var server = candidates.remove(machine.random().nextInt(candidates.size()));
      if (!mayLookUp(servers)) {
        return false;
      }
      boolean begun = four() && seekAddress(servers, server, Type.A, Want.Mode.ANY);
      begun |= six() && seekAddress(servers, server, Type.AAAA, Want.Mode.ANY);
      if (begun) {
        return true;
      }
    }
    return false;
  }

  /** Whether one more server's name of a zone may be looked up; it is counted. */
  boolean mayLookUp(Delegation servers) {
    // However often the parent is asked for them, the servers of one zone count together.
    int looked = lookedUp.merge(servers.zone(), 1, Integer::sum);
    if (looked > machine.limits().targets()) {
      spent("targets");
      return false;
    }
    if (absent.getOrDefault(servers.zone(), Set.of()).size() > machine.limits().absentTargets()) {
      spent("absentTargets");
      return false;
    }
    if (!charge.budget().target()) {
      spent("targetsPerQuestion");
      return false;
    }
    return true;
  }

  /** Looks up a server's addresses of one family. Whether it was begun. */
  boolean seekAddress(Delegation servers, Delegation.NameServer server, int type, Want.Mode mode) {
    if (mode == Want.Mode.ANY && server.knows(type)) {
      return false;
    }
    server.know(type);
    Spot under =
        spot.under(
            machine.tell(
                spot,
                new RecursionStep.ServerSought(servers.zone().toString(), server.name().toString()),
                Because.of(RecursionReason.NO_GLUE, Clause.rfc(1034, "4.2.1"))));
    boolean begun =
        resolutions.resolve(
            Want.of(new Question(server.name(), type, DClass.IN), mode),
            charge.deeper(under),
            Optional.of(this),
            finding -> {
              sought--;
              if (finding.rcode() == Rcode.NXDOMAIN && finding.origin() == Reply.Origin.SERVERS) {
                absent.computeIfAbsent(servers.zone(), z -> new HashSet<>()).add(server.name());
              }
              finding.answer().stream()
                  .filter(s -> s.type() == type)
                  .forEach(s -> servers.learn(server, s));
              aim();
            });
    if (begun) {
      sought++;
    }
    return begun;
  }

  // ---------------------------------------------------------------- a server

  private void send(Delegation servers, TargetChoice.Choice choice) {
    if (!charge.budget().send()) {
      spent("sent");
      fail(new ExtendedError(Errors.OTHER, "the question costs too many messages"));
      return;
    }
    Question asked = minimiser.ask(chase);
    Delegation.Target target = choice.target();
    target.tried();
    long rtt = machine.book().measured(target.address(), machine.now());
    long step = machine.open(spot);
    machine.tell(
        spot,
        step,
        machine.now(),
        new RecursionStep.ServerChosen(
            servers.zone().toString(),
            AddressText.of(target.address()),
            tcp(servers) ? Carrier.TCP.name() : Carrier.UDP.name(),
            asked.name().toString(),
            asked.typeText(),
            Duration.ofNanos(Math.max(0, rtt))),
        choice.because());
    var call =
        new Exchanges.Call(
            asked,
            target.address(),
            servers.zone(),
            servers.forwards(),
            servers.forwards() && !machine.options().anchors().isEmpty(),
            tcp(servers));
    long began = machine.now();
    out =
        Optional.of(
            machine
                .exchanges()
                .ask(
                    call,
                    charge.budget(),
                    spot.under(step),
                    new Exchanges.Ear() {
                      @Override
                      public void heard(Message message, int size, Carrier carrier) {
                        out = Optional.empty();
                        Resolution.this.heard(
                            new Turn(servers, target, asked, spot.under(step), began),
                            message,
                            size,
                            carrier);
                      }

                      @Override
                      public void nothing(String problem) {
                        out = Optional.empty();
                        silent(servers, target, spot.under(step), began, problem);
                      }
                    }));
  }

  private static boolean tcp(Delegation servers) {
    return servers.upstream().filter(u -> u.has(Upstream.Manner.TCP)).isPresent();
  }

  /** A server was asked. */
  private record Turn(
      Delegation servers, Delegation.Target target, Question asked, Spot spot, long began) {}

  private void silent(
      Delegation servers, Delegation.Target target, Spot at, long began, String problem) {
    if (over) {
      return;
    }
    problems.add(AddressText.of(target.address()) + ": " + problem);
    machine.tell(
        at,
        machine.open(at),
        began,
        new RecursionStep.ServerSilent(
            servers.zone().toString(), AddressText.of(target.address()), problem),
        Because.of(RecursionReason.NOTHING_CAME));
    aim();
  }

  private void heard(Turn turn, Message message, int size, Carrier carrier) {
    if (over) {
      return;
    }
    Name zone = turn.servers.zone();
    Heard raw = Heard.of(message, turn.asked, machine.ttls(), machine.now());
    Scrubber.Scrubbed clean =
        Scrubber.scrub(raw, zone, machine.options(), !turn.servers.forwards());
    Kind kind = Kind.of(raw, clean, zone, turn.servers.forwards());
    if ((kind == Kind.ANSWER || kind == Kind.ALIAS) && isStripped(turn, clean.heard())) {
      return;
    }
    if (turn.spot.told()) {
      tell(turn, kind, message, size, carrier, clean);
    }
    switch (kind) {
      case ANSWER -> answered(turn, clean);
      case ALIAS -> aliased(turn, clean);
      case REFERRAL -> referred(turn, clean);
      case EMPTY -> empty(turn, clean);
      case LAME -> {
        machine
            .book()
            .fault(
                turn.target.address(),
                zone,
                ServerBook.Fault.lame(turn.asked.type()),
                machine.now());
        useless(turn, "it does not have the zone");
      }
      case ONLY_RESOLVES -> onlyResolves(turn, clean);
      case ERROR -> error(turn, raw.rcode());
    }
  }

  private void tell(
      Turn turn, Kind kind, Message message, int size, Carrier carrier, Scrubber.Scrubbed clean) {
    RecursionReason why =
        switch (kind) {
          case ANSWER -> clean.ends() ? RecursionReason.ANSWERS : RecursionReason.DENIES;
          case ALIAS -> RecursionReason.AN_ALIAS;
          case REFERRAL -> RecursionReason.LEADS_ON;
          case LAME -> RecursionReason.IS_LAME;
          case ONLY_RESOLVES -> RecursionReason.RESOLVES_ONLY;
          case EMPTY -> RecursionReason.SAYS_NOTHING;
          case ERROR -> RecursionReason.SAYS_ERROR;
        };
    String zone = turn.servers.zone().toString();
    long id =
        machine.tell(
            turn.spot,
            machine.open(turn.spot),
            turn.began,
            new RecursionStep.MessageHeard(
                zone,
                AddressText.of(turn.target.address()),
                carrier.name(),
                turn.asked.name().toString(),
                turn.asked.typeText(),
                Rcode.string(message.getRcode()),
                kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                message.getSection(Section.ANSWER).stream()
                    .limit(10)
                    .map(
                        r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
                    .toList(),
                size),
            Because.of(why, Clause.rfc(1034, "5.3.3")));
    List<String> taken =
        clean.heard().additional().stream()
            .flatMap(s -> s.records().stream())
            .map(r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
            .limit(32)
            .toList();
    if (!taken.isEmpty() || !clean.removed().isEmpty()) {
      machine.tell(
          turn.spot.under(id),
          new RecursionStep.RecordsJudged(zone, taken, clean.removed()),
          Because.of(RecursionReason.BAILIWICK, Clause.rfc(2181, "5.4.1"), zone));
    }
  }

  private void answered(Turn turn, Scrubber.Scrubbed clean) {
    Heard heard = clean.heard();
    if (!turn.asked.equals(chase)) {
      shortened(turn, heard);
      return;
    }
    if (lastResort.fromChild(turn.servers, heard)) {
      return;
    }
    finish(learn(turn).answer(heard, chase).from(turn.target.address()));
  }

  private Learning learn(Turn turn) {
    return new Learning(machine, turn.servers);
  }

  /** The answer to a shortened name: there is no cut here. */
  private void shortened(Turn turn, Heard heard) {
    boolean proven = heard.signed() && expectsSignatures(turn.servers.zone());
    if (heard.rcode() == Rcode.NXDOMAIN && minimiser.relaxed() && !proven) {
      // RFC 9156 section 2.3: some servers say so of names that only have others below them.
      minimiser.giveUp();
    } else if (heard.rcode() == Rcode.NXDOMAIN) {
      finish(learn(turn).answer(heard, chase).from(turn.target.address()));
      return;
    } else {
      learn(turn).answer(heard, turn.asked);
      minimiser.more(chase.name());
    }
    turn.target.again();
    aim();
  }

  private void aliased(Turn turn, Scrubber.Scrubbed clean) {
    if (!turn.asked.equals(chase)) {
      minimiser.more(chase.name());
      turn.target.again();
      aim();
      return;
    }
    Finding part = learn(turn).alias(clean.heard(), chase);
    told.add(turn.target.address());
    follow(part.answer(), part.authority(), clean.last());
  }

  private void referred(Turn turn, Scrubber.Scrubbed clean) {
    Heard heard = clean.heard();
    Optional<RecordSet> servers =
        heard.authority().stream()
            .filter(s -> s.type() == Type.NS && !s.name().equals(turn.servers.zone()))
            .findFirst();
    if (servers.isEmpty() || ++referrals > machine.limits().referrals()) {
      useless(turn, "its referral leads nowhere");
      return;
    }
    Delegation next = learn(turn).referral(heard, servers.get());
    tellReferral(turn, heard, servers.get());
    if (want.mode() == Want.Mode.GLUE) {
      glue(heard, next);
      return;
    }
    if (chase.type() == Type.DS && chase.name().equals(next.zone())) {
      // The parent's own word on its child: there is a DS beside the NS records, or none.
      finish(learn(turn).ds(heard, chase).from(turn.target.address()));
      return;
    }
    enter(next);
  }

  private void tellReferral(Turn turn, Heard heard, RecordSet servers) {
    if (turn.spot.told()) {
      boolean signed = Heard.find(heard.authority(), servers.name(), Type.DS).isPresent();
      long id =
          machine.tell(
              turn.spot,
              new RecursionStep.ReferralFollowed(
                  turn.servers.zone().toString(),
                  servers.name().toString(),
                  servers.records().stream().limit(16).map(r -> r.rdataToString()).toList(),
                  signed,
                  Duration.ofSeconds(servers.left(machine.now()))),
              Because.of(RecursionReason.LEADS_ON, Clause.rfc(1034, "4.3.1")));
      spot = turn.spot.under(id);
    }
  }

  /** The parent's servers were asked for an address that they have as glue. */
  private void glue(Heard heard, Delegation next) {
    Optional<RecordSet> address = Heard.find(heard.additional(), chase.name(), chase.type());
    if (address.isPresent()) {
      finish(Learning.positive(chase, address.get()));
    } else if (next.zone().equals(chase.name()) || !chase.name().subdomain(next.zone())) {
      fail(new ExtendedError(Errors.NO_REACHABLE_AUTHORITY, "no glue"));
    } else {
      enter(next);
    }
  }

  private void empty(Turn turn, Scrubber.Scrubbed clean) {
    // An old habit of broken balancers; another server may know. Only when none does it counts.
    if (turn.asked.equals(chase)) {
      nothingSaid = Optional.of(() -> answered(turn, clean));
      useless(turn, "it says nothing at all");
    } else {
      answered(turn, clean);
    }
  }

  /**
   * Whether a server of a signed zone sent no signatures at all; then others are asked first, and
   * it again when none does better.
   */
  private boolean isStripped(Turn turn, Heard heard) {
    Name zone = turn.servers.zone();
    if (want.mode() == Want.Mode.PRIMING
        || !expectsSignatures(zone)
        || turn.servers.forwards()
        || turn.target.lastChoice()
        || heard.signed()) {
      return false;
    }
    machine.book().fault(turn.target.address(), zone, ServerBook.Fault.UNSIGNED, machine.now());
    turn.target.last();
    aim();
    return true;
  }

  /** Whether a zone is signed, as far as is known so far. */
  private boolean expectsSignatures(Name zone) {
    RecursorOptions options = machine.options();
    return !options.anchors().isEmpty()
        && options.insecure().stream().noneMatch(zone::subdomain)
        && (options.anchors().stream().anyMatch(a -> a.getName().equals(zone))
            || machine.memory().set(zone, Type.DS, chase.dclass(), machine.now()).isPresent());
  }

  private void onlyResolves(Turn turn, Scrubber.Scrubbed clean) {
    if (turn.target.lastChoice() || want.mode() == Want.Mode.PRIMING) {
      // Nobody else is left: what it was told by others is better than nothing.
      if (clean.ends() || clean.heard().rcode() == Rcode.NXDOMAIN) {
        answered(turn, clean);
      } else if (!clean.last().equals(chase.name())) {
        aliased(turn, clean);
      } else {
        useless(turn, "it does not have the zone");
      }
      return;
    }
    machine
        .book()
        .fault(
            turn.target.address(),
            turn.servers.zone(),
            ServerBook.Fault.ONLY_RESOLVES,
            machine.now());
    turn.target.last();
    aim();
  }

  private void error(Turn turn, int code) {
    if (!turn.asked.equals(chase) && minimiser.relaxed()) {
      minimiser.giveUp();
      turn.target.again();
      aim();
      return;
    }
    useless(turn, Rcode.string(code));
  }

  private void useless(Turn turn, String why) {
    turn.target.giveUp(why);
    problems.add(AddressText.of(turn.target.address()) + ": " + why);
    aim();
  }

  // ---------------------------------------------------------------- the end

  /** What was asked for is found. */
  private void finish(Finding finding) {
    Finding whole = finding.behind(want.question(), aliases, proofs, aliasesExpire);
    for (var server : told) {
      whole = whole.from(server);
    }
    end(whole);
  }

  /** It cannot be found. */
  void fail(ExtendedError error) {
    end(Finding.failure(want.question(), machine.now(), error).with(aliases, List.of(), List.of()));
  }

  /** No server is left. */
  void exhausted() {
    if (nothingSaid.isPresent()) {
      nothingSaid.get().run();
      return;
    }
    String zone = delegation.map(d -> d.zone().toString()).orElse(".");
    String text = "no server of " + zone + " helped";
    fail(
        new ExtendedError(
            Errors.NO_REACHABLE_AUTHORITY,
            problems.isEmpty() ? text : text + "; " + problems.getLast()));
  }

  private void end(Finding finding) {
    if (over) {
      return;
    }
    over = true;
    out.ifPresent(machine.exchanges()::drop);
    resolutions.over(want);
    listeners.forEach(listener -> machine.soon(() -> listener.accept(finding)));
  }

  private void spent(String limit) {
    machine.tell(
        spot,
        new RecursionStep.BudgetSpent(limit, chase.name().toString()),
        Because.of(RecursionReason.ENOUGH));
  }

  // ---------------------------------------------------------------- for the last resort

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

  Resolutions resolutions() {
    return resolutions;
  }

  boolean over() {
    return over;
  }
}

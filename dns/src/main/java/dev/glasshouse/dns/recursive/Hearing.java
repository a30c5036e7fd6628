package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a server's message means for the resolution that asked it (RFC 1034 section 5.3.3 step 4):
 * the end, an alias to follow, a referral, or that another server is needed.
 */
final class Hearing {
  private final Machine machine;
  private final Resolution resolution;
  private final Minimiser minimiser;
  private final LastResort lastResort;
  private Optional<String> problem = Optional.empty();
  // Most lead to no alias, and no server says that its answer is not the true one.
  private Set<InetSocketAddress> told = Set.of();
  private Set<AnswerMark> marks = Set.of();
  private int referrals;
  private boolean leftOut;
  private Optional<Runnable> nothingSaid = Optional.empty();

  Hearing(Machine machine, Resolution resolution, Minimiser minimiser, LastResort lastResort) {
    this.machine = machine;
    this.resolution = resolution;
    this.minimiser = minimiser;
    this.lastResort = lastResort;
  }

  /** Another name is asked for from now on. */
  void restart() {
    nothingSaid = Optional.empty();
  }

  /** What a server said that said nothing at all, when nobody says more. */
  Optional<Runnable> nothingSaid() {
    return nothingSaid;
  }

  /** What went wrong last. */
  Optional<String> problem() {
    return problem;
  }

  /** Whether something was left out of what was heard, because it could not be read. */
  boolean leftOut() {
    return leftOut;
  }

  /** The servers that said of what the name is an alias. */
  Set<InetSocketAddress> told() {
    return told;
  }

  /** Nothing came. */
  void silent(Turn turn, String problem) {
    if (resolution.over()) {
      return;
    }
    String server = AddressText.of(turn.target().address());
    this.problem = Optional.of(server + ": " + problem);
    machine.tell(
        turn.spot(),
        machine.open(turn.spot()),
        turn.began(),
        new RecursionStep.ServerSilent(turn.servers().zone().toString(), server, problem),
        Because.of(RecursionReason.NOTHING_CAME));
    resolution.aim();
  }

  /** What servers say of their answers that are not the true ones. */
  Set<AnswerMark> marks() {
    return marks;
  }

  /** A server that says that its answer is not the true one is passed on with that. */
  private void marked(Turn turn, Heard raw) {
    for (AnswerMark mark : raw.marks()) {
      marks = marks.isEmpty() ? new LinkedHashSet<>() : marks;
      marks.add(mark);
      if (turn.spot().told()) {
        machine.tell(
            turn.spot(),
            new NameStep.AnswerMarked(
                AddressText.of(turn.target().address()),
                turn.asked().name().toString(),
                turn.asked().typeText(),
                mark.kind().text(),
                mark.text()),
            Because.of(NameReason.SERVER_MARKS, Clause.rfc(8914, "4")));
      }
    }
  }

  /** A message came. */
  void heard(Turn turn, Exchanges.Came came) {
    if (resolution.over()) {
      return;
    }
    leftOut |= !came.whole();
    Name zone = turn.servers().zone();
    Heard raw = Heard.of(came.message(), turn.asked(), machine.ttls(), machine.now());
    Scrubber.Scrubbed clean =
        Scrubber.scrub(raw, zone, machine.options(), !turn.servers().forwards());
    Kind kind = Kind.of(raw, clean, zone, turn.servers().forwards());
    marked(turn, raw);
    if ((kind == Kind.ANSWER || kind == Kind.ALIAS) && isStripped(turn, clean.heard())) {
      return;
    }
    if (turn.spot().told()) {
      tell(turn, kind, came, clean);
    }
    switch (kind) {
      case ANSWER -> answered(turn, clean);
      case ALIAS -> aliased(turn, clean);
      case REFERRAL -> referred(turn, clean);
      case EMPTY -> empty(turn, clean);
      case LAME -> {
        noteFault(turn, ServerBook.Fault.lame(turn.asked().type()));
        useless(turn, "it does not have the zone");
      }
      case ONLY_RESOLVES -> onlyResolves(turn, clean);
      case ERROR -> error(turn, raw.rcode());
    }
  }

  /** The records came that were asked for, and nothing besides. */
  void plain(Turn turn, RecordSet set) {
    if (resolution.over()) {
      return;
    }
    var heard =
        new Heard(
            turn.asked(),
            Rcode.NOERROR,
            true,
            false,
            List.of(set),
            List.of(),
            List.of(),
            List.of());
    if (!isStripped(turn, heard)) {
      answered(turn, new Scrubber.Scrubbed(heard, set.name(), true, List.of()));
    }
  }

  private void tell(Turn turn, Kind kind, Exchanges.Came came, Scrubber.Scrubbed clean) {
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
    String zone = turn.servers().zone().toString();
    long id =
        machine.tell(
            turn.spot(),
            machine.open(turn.spot()),
            turn.began(),
            new RecursionStep.MessageHeard(
                zone,
                AddressText.of(turn.target().address()),
                came.carrier().name(),
                turn.asked().name().toString(),
                turn.asked().typeText(),
                Rcode.string(came.message().getRcode()),
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                came.message().getSection(Section.ANSWER).stream()
                    .limit(10)
                    .map(
                        r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
                    .toList(),
                came.size()),
            Because.of(why, Clause.rfc(1034, "5.3.3")));
    List<String> taken =
        clean.heard().additional().stream()
            .flatMap(s -> s.records().stream())
            .map(r -> r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
            .limit(32)
            .toList();
    if (!taken.isEmpty() || !clean.removed().isEmpty()) {
      machine.tell(
          turn.spot().under(id),
          new RecursionStep.RecordsJudged(zone, taken, clean.removed()),
          Because.of(RecursionReason.BAILIWICK, Clause.rfc(2181, "5.4.1"), zone));
    }
  }

  private void answered(Turn turn, Scrubber.Scrubbed clean) {
    Heard heard = clean.heard();
    if (!turn.asked().equals(resolution.chase())) {
      shortened(turn, heard);
      return;
    }
    if (lastResort.fromChild(turn.servers(), heard)) {
      return;
    }
    resolution.finish(
        learn(turn, heard).answer(heard, resolution.chase()).from(turn.target().address()));
  }

  private Learning learn(Turn turn, Heard heard) {
    return new Learning(machine, turn.servers(), heard);
  }

  /** The answer to a shortened name: there is no cut here. */
  private void shortened(Turn turn, Heard heard) {
    boolean proven = heard.signed() && expectsSignatures(turn.servers().zone());
    if (heard.rcode() == Rcode.NXDOMAIN && minimiser.relaxed() && !proven) {
      // RFC 9156 section 2.3: some servers say so of names that only have others below them.
      minimiser.giveUp();
    } else if (heard.rcode() == Rcode.NXDOMAIN) {
      resolution.finish(
          learn(turn, heard).answer(heard, resolution.chase()).from(turn.target().address()));
      return;
    } else {
      learn(turn, heard).answer(heard, turn.asked());
      minimiser.more(resolution.chase().name());
    }
    turn.target().again();
    resolution.aim();
  }

  private void aliased(Turn turn, Scrubber.Scrubbed clean) {
    if (!turn.asked().equals(resolution.chase())) {
      minimiser.more(resolution.chase().name());
      turn.target().again();
      resolution.aim();
      return;
    }
    Finding part = learn(turn, clean.heard()).alias(clean.heard(), resolution.chase());
    told = told.isEmpty() ? new HashSet<>() : told;
    told.add(turn.target().address());
    resolution.follow(part.answer(), part.authority(), clean.last());
  }

  private void referred(Turn turn, Scrubber.Scrubbed clean) {
    Heard heard = clean.heard();
    Optional<RecordSet> servers = Optional.empty();
    for (RecordSet set : heard.authority()) {
      boolean leads = set.type() == Type.NS && !set.name().equals(turn.servers().zone());
      servers = leads && servers.isEmpty() ? Optional.of(set) : servers;
    }
    if (servers.isEmpty() || ++referrals > machine.limits().referrals()) {
      useless(turn, "its referral leads nowhere");
      return;
    }
    Delegation next = learn(turn, heard).referral(heard, servers.get());
    tellReferral(turn, heard, servers.get());
    if (resolution.want().mode() == Want.Mode.GLUE) {
      glue(heard, next);
      return;
    }
    if (resolution.chase().type() == Type.DS && resolution.chase().name().equals(next.zone())) {
      // The parent's own word on its child: there is a DS beside the NS records, or none.
      resolution.finish(
          learn(turn, heard).ds(heard, resolution.chase()).from(turn.target().address()));
      return;
    }
    resolution.enter(next);
  }

  private void tellReferral(Turn turn, Heard heard, RecordSet servers) {
    if (turn.spot().told()) {
      boolean signed = Heard.find(heard.authority(), servers.name(), Type.DS).isPresent();
      long id =
          machine.tell(
              turn.spot(),
              new RecursionStep.ReferralFollowed(
                  turn.servers().zone().toString(),
                  servers.name().toString(),
                  servers.records().stream().limit(16).map(r -> r.rdataToString()).toList(),
                  signed,
                  Duration.ofSeconds(servers.left(machine.now()))),
              Because.of(RecursionReason.LEADS_ON, Clause.rfc(1034, "4.3.1")));
      resolution.at(turn.spot().under(id));
    }
  }

  /** The parent's servers were asked for an address that they have as glue. */
  private void glue(Heard heard, Delegation next) {
    Optional<RecordSet> address =
        Heard.find(heard.additional(), resolution.chase().name(), resolution.chase().type());
    if (address.isPresent()) {
      resolution.finish(Learning.positive(resolution.chase(), address.get()));
    } else if (next.zone().equals(resolution.chase().name())
        || !resolution.chase().name().subdomain(next.zone())) {
      resolution.fail(new ExtendedError(Errors.NO_REACHABLE_AUTHORITY, "no glue"));
    } else {
      resolution.enter(next);
    }
  }

  private void empty(Turn turn, Scrubber.Scrubbed clean) {
    // An old habit of broken balancers; another server may know. Only when none does it counts.
    if (turn.asked().equals(resolution.chase())) {
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
    Name zone = turn.servers().zone();
    if (resolution.want().mode() == Want.Mode.PRIMING
        || !expectsSignatures(zone)
        || turn.servers().forwards()
        || turn.target().lastChoice()
        || heard.signed()) {
      return false;
    }
    noteFault(turn, ServerBook.Fault.UNSIGNED);
    turn.target().last();
    resolution.aim();
    return true;
  }

  /** Whether a zone is signed, as far as is known so far. */
  private boolean expectsSignatures(Name zone) {
    RecursorOptions options = machine.options();
    return !options.anchors().isEmpty()
        && options.insecure().stream().noneMatch(zone::subdomain)
        && (options.anchors().stream().anyMatch(a -> a.getName().equals(zone))
            || machine
                .memory()
                .set(zone, Type.DS, resolution.chase().dclass(), machine.now())
                .isPresent());
  }

  private void onlyResolves(Turn turn, Scrubber.Scrubbed clean) {
    if (turn.target().lastChoice() || resolution.want().mode() == Want.Mode.PRIMING) {
      // Nobody else is left: what it was told by others is better than nothing.
      if (clean.ends() || clean.heard().rcode() == Rcode.NXDOMAIN) {
        answered(turn, clean);
      } else if (!clean.last().equals(resolution.chase().name())) {
        aliased(turn, clean);
      } else {
        useless(turn, "it does not have the zone");
      }
      return;
    }
    noteFault(turn, ServerBook.Fault.ONLY_RESOLVES);
    turn.target().last();
    resolution.aim();
  }

  private void error(Turn turn, int code) {
    if (!turn.asked().equals(resolution.chase()) && minimiser.relaxed()) {
      minimiser.giveUp();
      turn.target().again();
      resolution.aim();
      return;
    }
    useless(turn, Rcode.string(code));
  }

  /** The server that was asked is no use for the zone. */
  private void noteFault(Turn turn, ServerBook.Fault fault) {
    turn.target().page(machine.book(), machine.now()).fault(turn.servers().zone(), fault);
  }

  private void useless(Turn turn, String why) {
    turn.target().giveUp(why);
    problem = Optional.of(AddressText.of(turn.target().address()) + ": " + why);
    resolution.aim();
  }
}

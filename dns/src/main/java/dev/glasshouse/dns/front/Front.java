package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.LocalVerdict;
import dev.glasshouse.dns.local.ZoneType;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.ExtendedError;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.ResolverMachine;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FrontReason;
import dev.glasshouse.journey.FrontStep;
import dev.glasshouse.journey.Step;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A resolver machine that answers by itself what is local, turns away who may not ask, and hands
 * the rest to another machine; what that says is looked over before the client gets it.
 *
 * <p>A question goes through: questions about the server itself, local zones, copies of zones, who
 * may have recursion, the resolver, the root key sentinel. What the resolver sends to copies of
 * zones is answered here.
 */
public final class Front implements ResolverMachine {
  /** Whose questions are our own. */
  private static final long NOBODY = -1;

  private static final int BLOCKED = 15;
  private static final int PROHIBITED = 18;
  private static final int NOT_AUTHORITATIVE = 20;
  private static final int BOGUS = 6;

  /** A client's question. */
  private record Case(long client, Asked asked) {
    Question question() {
      return asked.question();
    }

    String name() {
      return question().name().toString();
    }

    String type() {
      return Type.string(question().type());
    }

    String who() {
      return asked.caller().address().getHostAddress();
    }
  }

  /** A question that the machine behind works on. */
  private record Errand(Case of, Consumer<Reply> then) {}

  private final ResolverMachine behind;
  private final FrontSettings settings;
  private final Map<Long, Errand> errands = new HashMap<>();
  private final Map<Long, Long> errandOf = new HashMap<>();

  /** Whom an exchange is with that goes through the translator. */
  private final Map<Integer, InetSocketAddress> detours = new HashMap<>();

  private final List<Action> actions = new ArrayList<>();
  private Moment now = new Moment(0, Instant.EPOCH);
  private final OwnZones own;
  private final ZoneTrust trust;
  private final Outgoing outgoing;
  private final List<Case> held = new ArrayList<>();
  private final ArrayDeque<Action> said = new ArrayDeque<>();
  private long numbers;
  private long steps;
  private boolean handling;

  /**
   * A front before a machine.
   *
   * @param behind set up with the settings' {@link FrontSettings#upstreams}
   */
  public Front(ResolverMachine behind, FrontSettings settings) {
    this.behind = behind;
    this.settings = settings;
    this.own = new OwnZones(settings.zones());
    this.trust = new ZoneTrust(settings.zones());
    this.outgoing = new Outgoing(settings.strings(), settings.cookieSecret());
  }

  @Override
  public boolean sameForAll() {
    return behind.sameForAll() && !settings.local().distinguish();
  }

  @Override
  public List<Action> ask(long client, Asked asked, Moment at) {
    now = at;
    trust.due(at.nanos()).forEach(this::checkDigest);
    var c = new Case(client, recursionAsSaid(asked));
    if (trust.undecided(asked.question().name())) {
      held.add(c);
    } else {
      begin(c);
    }
    return taken();
  }

  private static Asked recursionAsSaid(Asked asked) {
    return asked.caller().access() == AccessList.Verdict.ALLOW_SETRD
        ? asked.with(Asked.Wish.RECURSION)
        : asked;
  }

  @Override
  public List<Action> cancel(long client, Moment at) {
    now = at;
    held.removeIf(c -> c.client() == client);
    Long errand = errandOf.remove(client);
    if (errand != null) {
      errands.remove(errand);
      handle(behind.cancel(errand, at));
    }
    return taken();
  }

  @Override
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment at) {
    now = at;
    // What comes through the translator is its server's.
    InetSocketAddress server =
        Optional.ofNullable(detours.get(exchange))
            .filter(its -> way(its).equals(from))
            .orElse(from);
    switch (outgoing.verdict(exchange, server, message)) {
      case FITS -> handle(behind.received(exchange, server, message, at));
      case AGAIN -> {
        actions.add(new Action.Close(exchange));
        send(outgoing.again(exchange));
      }
      case FORGED -> {
        // The server's own may still come.
      }
    }
    return taken();
  }

  @Override
  public List<Action> failed(int exchange, String problem, Moment at) {
    now = at;
    handle(behind.failed(exchange, problem, at));
    return taken();
  }

  @Override
  public List<Action> tick(Moment at) {
    now = at;
    handle(behind.tick(at));
    return taken();
  }

  @Override
  public OptionalLong wakeAt() {
    return behind.wakeAt();
  }

  private List<Action> taken() {
    List<Action> all = List.copyOf(actions);
    actions.clear();
    return all;
  }

  // ---------------------------------------------------------------- copies of zones

  /** Looks whether a copy is to be believed; questions for it wait. */
  private void checkDigest(OwnZone zone) {
    Optional<Asked> question = trust.begin(zone);
    own.serves(zone.name(), trust.believed(zone));
    question.ifPresent(asked -> {
      var ours = new Case(NOBODY, asked);
      send(ours, asked, reply -> digestAnswered(zone, reply));
    });
  }

  private void digestAnswered(OwnZone zone, Reply reply) {
    trust.answered(zone, Optional.of(reply), now.nanos());
    own.serves(zone.name(), trust.believed(zone));
    List<Case> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(this::begin);
  }

  /** Answers out of the copy that clients are answered from; whether there is one. */
  private boolean fromCopy(Case c, Question question, Consumer<Reply> then) {
    Optional<OwnZone> zone =
        question.dclass() == DClass.IN
            ? own.downstream(question.name(), question.type())
            : Optional.empty();
    if (zone.isEmpty()) {
      return false;
    }
    Asked asked = c.asked().about(question);
    Optional<Message> said = own.answer(zone.get(), asked);
    if (said.isEmpty() && zone.get().has(OwnZone.Manner.FALLBACK)) {
      return false;
    }
    Reply reply =
        said.map(message -> reply(asked, message))
            .orElseGet(() ->
                new Reply(
                    asked,
                    Rcode.SERVFAIL,
                    false,
                    true,
                    Reply.Origin.LOCAL,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of()));
    if (told(c)) {
      tell(
          c,
          new FrontStep.OwnZoneAnswered(
              question.name().toString(),
              Type.string(question.type()),
              zone.get().name().toString(),
              zone.get().copy().map(Zone::serial).orElse(0L),
              Rcode.string(reply.rcode())),
          Because.of(
              said.isPresent() ? FrontReason.COPY_HERE : FrontReason.COPY_NOT_BELIEVED,
              zone.get().name().toString()));
    }
    then.accept(reply);
    return true;
  }

  private static Reply reply(Asked asked, Message said) {
    return new Reply(
        asked,
        said.getHeader().getRcode(),
        false,
        said.getHeader().getFlag(Flags.AA),
        Reply.Origin.LOCAL,
        said.getSection(Section.ANSWER),
        said.getSection(Section.AUTHORITY),
        said.getSection(Section.ADDITIONAL).stream()
            .filter(record -> record.getType() != Type.OPT)
            .toList(),
        List.of());
  }

  // ---------------------------------------------------------------- a question's way

  private void begin(Case c) {
    Question q = c.question();
    if (ChaosNames.concern(q.name(), q.type(), q.dclass())) {
      describe(c);
      return;
    }
    LocalVerdict verdict =
        settings.local().verdict(q.name(), q.type(), q.dclass(), c.asked().caller().address());
    switch (verdict) {
      case LocalVerdict.Elsewhere(Optional<LocalVerdict.Ground> noted) -> {
        noted.ifPresent(ground -> tell(c, ground, "resolved", List.of()));
        if (!fromCopy(c, c.question(), reply -> answer(c, reply))) {
          resolve(c);
        }
      }
      case LocalVerdict.Silence(LocalVerdict.Ground ground) -> {
        tell(c, ground, "dropped", List.of());
        actions.add(new Action.Dropped(c.client(), "a local zone says so"));
      }
      case LocalVerdict.Answer answer -> {
        tell(c, answer.ground(), Rcode.string(answer.rcode()), answer.answer());
        answer(c, local(c, answer));
      }
      case LocalVerdict.Alias(LocalVerdict.Ground ground, CNAMERecord record) -> {
        tell(c, ground, "alias", List.of(record));
        follow(c, record);
      }
    }
  }

  private void describe(Case c) {
    Optional<List<String>> lines = settings.chaos().lines(c.question().name());
    int rcode = lines.isPresent() ? Rcode.NOERROR : Rcode.REFUSED;
    if (told(c)) {
      tell(
          c,
          new FrontStep.ServerDescribed(
              c.who(), c.name(), Rcode.string(rcode), lines.orElse(List.of())),
          Because.of(
              lines.isPresent() ? FrontReason.ABOUT_ITSELF : FrontReason.TOLD_NOBODY,
              Clause.rfc(4892, "2")));
    }
    answer(
        c,
        new Reply(
            c.asked(),
            rcode,
            false,
            false,
            Reply.Origin.CACHE,
            ChaosNames.records(c.question().name(), lines.orElse(List.of())),
            List.of(),
            List.of(),
            List.of()));
  }

  private Reply local(Case c, LocalVerdict.Answer answer) {
    var errors = new ArrayList<ExtendedError>();
    if (settings.errors() && (answer.blocked() || !answer.text().isEmpty())) {
      errors.add(new ExtendedError(answer.blocked() ? BLOCKED : 0, answer.text()));
    }
    return new Reply(
        c.asked(),
        answer.rcode(),
        false,
        true,
        Reply.Origin.LOCAL,
        answer.answer(),
        answer.authority(),
        List.of(),
        errors);
  }

  /** An alias of ours: what is found at its end is told behind it. */
  private void follow(Case c, CNAMERecord alias) {
    Question end = new Question(alias.getTarget(), c.question().type(), c.question().dclass());
    Consumer<Reply> then = reply -> answer(c, behind(alias, c, reply));
    if (!fromCopy(c, end, then)) {
      resolve(c, c.asked().about(end), then);
    }
  }

  private static Reply behind(CNAMERecord alias, Case c, Reply end) {
    boolean useful = end.rcode() == Rcode.NOERROR || end.rcode() == Rcode.NXDOMAIN;
    var records = new ArrayList<Record>();
    if (useful) {
      records.add(alias);
      records.addAll(end.answer());
    }
    return new Reply(
        c.asked(),
        end.rcode(),
        false,
        useful,
        end.origin(),
        records,
        end.authority(),
        end.additional(),
        end.errors());
  }

  private void resolve(Case c) {
    Optional<Question> four = settings.dns64().flatMap(its -> its.reverse(c.question()));
    Optional<Dns64> made = settings.dns64().filter(its -> its.concerns(c.asked()));
    if (four.isPresent()) {
      Asked asked = c.asked().about(four.get());
      resolve(c, asked, reply -> answer(c, Dns64.renamed(c.asked(), reply)));
    } else if (made.isPresent()) {
      translated(c, made.get());
    } else {
      resolve(c, c.asked(), reply -> settle(c, judged(c, reply)));
    }
  }

  /** Gives an answer, if nothing is to be done about the addresses in it. */
  private void settle(Case c, Reply reply) {
    settings
        .addresses()
        .hit(reply)
        .ifPresentOrElse(hit -> hidden(c, reply, hit), () -> answer(c, reply));
  }

  private void hidden(Case c, Reply reply, AddressRules.Hit hit) {
    ZoneType action = hit.rule().action();
    if (told(c)) {
      tell(
          c,
          new FrontStep.AddressHidden(
              c.name(), c.type(), hit.record().rdataToString(), hit.rule().range().toString(), action.word()),
          Because.of(FrontReason.ADDRESS_IN_RULE, hit.rule().range().toString()));
    }
    switch (action) {
      case DENY, ALWAYS_DENY, INFORM_DENY ->
          actions.add(new Action.Dropped(c.client(), "a rule for addresses says so"));
      case REFUSE, ALWAYS_REFUSE -> blocked(c, Rcode.REFUSED);
      case ALWAYS_NXDOMAIN -> blocked(c, Rcode.NXDOMAIN);
      case STATIC, ALWAYS_NODATA, ALWAYS_NULL, BLOCK_A, BLOCK_AAAA, BLOCK_A_WDATA, BLOCK_AAAA_WDATA ->
          blocked(c, Rcode.NOERROR);
      case REDIRECT, INFORM_REDIRECT -> redirected(c, reply, hit);
      case TRANSPARENT, TYPETRANSPARENT, INFORM, ALWAYS_TRANSPARENT, NOVIEW -> answer(c, reply);
    }
  }

  private void blocked(Case c, int rcode) {
    List<ExtendedError> errors =
        settings.errors() ? List.of(new ExtendedError(BLOCKED, "")) : List.of();
    answer(c, Reply.error(c.asked(), rcode, Reply.Origin.CACHE, errors));
  }

  /** Other records stand in the addresses' place; the aliases before them stay. */
  private void redirected(Case c, Reply reply, AddressRules.Hit hit) {
    var records = new ArrayList<Record>();
    for (Record each : reply.answer()) {
      if (each.getName().equals(hit.record().getName())) {
        break;
      }
      records.add(each);
    }
    for (Record each : hit.rule().data()) {
      Record owned =
          Record.newRecord(
              hit.record().getName(),
              each.getType(),
              each.getDClass(),
              each.getTTL(),
              each.rdataToWireCanonical());
      if (owned instanceof CNAMERecord alias && c.question().type() != Type.CNAME) {
        Question end = new Question(alias.getTarget(), c.question().type(), c.question().dclass());
        resolve(c, c.asked().about(end), its -> answer(c, behind(alias, c, its).spoken()));
        return;
      }
      if (owned.getType() == c.question().type()) {
        records.add(owned);
      }
    }
    answer(
        c,
        new Reply(
            c.asked(),
            Rcode.NOERROR,
            false,
            false,
            reply.origin(),
            records,
            List.of(),
            List.of(),
            List.of()));
  }

  /** IPv6 addresses, made of IPv4 ones where there are none. */
  private void translated(Case c, Dns64 made) {
    Asked four = Dns64.four(c.asked());
    if (made.ignores(c.question().name())) {
      resolve(
          c,
          four,
          reply ->
              made.synthesize(c.asked(), Optional.empty(), reply)
                  .ifPresentOrElse(
                      its -> synthesized(c, made, its),
                      () -> resolve(c, c.asked(), six -> answer(c, six))));
      return;
    }
    resolve(
        c,
        c.asked(),
        six -> {
          if (!Dns64.lacks(six)) {
            settle(c, judged(c, six));
            return;
          }
          resolve(
              c,
              four,
              reply ->
                  made.synthesize(c.asked(), Optional.of(six), reply)
                      .ifPresentOrElse(its -> synthesized(c, made, its), () -> answer(c, six)));
        });
  }

  private void synthesized(Case c, Dns64 made, Reply reply) {
    if (told(c)) {
      tell(
          c,
          new FrontStep.AddressesSynthesized(
              c.name(),
              made.prefix().toString(),
              reply.answer().stream()
                  .filter(AAAARecord.class::isInstance)
                  .map(Record::rdataToString)
                  .limit(16)
                  .toList()),
          Because.of(FrontReason.NO_IPV6, Clause.rfc(6147, "5.1.6")));
    }
    answer(c, judged(c, reply));
  }

  /** Asks the machine behind, if the client may have that. */
  private void resolve(Case c, Asked asked, Consumer<Reply> then) {
    AccessList.Verdict access = asked.caller().access();
    int type = asked.question().type();
    boolean transfer = type == Type.AXFR || type == Type.IXFR;
    boolean local =
        access == AccessList.Verdict.REFUSE_NON_LOCAL
            || access == AccessList.Verdict.DROP_NON_LOCAL;
    boolean snoops = !asked.wants(Asked.Wish.RECURSION) && access != AccessList.Verdict.ALLOW_SNOOP;
    // Transfers are refused to everybody, behind.
    if (!transfer && (local || snoops)) {
      turnAway(c, access == AccessList.Verdict.DROP_NON_LOCAL, local);
      return;
    }
    send(c, asked, then);
  }

  private void send(Case c, Asked asked, Consumer<Reply> then) {
    long errand = ++numbers;
    errands.put(errand, new Errand(c, then));
    errandOf.put(c.client(), errand);
    handle(behind.ask(errand, asked, now));
  }

  private void turnAway(Case c, boolean silently, boolean local) {
    if (told(c)) {
      tell(
          c,
          new FrontStep.ResolutionRefused(
              c.who(), c.name(), c.type(), silently ? "dropped" : "REFUSED"),
          Because.of(local ? FrontReason.ONLY_LOCAL : FrontReason.NO_SNOOPING, c.who()));
    }
    if (silently) {
      actions.add(new Action.Dropped(c.client(), "the access list says so"));
      return;
    }
    List<ExtendedError> errors =
        settings.errors()
            ? List.of(new ExtendedError(local ? PROHIBITED : NOT_AUTHORITATIVE, ""))
            : List.of();
    // Who asks for what is known is told that there is recursion to be had; who may not have it,
    // not.
    Reply.Origin origin = local ? Reply.Origin.LOCAL : Reply.Origin.CACHE;
    answer(c, Reply.error(c.asked(), Rcode.REFUSED, origin, errors));
  }

  /** RFC 8509 section 3.1: an authentic answer may be turned into a failure. */
  private Reply judged(Case c, Reply reply) {
    Optional<RootKeySentinel> sentinel =
        settings.sentinel().isPresent()
            ? RootKeySentinel.of(c.question().name(), c.question().type())
            : Optional.empty();
    if (sentinel.isEmpty() || !reply.authentic()) {
      return reply;
    }
    boolean trusted = settings.sentinel().get().contains(sentinel.get().tag());
    boolean fails = trusted != sentinel.get().wantsTrusted();
    if (told(c)) {
      tell(
          c,
          new FrontStep.SentinelJudged(
              c.name(), sentinel.get().tag(), trusted, fails ? "SERVFAIL" : "NOERROR"),
          Because.of(
              trusted ? FrontReason.KEY_TRUSTED : FrontReason.KEY_NOT_TRUSTED,
              Clause.rfc(8509, "3.1")));
    }
    return fails
        ? Reply.error(
            c.asked(),
            Rcode.SERVFAIL,
            Reply.Origin.LOCAL,
            settings.errors() ? List.of(new ExtendedError(BOGUS, "")) : List.of())
        : reply;
  }

  // ---------------------------------------------------------------- the machine behind

  /** Does what the machine behind says; what that leads it to say comes behind. */
  private void handle(List<Action> more) {
    said.addAll(more);
    if (handling) {
      return;
    }
    handling = true;
    try {
      for (Action next = said.poll(); next != null; next = said.poll()) {
        handle(next);
      }
    } finally {
      handling = false;
    }
  }

  private void handle(Action action) {
    switch (action) {
      case Action.Answered(long errand, Reply reply) ->
          ended(errand).ifPresent(its -> its.then().accept(reply));
      case Action.Dropped(long errand, String reason) ->
          ended(errand).ifPresent(its -> dropped(its, reason));
      case Action.Tell tell ->
          Optional.ofNullable(errands.get(tell.client()))
              .ifPresent(its -> actions.add(tell.to(its.of().client())));
      case Action.Send send -> {
        if (own.has(send.server())) {
          byte[] answer = own.answer(send.server(), send.message());
          handle(behind.received(send.exchange(), send.server(), answer, now));
        } else {
          send(outgoing.dressed(send));
        }
      }
      case Action.Close close -> {
        detours.remove(close.exchange());
        outgoing.closed(close.exchange());
        actions.add(close);
      }
    }
  }

  /** Sends, through the translator where the server has an IPv4 address. */
  private void send(Action.Send send) {
    InetSocketAddress way = way(send.server());
    if (way.equals(send.server())) {
      actions.add(send);
    } else {
      detours.put(send.exchange(), send.server());
      actions.add(new Action.Send(send.exchange(), way, send.carrier(), send.message()));
    }
  }

  private InetSocketAddress way(InetSocketAddress server) {
    return settings.nat64().isPresent() && server.getAddress() instanceof Inet4Address four
        ? new InetSocketAddress(settings.nat64().get().of(four), server.getPort())
        : server;
  }

  private void dropped(Errand errand, String reason) {
    if (errand.of().client() == NOBODY) {
      errand
          .then()
          .accept(Reply.error(errand.of().asked(), Rcode.SERVFAIL, Reply.Origin.LOCAL, List.of()));
    } else {
      actions.add(new Action.Dropped(errand.of().client(), reason));
    }
  }

  private Optional<Errand> ended(long errand) {
    Optional<Errand> its = Optional.ofNullable(errands.remove(errand));
    its.ifPresent(one -> errandOf.remove(one.of().client()));
    return its;
  }

  private void answer(Case c, Reply reply) {
    actions.add(new Action.Answered(c.client(), reply));
  }

  // ---------------------------------------------------------------- the journey

  private static boolean told(Case c) {
    return c.asked().wants(Asked.Wish.TOLD);
  }

  private void tell(Case c, LocalVerdict.Ground ground, String outcome, List<Record> records) {
    if (told(c)) {
      tell(
          c,
          new FrontStep.LocalZoneAnswered(
              c.who(),
              c.name(),
              c.type(),
              ground.zone().toString(),
              ground.type().word(),
              outcome,
              records.stream()
                  .limit(16)
                  .map(r -> Type.string(r.getType()) + " " + r.rdataToString())
                  .toList()),
          Because.of(
              ground.client() ? FrontReason.ZONE_FOR_CLIENT : FrontReason.CLOSEST_LOCAL_ZONE,
              ground.zone().toString()));
    }
  }

  /** Tells a step. Its numbers go down from zero: the machine behind counts up. */
  private void tell(Case c, Step step, Because because) {
    actions.add(new Action.Tell(c.client(), --steps, 0, now.nanos(), step, because));
  }
}

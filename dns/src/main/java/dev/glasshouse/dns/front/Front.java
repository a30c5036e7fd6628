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
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.FrontReason;
import dev.glasshouse.journey.FrontStep;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A resolver machine that answers by itself what is local, turns away who may not ask, and hands
 * the rest to another machine; what that says is looked over before the client gets it.
 *
 * <p>A question goes through: questions about the server itself, local zones, copies of zones, who
 * may have recursion, the resolver (for IPv6 addresses twice, where they are made), the root key
 * sentinel, rules for the addresses in the answer.
 */
public final class Front implements ResolverMachine {
  private static final int BLOCKED = 15;
  private static final int PROHIBITED = 18;
  private static final int NOT_AUTHORITATIVE = 20;
  private static final int BOGUS = 6;

  private final ResolverMachine behind;
  private final FrontSettings settings;
  private final Errands errands;
  private final Copies copies;

  /**
   * A front before a machine.
   *
   * @param behind set up with the settings' {@link FrontSettings#upstreams}
   */
  public Front(ResolverMachine behind, FrontSettings settings) {
    this.behind = behind;
    this.settings = settings;
    var own = new OwnZones(settings.zones());
    this.errands = new Errands(behind, own, settings);
    this.copies = new Copies(settings.zones(), own, errands, this::begin);
  }

  @Override
  public boolean sameForAll() {
    return behind.sameForAll() && !settings.local().distinguish();
  }

  @Override
  public boolean holdsBytes() {
    return behind.holdsBytes();
  }

  @Override
  public List<Action> ask(long client, Asked asked, Moment now) {
    errands.at(now);
    var c = new Case(client, recursionAsSaid(asked));
    if (!copies.holds(c)) {
      begin(c);
    }
    return errands.taken();
  }

  private static Asked recursionAsSaid(Asked asked) {
    return asked.caller().access() == AccessList.Verdict.ALLOW_SETRD
        ? asked.with(Asked.Wish.RECURSION)
        : asked;
  }

  @Override
  public List<Action> cancel(long client, Moment now) {
    errands.at(now);
    copies.cancel(client);
    errands.cancel(client);
    return errands.taken();
  }

  @Override
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now) {
    errands.at(now);
    errands.received(exchange, from, message);
    return errands.taken();
  }

  @Override
  public List<Action> failed(int exchange, String problem, Moment now) {
    errands.at(now);
    errands.failed(exchange, problem);
    return errands.taken();
  }

  @Override
  public List<Action> tick(Moment now) {
    errands.at(now);
    errands.tick();
    return errands.taken();
  }

  @Override
  public OptionalLong wakeAt() {
    return behind.wakeAt();
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
        if (!copies.answers(c, c.question(), reply -> errands.answer(c, reply))) {
          resolve(c);
        }
      }
      case LocalVerdict.Silence(LocalVerdict.Ground ground) -> {
        tell(c, ground, "dropped", List.of());
        errands.drop(c, "a local zone says so");
      }
      case LocalVerdict.Answer answer -> {
        tell(c, answer.ground(), Rcode.string(answer.rcode()), answer.answer());
        errands.answer(c, local(c, answer));
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
    if (c.told()) {
      errands.tell(
          c,
          new FrontStep.ServerDescribed(
              c.who(), c.name(), Rcode.string(rcode), lines.orElse(List.of())),
          Because.of(
              lines.isPresent() ? FrontReason.ABOUT_ITSELF : FrontReason.TOLD_NOBODY,
              Clause.rfc(4892, "2")));
    }
    errands.answer(
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
    Consumer<Reply> then = reply -> errands.answer(c, behind(alias, c, reply));
    if (!copies.answers(c, end, then)) {
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
      resolve(c, asked, reply -> errands.answer(c, Dns64.renamed(c.asked(), reply)));
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
        .ifPresentOrElse(hit -> hidden(c, reply, hit), () -> errands.answer(c, reply));
  }

  private void hidden(Case c, Reply reply, AddressRules.Hit hit) {
    ZoneType action = hit.rule().action();
    if (c.told()) {
      errands.tell(
          c,
          new FrontStep.AddressHidden(
              c.name(),
              c.type(),
              hit.record().rdataToString(),
              hit.rule().range().toString(),
              action.word()),
          Because.of(FrontReason.ADDRESS_IN_RULE, hit.rule().range().toString()));
    }
    switch (action) {
      case DENY, ALWAYS_DENY, INFORM_DENY -> errands.drop(c, "a rule for addresses says so");
      case REFUSE, ALWAYS_REFUSE -> blocked(c, Rcode.REFUSED);
      case ALWAYS_NXDOMAIN -> blocked(c, Rcode.NXDOMAIN);
      case STATIC,
          ALWAYS_NODATA,
          ALWAYS_NULL,
          BLOCK_A,
          BLOCK_AAAA,
          BLOCK_A_WDATA,
          BLOCK_AAAA_WDATA ->
          blocked(c, Rcode.NOERROR);
      case REDIRECT, INFORM_REDIRECT -> redirected(c, reply, hit);
      case TRANSPARENT, TYPETRANSPARENT, INFORM, ALWAYS_TRANSPARENT, NOVIEW ->
          errands.answer(c, reply);
    }
  }

  private void blocked(Case c, int rcode) {
    List<ExtendedError> errors =
        settings.errors() ? List.of(new ExtendedError(BLOCKED, "")) : List.of();
    errands.answer(c, Reply.error(c.asked(), rcode, Reply.Origin.CACHE, errors));
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
        resolve(c, c.asked().about(end), its -> errands.answer(c, behind(alias, c, its).spoken()));
        return;
      }
      if (owned.getType() == c.question().type()) {
        records.add(owned);
      }
    }
    errands.answer(
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
                      () -> resolve(c, c.asked(), six -> errands.answer(c, six))));
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
                      .ifPresentOrElse(
                          its -> synthesized(c, made, its), () -> errands.answer(c, six)));
        });
  }

  private void synthesized(Case c, Dns64 made, Reply reply) {
    if (c.told()) {
      errands.tell(
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
    errands.answer(c, judged(c, reply));
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
    errands.ask(c, asked, then);
  }

  private void turnAway(Case c, boolean silently, boolean local) {
    if (c.told()) {
      errands.tell(
          c,
          new FrontStep.ResolutionRefused(
              c.who(), c.name(), c.type(), silently ? "dropped" : "REFUSED"),
          Because.of(local ? FrontReason.ONLY_LOCAL : FrontReason.NO_SNOOPING, c.who()));
    }
    if (silently) {
      errands.drop(c, "the access list says so");
      return;
    }
    List<ExtendedError> errors =
        settings.errors()
            ? List.of(new ExtendedError(local ? PROHIBITED : NOT_AUTHORITATIVE, ""))
            : List.of();
    // Who asks for what is known is told that there is recursion to be had; who may not have it,
    // not.
    Reply.Origin origin = local ? Reply.Origin.LOCAL : Reply.Origin.CACHE;
    errands.answer(c, Reply.error(c.asked(), Rcode.REFUSED, origin, errors));
  }

  /** RFC 8509 section 3.1: an authentic answer may be turned into a failure. */
  private Reply judged(Case c, Reply reply) {
    if (settings.sentinel().isEmpty() || !reply.authentic()) {
      return reply;
    }
    Optional<RootKeySentinel> sentinel =
        RootKeySentinel.of(c.question().name(), c.question().type());
    if (sentinel.isEmpty()) {
      return reply;
    }
    boolean trusted = settings.sentinel().get().contains(sentinel.get().tag());
    boolean fails = trusted != sentinel.get().wantsTrusted();
    if (c.told()) {
      errands.tell(
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

  private void tell(Case c, LocalVerdict.Ground ground, String outcome, List<Record> records) {
    if (c.told()) {
      errands.tell(
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
}

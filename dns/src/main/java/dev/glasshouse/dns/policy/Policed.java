package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameServiceReason;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Stands before somebody who answers truly, and answers otherwise where a rule says so. Each such
 * answer is marked: in the journey, and to clients that understand EDNS by an extended error.
 *
 * <p>The rules hold for the name that is asked for, and where none does, for those that it turns
 * out to be an alias of, in their order, so that nobody gets around a rule by an alias. They do not
 * hold for the name that a rule leads to. Transfers and classes other than IN pass.
 */
public final class Policed implements Answerer {
  private static final int IN = 1;
  private static final Clause NOTICES = Clause.rfc(8914, "4");

  private final Answerer behind;
  private final PolicyLimits limits;
  private final LongAdder hijacked = new LongAdder();
  private volatile NamePolicy policy;

  /**
   * A policy before an answerer.
   *
   * @param behind who answers truly
   */
  public Policed(NamePolicy policy, Answerer behind, PolicyLimits limits) {
    this.policy = policy;
    this.behind = behind;
    this.limits = limits;
  }

  /** Exchanges the rules while questions are answered. */
  public void put(NamePolicy rules) {
    policy = rules;
  }

  /**
   * Exchanges the rules by those of a file; when that has faults, the old ones stay.
   *
   * @param trail where it is told
   * @throws PolicyException with all that is wrong in the file
   */
  public void load(Path file, Trail trail) throws PolicyException {
    try {
      NamePolicy rules = PolicyFile.read(file, limits);
      policy = rules;
      if (trail.on()) {
        trail.mark(
            new NameServiceStep.NamePolicyLoaded(file.toString(), rules.rules().size()),
            Because.HAPPENED);
      }
    } catch (PolicyException e) {
      if (trail.on()) {
        trail.mark(
            new NameServiceStep.NamePolicyRefused(
                file.toString(), e.faults().stream().map(PolicyFault::toString).toList()),
            Because.HAPPENED);
      }
      throw e;
    }
  }

  /** The rules that hold now. */
  public NamePolicy policy() {
    return policy;
  }

  /** How many questions were not answered truly. */
  public long hijacked() {
    return hijacked.sum();
  }

  @Override
  public void answer(ClientQuery query, ReplySink reply) {
    NamePolicy rules = policy;
    MessageScan scan = query.scan();
    int type = scan.opcode() == 0 ? scan.questionType() : Type.AXFR;
    boolean transfer = type == Type.AXFR || type == Type.IXFR;
    if (rules.isEmpty() || transfer || scan.questionClass() != IN) {
      behind.answer(query, reply);
      return;
    }
    byte[] name = NameBytes.lower(NameBytes.expand(scan.bytes(), MessageScan.HEADER));
    Verdict verdict = rules.verdict(name);
    if (verdict.rule().isEmpty()) {
      if (type == Type.CNAME || type == Type.ANY) {
        // Who asks for the alias itself is not led on by it.
        behind.answer(query, reply);
      } else {
        behind.answer(query, new Led(query.kept(), rules, name, reply));
      }
      return;
    }
    act(query, name, verdict, reply, () -> behind.answer(query, reply));
  }

  /**
   * Does what a rule says.
   *
   * @param met the name that it holds for
   * @param truth gives the true answer
   */
  private void act(
      ClientQuery query, byte[] met, Verdict verdict, ReplySink reply, Runnable truth) {
    Rule rule = verdict.rule().orElseThrow();
    if (rule.deed() instanceof Deed.Pass) {
      if (query.trail().on()) {
        query
            .trail()
            .mark(
                new NameServiceStep.AnswerSpared(
                    words(query.client()),
                    NameBytes.text(query.scan().bytes(), MessageScan.HEADER),
                    Type.string(query.scan().questionType()),
                    rule.text(),
                    rule.place()),
                verdict.because());
      }
      truth.run();
      return;
    }
    try {
      hijack(query, rule, met, verdict.because(), reply, truth);
    } catch (IOException e) {
      // The scan has seen that the name holds.
      reply.drop();
    }
  }

  /** Looks in a true answer for aliases that lead to where a rule holds. */
  private final class Led implements ReplySink {
    private final ClientQuery query;
    private final NamePolicy rules;
    private final byte[] asked;
    private final ReplySink reply;

    Led(ClientQuery query, NamePolicy rules, byte[] asked, ReplySink reply) {
      this.query = query;
      this.rules = rules;
      this.asked = asked;
      this.reply = reply;
    }

    @Override
    public void reply(byte[] message, int length) {
      for (Name name : Aliases.of(message, length)) {
        byte[] met = NameBytes.lower(name.toWire());
        Verdict verdict = rules.verdict(met);
        if (verdict.rule().isPresent()) {
          byte[] truth = Arrays.copyOf(message, length);
          Because because =
              Because.of(
                  NameServiceReason.ALIAS_IN_RULE, NameBytes.text(asked), NameBytes.text(met));
          act(
              query,
              met,
              new Verdict(verdict.rule(), because),
              reply,
              () -> reply.reply(truth, truth.length));
          return;
        }
      }
      reply.reply(message, length);
    }

    @Override
    public void drop() {
      reply.drop();
    }
  }

  private void hijack(
      ClientQuery query, Rule rule, byte[] met, Because because, ReplySink reply, Runnable truth)
      throws IOException {
    var forged = new Forged(query.kept(), rule, met, limits.ttl().toSeconds());
    Optional<Name> other = forged.other();
    if (other.isPresent() && forged.isHere(other.get())) {
      // The rule's own target lies where the rule holds.
      truth.run();
      return;
    }
    hijacked.increment();
    Trail trail = query.trail();
    long id = trail.on() ? tell(query, rule, other, because) : 0;
    switch (rule.deed()) {
      case Deed.Block(Deed.Block.How how) -> forged.deny(how, reply);
      case Deed.Forge forge -> forged.addresses(forge.addresses(), reply);
      case Deed.Redirect(Name target) when forged.type() == Type.CNAME ->
          forged.alias(target, reply);
      case Deed.Redirect _, Deed.Rewrite _ ->
          other.ifPresentOrElse(
              name -> ask(query, forged, name, trail.after(id), reply), () -> forged.fail(reply));
      case Deed.Pass _ -> truth.run();
    }
  }

  private void ask(ClientQuery query, Forged forged, Name other, Trail trail, ReplySink reply) {
    behind.answer(
        query.asking(forged.question(other), trail),
        new ReplySink() {
          @Override
          public void reply(byte[] message, int length) {
            forged.told(Arrays.copyOf(message, length), other, reply);
          }

          @Override
          public void drop() {
            reply.drop();
          }
        });
  }

  private static long tell(ClientQuery query, Rule rule, Optional<Name> other, Because because) {
    AnswerMark.Kind notice = rule.notice();
    Because why = new Because(because.reason(), because.arguments(), NOTICES, because.refused());
    return query
        .trail()
        .mark(
            new NameServiceStep.AnswerHijacked(
                words(query.client()),
                NameBytes.text(query.scan().bytes(), MessageScan.HEADER),
                Type.string(query.scan().questionType()),
                rule.deed().word(),
                other.map(Name::toString).orElse(rule.deed().given()),
                rule.text(),
                rule.place(),
                notice.code() + " (" + notice.text() + ")"),
            why);
  }

  private static String words(InetSocketAddress client) {
    String host = AddressText.of(client.getAddress());
    boolean six = client.getAddress() instanceof Inet6Address && !host.startsWith("[");
    return (six ? "[" + host + "]" : host) + ":" + client.getPort();
  }
}

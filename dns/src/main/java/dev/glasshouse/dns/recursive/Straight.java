package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The straight way to an answer, which most questions take that nobody has asked before: the zone
 * right above the name is known, one of its servers is asked, and has what was asked for. One
 * object is all that such a question needs. When anything else comes, or nothing, a {@link
 * Resolution} goes on from there.
 *
 * <p>Only where nothing is checked, no servers are configured, and nobody is told the story.
 */
final class Straight {
  private final Machine machine;
  private final Validated validated;
  private final boolean open;

  Straight(Machine machine, Validated validated) {
    this.machine = machine;
    this.validated = validated;
    RecursorOptions options = machine.options();
    this.open =
        options.anchors().isEmpty()
            && options.upstreams().isEmpty()
            && machine.limits().sent() > 0
            && !options.has(RecursorOptions.Feature.EAGER_TARGETS);
  }

  /**
   * Asks a server, if the straight way leads to one.
   *
   * @param question of which nothing is known, and whose story nobody wants to hear
   * @param then told what was found, later, and once
   * @return whether one was asked
   */
  boolean ask(Question question, Consumer<Finding> then) {
    if (!open || question.dclass() != DClass.IN || !isPlain(question.type())) {
      return false;
    }
    Name name = question.name();
    Optional<Delegation> servers =
        name.labels() > 1 && !validated.resolutions().isOpen(Want.of(question))
            ? machine.memory().held(new Name(name, 1), machine.now())
            : Optional.empty();
    if (servers.isEmpty()) {
      return false;
    }
    Delegation its = servers.get();
    int which =
        new TargetChoice(machine, its.zone(), question.type(), Set.of(), false)
            .straight(its.targets());
    if (which < 0) {
      return false;
    }
    new Way(question, its, which, then).begin();
    return true;
  }

  private static boolean isPlain(int type) {
    return type == Type.A || type == Type.AAAA || type == Type.TXT;
  }

  /** A question on this way. */
  private final class Way implements Exchanges.Ear {
    private final Question question;
    private final Delegation servers;
    private final int which;
    private final Consumer<Finding> then;
    private final Budget budget = new Budget(machine.limits());
    private final long began = machine.now();

    Way(Question question, Delegation servers, int which, Consumer<Finding> then) {
      this.question = question;
      this.servers = servers;
      this.which = which;
      this.then = then;
    }

    void begin() {
      budget.send();
      Delegation.Target target = servers.targets().get(which);
      var call =
          new Exchanges.Call(
              question,
              target.address(),
              target.page(machine.book(), began),
              servers.zone(),
              false,
              false,
              Carrier.UDP);
      machine.exchanges().ask(call, budget, Spot.NOWHERE, this);
    }

    @Override
    public void plain(RecordSet set) {
      RecordSet sure = set.with(Security.INDETERMINATE);
      if (machine.memory().keepAlone(question, sure, machine.now())) {
        then.accept(Memory.alone(question, sure));
      } else {
        goOn((hearing, turn) -> hearing.plain(turn, set));
      }
    }

    @Override
    public void heard(Exchanges.Came came) {
      goOn((hearing, turn) -> hearing.heard(turn, came));
    }

    @Override
    public void nothing(String problem) {
      goOn((hearing, turn) -> hearing.silent(turn, problem));
    }

    private void goOn(BiConsumer<Hearing, Turn> with) {
      validated.goOn(
          question,
          false,
          new Charge(budget, 0, Spot.NOWHERE),
          resolution -> resolution.goOn(servers, which, began, with),
          then);
    }
  }
}

package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FrontReason;
import dev.glasshouse.journey.FrontStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Clients' questions that copies of zones answer, once it is known that those are believed. */
final class Copies {
  private final OwnZones own;
  private final ZoneTrust trust;
  private final Errands errands;
  private final Consumer<Case> begin;
  private final List<Case> held = new ArrayList<>();

  /**
   * Copies.
   *
   * @param begin takes up a question that had to wait
   */
  Copies(List<OwnZone> zones, OwnZones own, Errands errands, Consumer<Case> begin) {
    this.own = own;
    this.trust = new ZoneTrust(zones);
    this.errands = errands;
    this.begin = begin;
  }

  /** Whether a question waits until it is known whether a copy is believed. */
  boolean holds(Case c) {
    trust.due(errands.now()).forEach(this::check);
    return trust.undecided(c.question().name()) && held.add(c);
  }

  /** A client waits no longer. */
  void cancel(long client) {
    held.removeIf(c -> c.client() == client);
  }

  /** Looks whether a copy is to be believed; questions for it wait. */
  private void check(OwnZone zone) {
    Optional<Asked> question = trust.begin(zone);
    own.serves(zone.name(), trust.believed(zone));
    question.ifPresent(asked -> {
      var ours = new Case(Case.NOBODY, asked);
      errands.ask(ours, asked, reply -> checked(zone, reply));
    });
  }

  private void checked(OwnZone zone, Reply reply) {
    trust.answered(zone, Optional.of(reply), errands.now());
    own.serves(zone.name(), trust.believed(zone));
    List<Case> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(begin);
  }

  /** Answers out of the copy that clients are answered from; whether there is one. */
  boolean answers(Case c, Question question, Consumer<Reply> then) {
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
    if (c.told()) {
      errands.tell(
          c,
          new FrontStep.OwnZoneAnswered(
              question.name().toString(),
              Type.string(question.type()),
              zone.get().name().toString(),
              zone.get().copy().map(Zone::serial).orElse(0L),
              zone.get().digest().map(d -> d.name().toLowerCase(Locale.ROOT)).orElse("unchecked"),
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
}

package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a name besides its addresses: the records of one type, and how its services are
 * reached.
 */
final class RecordLookup {
  private final Resolver resolver;
  private final OwnRules own;
  private final Limits limits;

  RecordLookup(Resolver resolver, OwnRules own, Limits limits) {
    this.resolver = resolver;
    this.own = own;
    this.limits = limits;
  }

  /** See {@link Resolver#lookup}. */
  Answer of(String name, String type, Deadline deadline, Trail trail) throws NameException {
    long id = trail.open();
    long begin = trail.now();
    Trail below = trail.after(id);
    Instant since = resolver.now();
    try {
      String normal = Resolver.normal(name);
      String typed = normal.endsWith(".") ? normal.substring(0, normal.length() - 1) : normal;
      String bare = lookedUp(name, typed, own.of(typed, type, below));
      Heard heard = heard(name, bare, type, since, deadline, below);
      // Who asks for the alias itself is not led on by it.
      if (!type.equals("CNAME")) {
        OwnRules.Outcome outcome = led(typed, Resolver.targets(heard.answer), type, below);
        String other = lookedUp(name, bare, outcome);
        if (!other.equals(bare)) {
          bare = other;
          heard = heard(name, bare, type, since, deadline, below);
        }
      }
      Answer answer = heard.answer;
      String source = heard.known ? "the browser's cache" : answer.source();
      if (answer.outcome() != Answer.Outcome.FOUND) {
        throw Failures.nothing(bare, List.of(answer), source);
      }
      Duration left = answer.left(resolver.now());
      if (trail.on()) {
        trail.close(
            id,
            begin,
            new NameStep.NameAnswered(
                bare, answer.records().stream().map(Answer.Datum::text).toList(), source, left),
            heard.known
                ? Because.of(NameReason.CACHED, Resolver.text(left))
                : resolver.said(source));
      }
      return answer;
    } catch (NameException e) {
      if (trail.on()) {
        trail.close(
            id,
            begin,
            new NameStep.NameFailed(name, e.outcome().name(), e.source()),
            Failures.because(e.outcome()));
      }
      throw e;
    }
  }

  /**
   * What is known of a name.
   *
   * @param known whether the cache knew it
   */
  private record Heard(Answer answer, boolean known) {}

  private Heard heard(
      String host, String bare, String type, Instant since, Deadline deadline, Trail trail)
      throws NameException {
    keepsToItself(host, bare);
    Optional<Answer> known = resolver.cacheAsked(bare, type, trail);
    if (known.isPresent()) {
      return new Heard(known.get(), true);
    }
    return new Heard(resolver.search(bare, since, deadline, trail).ask(bare, type), false);
  }

  /** The name that the client's own rules leave, or put in its place. */
  private static String lookedUp(String host, String bare, OwnRules.Outcome outcome)
      throws NameException {
    return switch (outcome) {
      case OwnRules.Outcome.Open(), OwnRules.Outcome.Spared() -> bare;
      case OwnRules.Outcome.Other(String other) -> other;
      case OwnRules.Outcome.Blocked(NameException.Outcome how, String place) ->
          throw new NameException(host, how, "the own rule in " + place);
      case OwnRules.Outcome.Forged(List<InetAddress> _, String place, Because _) ->
          throw new NameException(host, NameException.Outcome.NODATA, "the own rule in " + place);
    };
  }

  /** Names that no server is asked about, whatever the record type (RFC 6761 6.3 and 6.4). */
  private void keepsToItself(String host, String name) throws NameException {
    if (SpecialNames.literal(name).isPresent()) {
      throw new NameException(host, NameException.Outcome.NODATA, "itself");
    }
    Optional<String> source = resolver.ruledBy(host, name);
    if (source.isPresent()) {
      throw new NameException(host, NameException.Outcome.NODATA, source.get());
    }
  }

  /** See {@link Resolver#services}. */
  Services services(String host, int port, Deadline deadline, Trail trail) {
    try {
      if (SpecialNames.literal(host).isPresent()) {
        return Services.NOT_ASKED;
      }
      String name = Resolver.normal(host);
      String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      if (isRuled(bare) || !resolver.isForServers(name, bare)) {
        return Services.NOT_ASKED;
      }
      Search search = resolver.search(bare, resolver.now(), deadline, trail);
      return new ServiceSearch(
              asked -> {
                Optional<Answer> known = resolver.cacheAsked(asked, "HTTPS", trail);
                Answer answer = known.isPresent() ? known.get() : search.ask(asked, "HTTPS");
                return unruled(bare, asked, answer);
              },
              limits,
              trail)
          .run(bare, port);
    } catch (NameException e) {
      return Services.NOT_ASKED;
    }
  }

  /** Whether a rule changes what there is at a name. */
  private boolean isRuled(String bare) {
    return switch (own.of(bare, "HTTPS", Trail.OFF)) {
      case OwnRules.Outcome.Open(), OwnRules.Outcome.Spared() -> false;
      case OwnRules.Outcome.Other _, OwnRules.Outcome.Blocked _, OwnRules.Outcome.Forged _ -> true;
    };
  }

  /**
   * An answer about a service, unless it leads to a name that a rule holds for: there the rule's
   * addresses count alone.
   */
  private Answer unruled(String bare, String asked, Answer answer) throws NameException {
    var targets = new ArrayList<>(Resolver.targets(answer));
    if (!asked.equals(bare)) {
      targets.addFirst(asked);
    }
    return switch (led(bare, targets, "HTTPS", Trail.OFF)) {
      case OwnRules.Outcome.Open(), OwnRules.Outcome.Spared() -> answer;
      case OwnRules.Outcome.Other _, OwnRules.Outcome.Blocked _, OwnRules.Outcome.Forged _ ->
          throw new NameException(bare, NameException.Outcome.NODATA, "the own rules");
    };
  }

  /**
   * What becomes of an answer by the names that it leads to; a name that is spared leads freely.
   */
  private OwnRules.Outcome led(String bare, List<String> targets, String type, Trail trail) {
    return own.of(bare, type, Trail.OFF) instanceof OwnRules.Outcome.Open
        ? own.led(bare, targets, type, trail)
        : new OwnRules.Outcome.Spared();
  }
}

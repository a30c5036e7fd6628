package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.ZoneStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A name's way from the root to its owner, as one resolver went it: zone by zone who was asked,
 * what came, and what was believed of it.
 *
 * @param name the name that was asked for
 * @param type the record type
 * @param cuts the zones on the way, in its order
 * @param aside what had to be asked beside the way: the root's servers, servers' addresses, keys
 * @param aliases the aliases that were followed
 * @param links the links of the chain of trust
 * @param known what was known before, as steps that say so
 * @param judged what the check of the signatures came to; empty when nothing was checked
 * @param ending the answer; empty when there was none in time
 * @param nanos how long it took, nanoseconds
 */
public record Walk(
    String name,
    String type,
    List<Cut> cuts,
    List<Ask> aside,
    List<RecursionStep.AliasTaken> aliases,
    List<Link> links,
    List<RecursionStep.MemoryAsked> known,
    Optional<Judged> judged,
    Optional<RecursionStep.RecursionAnswered> ending,
    long nanos) {

  /** Why something is asked. */
  public enum Purpose {
    /** It leads on. */
    WAY,
    /** The root's servers are asked who they are (RFC 8109). */
    PRIMING,
    /** A server's address is needed. */
    ADDRESS,
    /** A zone's keys, or the digest of one, are needed. */
    TRUST
  }

  /**
   * A zone on the way.
   *
   * @param zone its name
   * @param asks its servers that were asked, in their order
   */
  public record Cut(String zone, List<Ask> asks) {
    /** Whether none of its servers helped. */
    public boolean failed() {
      return asks.stream().allMatch(Ask::failed);
    }
  }

  /**
   * A server that was asked.
   *
   * @param serverName the server's name, as far as it is known; else empty
   * @param chosen who it is and what it is asked
   * @param because why it was chosen
   * @param again by which other transport, and why, it was asked once more
   * @param heard what it answered; empty when nothing came
   * @param meant what that is to the question
   * @param nanos how long the answer took, nanoseconds
   * @param judged what else it said, and what of it was believed
   * @param referral where it leads
   * @param silence why nothing came
   */
  public record Ask(
      Purpose purpose,
      String serverName,
      RecursionStep.ServerChosen chosen,
      Because because,
      List<Again> again,
      Optional<RecursionStep.MessageHeard> heard,
      Because meant,
      long nanos,
      Optional<RecursionStep.RecordsJudged> judged,
      Optional<RecursionStep.ReferralFollowed> referral,
      Optional<String> silence) {

    /** Whether it did not help. */
    public boolean failed() {
      return heard.isEmpty()
          || switch (heard.get().meaning()) {
            case "lame", "only resolves", "empty", "error" -> true;
            default -> false;
          };
    }
  }

  /** A server was asked once more. */
  public record Again(String transport, Because because) {}

  /** A zone's link of the chain of trust. */
  public record Link(RecursionStep.ChainLinkChecked checked, Because because) {}

  /** What a check came to. */
  public record Judged(RecursionStep.TrustJudged trust, Because because) {}

  /** Copies the lists. */
  public Walk {
    cuts = List.copyOf(cuts);
    aside = List.copyOf(aside);
    aliases = List.copyOf(aliases);
    links = List.copyOf(links);
    known = List.copyOf(known);
  }

  /**
   * The walk that a journey tells.
   *
   * @param names the servers' names that were known before, by their addresses as text
   */
  public static Walk of(Journey journey, Map<String, String> names) {
    return new Reading(journey, names).walk();
  }

  /** Every server that was asked, on the way and beside it. */
  public List<Ask> asks() {
    var all = new ArrayList<Ask>();
    cuts.forEach(cut -> all.addAll(cut.asks));
    all.addAll(aside);
    return all;
  }

  /** Whether a server got to see less of the name than it is looked for (RFC 9156). */
  public boolean isMinimised(Ask ask) {
    return isAbove(ask.chosen().name(), name)
        || aliases.stream().anyMatch(alias -> isAbove(ask.chosen().name(), alias.target()));
  }

  private static boolean isAbove(String asked, String whole) {
    return !asked.equalsIgnoreCase(whole)
        && (asked.equals(".")
            || whole.toLowerCase(Locale.ROOT).endsWith("." + asked.toLowerCase(Locale.ROOT)));
  }

  /** Whether the signatures were checked, and do not hold. */
  public boolean isBogus() {
    return judged.isPresent() && judged.get().trust.verdict().equals("bogus");
  }

  /** One reading of a journey. */
  private static final class Reading {
    private final Journey journey;
    private final Map<Long, Entry> byId = new HashMap<>();
    private final Map<String, String> names;
    private final Map<Long, Draft> drafts = new LinkedHashMap<>();

    /** An ask that is being put together. */
    private static final class Draft {
      final Entry entry;
      final RecursionStep.ServerChosen chosen;
      final List<Again> again = new ArrayList<>();
      Optional<Entry> heard = Optional.empty();
      Optional<RecursionStep.RecordsJudged> judged = Optional.empty();
      Optional<RecursionStep.ReferralFollowed> referral = Optional.empty();
      Optional<String> silence = Optional.empty();

      Draft(Entry entry, RecursionStep.ServerChosen chosen) {
        this.entry = entry;
        this.chosen = chosen;
      }
    }

    Reading(Journey journey, Map<String, String> names) {
      this.journey = journey;
      this.names = new HashMap<>(names);
      journey.entries().forEach(entry -> byId.put(entry.id(), entry));
    }

    Walk walk() {
      var aliases = new ArrayList<RecursionStep.AliasTaken>();
      var links = new LinkedHashMap<String, Link>();
      var known = new ArrayList<RecursionStep.MemoryAsked>();
      Optional<Judged> judged = Optional.empty();
      Optional<Entry> ending = Optional.empty();
      for (Entry entry : journey.entries()) {
        if (!(entry.step() instanceof RecursionStep step) || isPlayed(entry)) {
          continue;
        }
        switch (step) {
          case RecursionStep.ServerChosen chosen -> chosen(entry, chosen);
          case RecursionStep.MessageHeard heard -> heard(entry, heard);
          case RecursionStep.ServerSilent silent ->
              ask(entry).ifPresent(d -> d.silence = Optional.of(silent.problem()));
          case RecursionStep.RecordsJudged its -> {
            its.taken().forEach(this::learn);
            ask(entry).ifPresent(d -> d.judged = Optional.of(its));
          }
          case RecursionStep.ReferralFollowed referral ->
              ask(entry).ifPresent(d -> d.referral = Optional.of(referral));
          case RecursionStep.AliasTaken alias -> aliases.add(alias);
          case RecursionStep.ChainLinkChecked link ->
              links.put(link.zone(), new Link(link, entry.because()));
          case RecursionStep.TrustJudged trust ->
              judged = Optional.of(new Judged(trust, entry.because()));
          case RecursionStep.MemoryAsked memory -> {
            if (memory.hit()) {
              known.add(memory);
            }
          }
          case RecursionStep.RecursionAnswered _ -> ending = Optional.of(entry);
          case RecursionStep.ForgeryDropped _,
              RecursionStep.ServerSought _,
              RecursionStep.QuestionJoined _,
              RecursionStep.BudgetSpent _,
              RecursionStep.StaleServed _,
              RecursionStep.AnswerRenewed _ -> {}
        }
      }
      return put(aliases, List.copyOf(links.values()), known, judged, ending);
    }

    private Walk put(
        List<RecursionStep.AliasTaken> aliases,
        List<Link> links,
        List<RecursionStep.MemoryAsked> known,
        Optional<Judged> judged,
        Optional<Entry> ending) {
      Optional<RecursionStep.RecursionAnswered> last =
          ending.map(e -> (RecursionStep.RecursionAnswered) e.step());
      String name = last.map(RecursionStep.RecursionAnswered::name).orElse("");
      String type = last.map(RecursionStep.RecursionAnswered::type).orElse("");
      var cuts = new ArrayList<Cut>();
      var aside = new ArrayList<Ask>();
      for (Draft draft : drafts.values()) {
        Ask ask = ask(draft, purpose(draft, name, type));
        if (ask.purpose != Purpose.WAY) {
          aside.add(ask);
        } else if (!cuts.isEmpty() && cuts.getLast().zone.equals(ask.chosen.zone())) {
          var asks = new ArrayList<>(cuts.removeLast().asks);
          asks.add(ask);
          cuts.add(new Cut(ask.chosen.zone(), List.copyOf(asks)));
        } else {
          cuts.add(new Cut(ask.chosen.zone(), List.of(ask)));
        }
      }
      long end = journey.entries().stream().mapToLong(Entry::end).max().orElse(0);
      long begin = journey.entries().stream().mapToLong(Entry::begin).min().orElse(0);
      return new Walk(
          name,
          type,
          cuts,
          aside,
          aliases,
          links,
          known,
          judged,
          last,
          ending.map(Entry::nanos).orElse(end - begin));
    }

    /** Whether a step happened at a server that was asked, and that runs in this process. */
    private boolean isPlayed(Entry entry) {
      return above(entry, ZoneStep.QueryCame.class);
    }

    private boolean above(Entry entry, Class<?> kind) {
      for (Entry each = byId.get(entry.parent()); each != null; each = byId.get(each.parent())) {
        if (kind.isInstance(each.step())) {
          return true;
        }
      }
      return false;
    }

    private void chosen(Entry entry, RecursionStep.ServerChosen chosen) {
      Draft before = drafts.get(entry.parent());
      if (before != null) {
        before.again.add(new Again(chosen.transport(), entry.because()));
      } else {
        drafts.put(entry.id(), new Draft(entry, chosen));
      }
    }

    private void heard(Entry entry, RecursionStep.MessageHeard heard) {
      heard.answers().forEach(this::learn);
      ask(entry).ifPresent(d -> d.heard = Optional.of(entry));
    }

    /** The ask that a step belongs to. */
    private Optional<Draft> ask(Entry entry) {
      for (Entry each = entry; each != null; each = byId.get(each.parent())) {
        Draft draft = drafts.get(each.id());
        if (draft != null) {
          return Optional.of(draft);
        }
      }
      return Optional.empty();
    }

    /** "a.nic.test. A 127.80.3.1" tells whose address that is. */
    private void learn(String record) {
      List<String> parts = List.of(record.split(" ", 3));
      if (parts.size() == 3 && (parts.get(1).equals("A") || parts.get(1).equals("AAAA"))) {
        names.putIfAbsent(parts.get(2), parts.get(0));
      }
    }

    private Purpose purpose(Draft draft, String name, String type) {
      RecursionStep.ServerChosen chosen = draft.chosen;
      boolean wanted = chosen.name().equalsIgnoreCase(name) && chosen.type().equals(type);
      if (above(draft.entry, RecursionStep.ServerSought.class)) {
        return Purpose.ADDRESS;
      } else if (!wanted && (chosen.type().equals("DS") || chosen.type().equals("DNSKEY"))) {
        return Purpose.TRUST;
      } else if (!wanted && chosen.name().equals(".") && chosen.type().equals("NS")) {
        return Purpose.PRIMING;
      }
      return Purpose.WAY;
    }

    private Ask ask(Draft draft, Purpose purpose) {
      return new Ask(
          purpose,
          names.getOrDefault(Places.bare(draft.chosen.server()), ""),
          draft.chosen,
          draft.entry.because(),
          List.copyOf(draft.again),
          draft.heard.map(e -> (RecursionStep.MessageHeard) e.step()),
          draft.heard.map(Entry::because).orElse(Because.HAPPENED),
          draft.heard.map(Entry::nanos).orElse(0L),
          draft.judged,
          draft.referral,
          draft.silence);
    }
  }
}

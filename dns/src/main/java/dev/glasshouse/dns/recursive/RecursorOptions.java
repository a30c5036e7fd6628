package dev.glasshouse.dns.recursive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * How a {@link Recursor} is set up.
 *
 * @param hints the root's servers
 * @param upstreams zones with servers of their own
 * @param anchors DS or DNSKEY records that are trusted (RFC 4033 section 2); empty does not
 *     validate
 * @param insecure zones below which nothing is validated (RFC 7646)
 * @param unasked addresses and networks that are never asked
 * @param hidden networks whose addresses no outsider may answer with (against DNS rebinding)
 * @param hiddenAllowed zones that may answer with them
 * @param minimisation how much of a name each server gets to see (RFC 9156)
 * @param lifetimes how long what was learnt is kept
 * @param stale whether old answers are served
 * @param features what is switched on
 * @param oldAlgorithms DNSSEC algorithms that are checked besides those of today (tests of old
 *     zones)
 */
public record RecursorOptions(
    List<RootHint> hints,
    List<Upstream> upstreams,
    List<Record> anchors,
    List<Name> insecure,
    List<NetworkRange> unasked,
    List<NetworkRange> hidden,
    List<Name> hiddenAllowed,
    Minimisation minimisation,
    Lifetimes lifetimes,
    Stale stale,
    Set<Feature> features,
    Set<Integer> oldAlgorithms) {

  /** How much of a name each server gets to see. */
  public enum Minimisation {
    /** The whole name. */
    OFF,
    /** As little as needed; the whole name where a server does not understand that. */
    RELAXED,
    /** As little as needed, whatever comes of it. */
    STRICT
  }

  /** What can be switched on. */
  public enum Feature {
    /** Servers are asked over IPv4. */
    IPV4,
    /** Servers are asked over IPv6. */
    IPV6,
    /** Answers have only the sections that are needed. */
    MINIMAL_ANSWERS,
    /** Proofs in the cache answer (RFC 8198). */
    AGGRESSIVE_NSEC,
    /** What is asked for in the last tenth of its time is renewed. */
    PREFETCH,
    /** A zone's keys are fetched as soon as its DS is seen. */
    PREFETCH_KEY,
    /** Letters of a question's name have a random case (0x20). */
    RANDOM_CASE,
    /** Nothing exists below a validated name that does not (RFC 8020). */
    NOTHING_BELOW_NXDOMAIN,
    /** Answers say why they are so (RFC 8914). */
    EXTENDED_ERRORS,
    /** Name servers' records that came along unasked are taken (older servers' habit). */
    UNASKED_AUTHORITY,
    /** Additional records that nobody needs are removed. */
    NO_UNKNOWN_ADDITIONAL,
    /** Addresses of name servers are looked up at their own zone before they count as answers. */
    VERIFIED_GLUE,
    /** The records of a set are handed out in turn. */
    ROUND_ROBIN,
    /** A signature is wanted of each algorithm that the DS records name. */
    ALL_ALGORITHMS,
    /** TTLs are not counted down. */
    ORIGINAL_TTL,
    /** Servers are asked by TCP alone. */
    TCP_ONLY,
    /** All addresses of a delegation are looked up ahead. */
    EAGER_TARGETS,
    /** Answers are not signed (EDNS without DO) where nothing is validated. */
    NO_SIGNATURES_ASKED
  }

  /** Copies the collections. */
  public RecursorOptions {
    hints = List.copyOf(hints);
    upstreams = List.copyOf(upstreams);
    anchors = List.copyOf(anchors);
    insecure = List.copyOf(insecure);
    unasked = List.copyOf(unasked);
    hidden = List.copyOf(hidden);
    hiddenAllowed = List.copyOf(hiddenAllowed);
    // Asked for at each step: a set of bits answers at once.
    EnumSet<Feature> own = EnumSet.noneOf(Feature.class);
    own.addAll(features);
    features = Collections.unmodifiableSet(own);
    oldAlgorithms = Set.copyOf(oldAlgorithms);
  }

  /** Whether what is asked for a name is asked of servers that resolve for us. */
  boolean forwards(Name name) {
    Optional<Upstream> closest =
        upstreams.stream()
            .filter(up -> name.subdomain(up.zone()))
            .max(
                Comparator.comparingInt((Upstream up) -> up.zone().labels())
                    .thenComparing(up -> up.kind() == Upstream.Kind.FORWARD));
    return closest.filter(up -> up.kind() == Upstream.Kind.FORWARD).isPresent();
  }

  /** The same with more upstreams, which come before others of the same zone. */
  public RecursorOptions and(List<Upstream> more) {
    var all = new ArrayList<>(more);
    all.addAll(upstreams);
    return new RecursorOptions(
        hints,
        all,
        anchors,
        insecure,
        unasked,
        hidden,
        hiddenAllowed,
        minimisation,
        lifetimes,
        stale,
        features,
        oldAlgorithms);
  }

  /** Whether a feature is on. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Options with today's good habits, no hints and no anchors. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private List<RootHint> hints = List.of();
    private List<Upstream> upstreams = List.of();
    private List<Record> anchors = List.of();
    private List<Name> insecure = List.of();
    private List<NetworkRange> unasked = List.of();
    private List<NetworkRange> hidden = List.of();
    private List<Name> hiddenAllowed = List.of();
    private Minimisation minimisation = Minimisation.RELAXED;
    private Lifetimes lifetimes = Lifetimes.DEFAULT;
    private Stale stale = Stale.OFF;
    private final Set<Feature> features =
        EnumSet.of(
            Feature.IPV4,
            Feature.IPV6,
            Feature.MINIMAL_ANSWERS,
            Feature.AGGRESSIVE_NSEC,
            Feature.PREFETCH,
            Feature.NOTHING_BELOW_NXDOMAIN,
            Feature.EXTENDED_ERRORS,
            Feature.ROUND_ROBIN);
    private Set<Integer> oldAlgorithms = Set.of();

    private Builder() {}

    /** The root's servers. */
    public Builder hints(List<RootHint> hints) {
      this.hints = hints;
      return this;
    }

    /** Zones with servers of their own. */
    public Builder upstreams(List<Upstream> upstreams) {
      this.upstreams = upstreams;
      return this;
    }

    /** DS or DNSKEY records that are trusted. */
    public Builder anchors(List<Record> anchors) {
      this.anchors = anchors;
      return this;
    }

    /** Zones below which nothing is validated. */
    public Builder insecure(List<Name> insecure) {
      this.insecure = insecure;
      return this;
    }

    /** Addresses that are never asked. */
    public Builder unasked(List<NetworkRange> unasked) {
      this.unasked = unasked;
      return this;
    }

    /** Networks whose addresses only {@code allowed} zones may answer with. */
    public Builder hidden(List<NetworkRange> hidden, List<Name> allowed) {
      this.hidden = hidden;
      this.hiddenAllowed = allowed;
      return this;
    }

    /** How much of a name each server gets to see. */
    public Builder minimisation(Minimisation minimisation) {
      this.minimisation = minimisation;
      return this;
    }

    /** How long what was learnt is kept. */
    public Builder lifetimes(Lifetimes lifetimes) {
      this.lifetimes = lifetimes;
      return this;
    }

    /** Whether old answers are served. */
    public Builder stale(Stale stale) {
      this.stale = stale;
      return this;
    }

    /** Switches features on. */
    public Builder with(Feature... on) {
      features.addAll(List.of(on));
      return this;
    }

    /** Switches features off. */
    public Builder without(Feature... off) {
      List.of(off).forEach(features::remove);
      return this;
    }

    /** DNSSEC algorithms that are checked besides those of today. */
    public Builder oldAlgorithms(Set<Integer> algorithms) {
      this.oldAlgorithms = algorithms;
      return this;
    }

    /** The options. */
    public RecursorOptions build() {
      return new RecursorOptions(
          hints,
          upstreams,
          anchors,
          insecure,
          unasked,
          hidden,
          hiddenAllowed,
          minimisation,
          lifetimes,
          stale,
          features,
          oldAlgorithms);
    }
  }
}

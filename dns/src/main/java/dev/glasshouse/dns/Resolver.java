package dev.glasshouse.dns;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.xbill.DNS.Type;

/**
 * The browser's way from a name to what is known of it, in this order: an address as text; the
 * names that come with the program; the names that a rule answers; the cache; the hosts file; the
 * system's servers, or in their place a resolver inside of this program.
 */
public final class Resolver implements Names {
  private final BuiltIn builtIn;
  private final NameCache cache;
  private final HostsFile hosts;
  private final OwnStages stages;
  private final OwnRules own;
  private final RecordLookup records;
  private final ResolvConf conf;
  private final NameSource source;
  private final boolean isOwn;
  private final UnderWay underWay;
  private final Transport transport;
  private final IntSupplier random;
  private final Limits limits;
  private final InstantSource clock;

  /**
   * What a resolver is made of; start from {@link #system}.
   *
   * @param conf the system's servers, and which names a short one may stand for
   * @param recursion who is asked in place of all servers; empty where they are asked
   */
  public record Parts(
      BuiltIn builtIn,
      NameCache cache,
      HostsFile hosts,
      ResolvConf conf,
      Optional<RecursiveService> recursion,
      Transport transport,
      Limits limits,
      IntSupplier random,
      InstantSource clock) {

    /** What asks servers, and no resolver inside of this program. */
    public Parts(
        BuiltIn builtIn,
        NameCache cache,
        HostsFile hosts,
        ResolvConf conf,
        Transport transport,
        Limits limits,
        IntSupplier random,
        InstantSource clock) {
      this(builtIn, cache, hosts, conf, Optional.empty(), transport, limits, random, clock);
    }

    /** The system's hosts file and servers, and an empty cache. */
    public static Parts system(Transport transport) {
      return new Parts(
          BuiltIn.NONE,
          new NameCache(),
          new HostsFile(HostsFile.SYSTEM),
          ResolvConf.system(),
          transport,
          Limits.DEFAULT,
          new SecureRandom()::nextInt,
          InstantSource.system());
    }

    /** The same with these names before everything else. */
    public Parts with(BuiltIn its) {
      return new Parts(its, cache, hosts, conf, recursion, transport, limits, random, clock);
    }

    /** The same with this cache. */
    public Parts with(NameCache its) {
      return new Parts(builtIn, its, hosts, conf, recursion, transport, limits, random, clock);
    }

    /** The same with this hosts file. */
    public Parts with(HostsFile its) {
      return new Parts(builtIn, cache, its, conf, recursion, transport, limits, random, clock);
    }

    /** The same with these servers. */
    public Parts with(ResolvConf its) {
      return new Parts(builtIn, cache, hosts, its, recursion, transport, limits, random, clock);
    }

    /** The same with a resolver inside of this program, which is closed by whoever made it. */
    public Parts with(RecursiveService its) {
      return new Parts(
          builtIn, cache, hosts, conf, Optional.of(its), transport, limits, random, clock);
    }
  }

  /** A resolver. */
  public Resolver(Parts parts) {
    this.builtIn = parts.builtIn;
    this.cache = parts.cache;
    this.stages = parts.builtIn.stages();
    this.own = new OwnRules(stages.policy());
    this.hosts = stages.hosts().orElse(parts.hosts);
    this.conf = parts.conf;
    this.transport = parts.transport;
    this.random = parts.random;
    this.limits = parts.limits;
    this.records = new RecordLookup(this, own, limits);
    this.clock = parts.clock;
    this.underWay = new UnderWay(parts.cache);
    this.isOwn = parts.recursion.isPresent();
    this.source =
        parts
            .recursion
            .<NameSource>map(its -> new OwnSource(its, parts.limits, parts.clock))
            .orElseGet(() -> stub(parts.conf));
  }

  /** What is being asked now. */
  UnderWay underWay() {
    return underWay;
  }

  /** The time of day. */
  Instant now() {
    return clock.instant();
  }

  /** What it has found out and still knows. */
  public NameCache cache() {
    return cache;
  }

  @Override
  public Addresses addresses(String host, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException {
    long id = trail.open();
    long begin = trail.now();
    try {
      Instant since = clock.instant();
      Found found = find(host, since, deadline.within(limits.lookup()), trail.after(id), arrivals);
      if (trail.on()) {
        trail.close(
            id,
            begin,
            new NameStep.NameAnswered(
                host,
                found.addresses.list().stream().map(AddressText::of).toList(),
                found.addresses.source(),
                found.addresses.ttl()),
            found.because);
      }
      return found.addresses;
    } catch (NameException e) {
      if (trail.on()) {
        trail.close(
            id,
            begin,
            new NameStep.NameFailed(host, e.outcome().name(), e.source()),
            Failures.because(e.outcome()));
      }
      throw e;
    }
  }

  /** Addresses, the names that the asked one leads to, and why these. */
  private record Found(Addresses addresses, List<String> targets, Because because) {}

  private static final String ADDRESSES = "A, AAAA";

  private Found find(String host, Instant since, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException {
    Optional<InetAddress> literal = SpecialNames.literal(host);
    if (literal.isPresent()) {
      return told(
          host, List.of(literal.get()), "itself", Because.of(NameReason.IS_AN_ADDRESS), arrivals);
    }
    String name = normal(host);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return switch (own.of(bare, ADDRESSES, trail)) {
      case OwnRules.Outcome.Open() when !own.isEmpty() ->
          led(host, name, bare, since, deadline, trail, arrivals);
      case OwnRules.Outcome.Open(), OwnRules.Outcome.Spared() ->
          truly(host, name, bare, since, deadline, trail, arrivals);
      case OwnRules.Outcome.Other(String other) ->
          truly(host, other, other, since, deadline, trail, arrivals);
      case OwnRules.Outcome.Blocked(NameException.Outcome how, String place) ->
          throw new NameException(host, how, "the own rule in " + place);
      case OwnRules.Outcome.Forged(List<InetAddress> list, String place, Because because) ->
          told(host, list, "the own rule in " + place, because, arrivals);
    };
  }

  /** The same for what may be an alias of a name that a rule holds for: nobody hears it before. */
  private Found led(
      String host,
      String name,
      String bare,
      Instant since,
      Deadline deadline,
      Trail trail,
      Arrivals arrivals)
      throws NameException {
    Found found = truly(host, name, bare, since, deadline, trail, (_, _) -> {});
    return switch (own.led(bare, found.targets, ADDRESSES, trail)) {
      case OwnRules.Outcome.Open(), OwnRules.Outcome.Spared() -> {
        arrive(found.addresses.list(), arrivals);
        yield found;
      }
      case OwnRules.Outcome.Other(String other) ->
          truly(host, other, other, since, deadline, trail, arrivals);
      case OwnRules.Outcome.Blocked(NameException.Outcome how, String place) ->
          throw new NameException(host, how, "the own rule in " + place);
      case OwnRules.Outcome.Forged(List<InetAddress> list, String place, Because because) ->
          told(host, list, "the own rule in " + place, because, arrivals);
    };
  }

  /** The names that an answer leads to, in their order. */
  static List<String> targets(Answer answer) {
    return answer.aliases().stream().map(Answer.Alias::target).toList();
  }

  private Found truly(
      String host,
      String name,
      String bare,
      Instant since,
      Deadline deadline,
      Trail trail,
      Arrivals arrivals)
      throws NameException {
    Optional<Found> known = rules(host, bare, arrivals);
    if (known.isEmpty()) {
      known = cached(host, name, trail, arrivals);
    }
    if (known.isEmpty()) {
      known = hosts(host, bare, trail, arrivals);
    }
    return known.isPresent() ? known.get() : asked(host, name, since, deadline, trail, arrivals);
  }

  /** Lower case, and of a form that can be asked for (RFC 1035 section 2.3.4). */
  static String normal(String host) throws NameException {
    String name = host.toLowerCase(Locale.ROOT);
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean good = !bare.isEmpty() && bare.length() <= 253;
    for (String label : bare.split("\\.", -1)) {
      good &= !label.isEmpty() && label.length() <= 63;
    }
    // A backslash would be an escape, and others than these belong into no message as they stand.
    good &= bare.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '@');
    if (!good) {
      throw new NameException(host, NameException.Outcome.MALFORMED, "RFC 1035");
    }
    return name;
  }

  /** Which names a short one may stand for, and who is asked for them. */
  private record Way(ResolvConf conf, NameSource source) {}

  /**
   * Names that come with the program have servers that come with it, all others the system's; a
   * resolver of our own is asked for both.
   */
  private Way way(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return builtIn.servers(bare).map(this::way).orElseGet(() -> new Way(conf, source));
  }

  private Way way(ResolvConf its) {
    return new Way(its, isOwn ? source : stub(its));
  }

  private Stub stub(ResolvConf its) {
    return new Stub(transport, its, limits, random, clock);
  }

  /** A search at whoever is asked for a name. */
  Search search(String name, Instant since, Deadline deadline, Trail trail) {
    return new Search(
        this, way(name).source, limits, since, deadline.within(limits.lookup()), trail);
  }

  /** Whether what there is at a name is for servers to say, and it is asked for as it stands. */
  boolean isForServers(String name, String bare) {
    boolean ours =
        builtIn.has(bare) ? builtIn.servers(bare).isEmpty() : SpecialNames.rule(bare).isPresent();
    if (ours || !hosts.find(bare).isEmpty()) {
      return false;
    }
    Way its = way(bare);
    // A search list is for addresses: whose service would it be?
    return its.source.isThere() && its.conf.candidates(name).getFirst().equals(bare);
  }

  /** Who says what a name has, where no server is asked about it. */
  Optional<String> ruledBy(String host, String name) throws NameException {
    return rules(host, name, (_, _) -> {}).map(found -> found.addresses.source());
  }

  private Optional<Found> rules(String host, String name, Arrivals arrivals) throws NameException {
    if (builtIn.has(name) && builtIn.servers(name).isPresent()) {
      return Optional.empty();
    }
    Optional<List<InetAddress>> ours = builtIn.addresses(name);
    if (ours.isPresent()) {
      if (ours.get().isEmpty()) {
        throw new NameException(host, NameException.Outcome.NXDOMAIN, "the built-in names");
      }
      return Optional.of(
          told(host, ours.get(), "the built-in names", Because.of(NameReason.BUILT_IN), arrivals));
    }
    Optional<SpecialNames.Rule> rule = SpecialNames.rule(name);
    if (rule.isEmpty()) {
      return Optional.empty();
    }
    return switch (rule.get()) {
      case SpecialNames.Loopback(var addresses) ->
          Optional.of(
              told(
                  host,
                  addresses,
                  "a rule",
                  Because.of(NameReason.LOCALHOST, Clause.rfc(6761, "6.3")),
                  arrivals));
      case SpecialNames.NeverThere(var document, var section) ->
          throw new NameException(
              host, NameException.Outcome.NXDOMAIN, document + " section " + section);
    };
  }

  private static Found told(
      String host, List<InetAddress> list, String source, Because because, Arrivals arrivals) {
    arrive(list, arrivals);
    return new Found(new Addresses(host, host, list, source, Duration.ZERO), List.of(), because);
  }

  private static void arrive(List<InetAddress> list, Arrivals arrivals) {
    for (Family family : Family.values()) {
      arrivals.arrived(family, list.stream().filter(a -> Family.of(a) == family).toList());
    }
  }

  /** What the cache knows of any of the names that would be asked for; both families or nothing. */
  private Optional<Found> cached(String host, String name, Trail trail, Arrivals arrivals)
      throws NameException {
    if (!stages.cache()) {
      return Optional.empty();
    }
    List<String> candidates = way(name).conf.candidates(name);
    for (String candidate : candidates) {
      var answers = new ArrayList<Answer>();
      for (Family family : Family.values()) {
        cacheAsked(candidate, family.recordType(), trail).ifPresent(answers::add);
      }
      if (answers.size() < Family.values().length) {
        return Optional.empty();
      }
      Optional<Found> found = found(host, answers, "the browser's cache", arrivals);
      if (found.isPresent()) {
        return found;
      }
      if (candidate.equals(candidates.getLast())) {
        throw Failures.nothing(host, answers, "the browser's cache");
      }
    }
    return Optional.empty();
  }

  /** What the browser's cache knows, if it is used. */
  Optional<Answer> cacheAsked(String name, String type, Trail trail) {
    if (!stages.cache()) {
      return Optional.empty();
    }
    Optional<Answer> answer = cache.find(name, type, clock.instant());
    if (trail.on()) {
      Duration left = answer.map(a -> a.left(clock.instant())).orElse(Duration.ZERO);
      trail.mark(
          new NameStep.NameCacheAsked("browser", name, type, answer.isPresent(), left),
          answer.isPresent()
              ? Because.of(NameReason.CACHED, text(left))
              : Because.of(NameReason.NOT_CACHED));
    }
    return answer;
  }

  static String text(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private Optional<Found> found(
      String host, List<Answer> answers, String source, Arrivals arrivals) {
    var list = new ArrayList<InetAddress>();
    answers.forEach(a -> list.addAll(a.addresses()));
    if (list.isEmpty()) {
      return Optional.empty();
    }
    arrive(list, arrivals);
    Duration left =
        answers.stream()
            .filter(a -> a.outcome() == Answer.Outcome.FOUND)
            .map(a -> a.left(clock.instant()))
            .min(Duration::compareTo)
            .orElse(Duration.ZERO);
    Answer first =
        answers.stream().filter(a -> !a.records().isEmpty()).findFirst().orElse(answers.getFirst());
    return Optional.of(
        new Found(
            new Addresses(host, first.canonicalName(), list, source, left),
            targets(first),
            Because.of(NameReason.CACHED, text(left))));
  }

  private Optional<Found> hosts(String host, String name, Trail trail, Arrivals arrivals) {
    if (!stages.readsHosts()) {
      return Optional.empty();
    }
    long begin = trail.now();
    List<HostsFile.Line> lines = hosts.find(name);
    List<InetAddress> list = lines.stream().map(HostsFile.Line::address).distinct().toList();
    int number = lines.isEmpty() ? 0 : lines.getFirst().number();
    Because because =
        lines.isEmpty()
            ? Because.of(NameReason.NOT_IN_HOSTS)
            : Because.of(NameReason.HOSTS_LINE, number);
    if (trail.on()) {
      trail.add(
          begin,
          new NameStep.HostsAsked(
              hosts.path().toString(), name, number, list.stream().map(AddressText::of).toList()),
          because);
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(told(host, list, hosts.path() + " line " + number, because, arrivals));
  }

  private Found asked(
      String host, String name, Instant since, Deadline deadline, Trail trail, Arrivals arrivals)
      throws NameException {
    Way way = way(name);
    var search = new Search(this, way.source, limits, since, deadline, trail);
    var problems = new ArrayList<NameException>();
    for (String candidate : way.conf.candidates(name)) {
      Search.Both both = search.both(candidate, arrivals);
      if (!both.addresses().isEmpty()) {
        Answer first = both.first();
        Duration ttl = both.ttl();
        return new Found(
            new Addresses(host, first.canonicalName(), both.addresses(), first.source(), ttl),
            targets(first),
            said(first.source()));
      }
      problems.add(both.problem(host));
      if (isLast(both.problem(host).outcome())) {
        break;
      }
    }
    for (Family family : Family.values()) {
      arrivals.arrived(family, List.of());
    }
    throw Failures.gravest(problems);
  }

  /** Whether no other name of the search list is tried after this. */
  private static boolean isLast(NameException.Outcome outcome) {
    return outcome == NameException.Outcome.TIMEOUT || outcome == NameException.Outcome.BOGUS;
  }

  /** That whoever is asked said so. */
  Because said(String by) {
    return isOwn
        ? Because.of(NameReason.OWN_RESOLVER_FOUND)
        : Because.of(NameReason.SERVER_SAID, by);
  }

  @Override
  public boolean isBuiltIn(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return builtIn.has(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }

  @Override
  public Services services(String host, int port, Deadline deadline, Trail trail) {
    return records.services(host, port, deadline, trail);
  }

  /** Whether there is a record type of this name that can be asked for, for example MX. */
  public static boolean knowsType(String type) {
    int value = Type.value(type);
    return value >= 0 && value != Type.OPT && value != Type.AXFR && value != Type.IXFR;
  }

  /**
   * What is known of one name and one record type: from the cache, else from the servers. The hosts
   * file knows addresses only, and is not asked; nor is the search list. Names with a rule of their
   * own have nothing but addresses, and never leave the machine. Blocks.
   *
   * @param type the record type's name in capitals, for example MX
   * @throws NameException when there is none, or nobody could tell
   */
  public Answer lookup(String name, String type, Deadline deadline, Trail trail)
      throws NameException {
    return records.of(name, type, deadline, trail);
  }
}

package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The name servers of a zone as one resolution sees them: their names, their addresses as far as
 * known, and what came of asking each.
 */
final class Delegation {

  /** A port that name servers listen on (RFC 1035 section 4.2). */
  static final int PORT = 53;

  private static final int FEW = 4;

  /** A name server. */
  static final class NameServer {
    private final Name name;
    private boolean knows4;
    private boolean knows6;

    NameServer(Name name) {
      this.name = name;
    }

    Name name() {
      return name;
    }

    /** Its addresses of this type were asked for, or are known. */
    void know(int type) {
      if (type == Type.A) {
        knows4 = true;
      } else {
        knows6 = true;
      }
    }

    boolean knows(int type) {
      return type == Type.A ? knows4 : knows6;
    }
  }

  /** An address of a name server. */
  static final class Target {
    private final InetSocketAddress address;
    private int tries;
    private boolean useless;
    private Optional<String> fault = Optional.empty();
    private boolean lastChoice;
    // Of those made anew of one another, the first has what is known of it for all.
    private final Target first;
    private Optional<ServerBook.Page> page = Optional.empty();

    Target(InetSocketAddress address) {
      this.address = address;
      this.first = this;
    }

    private Target(Target first) {
      this.address = first.address;
      this.first = first;
    }

    /** The same before it was asked. */
    Target anew() {
      return new Target(first);
    }

    InetSocketAddress address() {
      return address;
    }

    /** What is known of it; looked up once, as long as that holds. */
    ServerBook.Page page(ServerBook book, long now) {
      if (first.page.isEmpty() || first.page.get().isOver(now)) {
        first.page = Optional.of(book.page(address, now));
      }
      return first.page.get();
    }

    int tries() {
      return tries;
    }

    void tried() {
      tries++;
    }

    /** It answers, but not in a way that helps. */
    void giveUp(String why) {
      useless = true;
      fault = Optional.of(why);
    }

    boolean useless() {
      return useless;
    }

    Optional<String> fault() {
      return fault;
    }

    /** It is taken only when nobody else is left. */
    void last() {
      lastChoice = true;
    }

    boolean lastChoice() {
      return lastChoice;
    }

    /** One more chance. */
    void again() {
      useless = false;
      tries = 0;
    }
  }

  private final Name zone;
  private final Optional<Upstream> upstream;
  private final List<NameServer> servers;
  private final List<Target> targets;
  private final long until;
  private boolean fresh;

  private Delegation(Name zone, Optional<Upstream> upstream, long until, int names, int addresses) {
    this(zone, upstream, until, new ArrayList<>(names), new ArrayList<>(addresses));
  }

  private Delegation(
      Name zone,
      Optional<Upstream> upstream,
      long until,
      List<NameServer> servers,
      List<Target> targets) {
    this.servers = servers;
    this.targets = targets;
    this.zone = zone;
    this.upstream = upstream;
    this.until = until;
  }

  /**
   * A zone's servers out of its NS records.
   *
   * @param most how many of them; what goes beyond is an attack (NRDelegation)
   */
  static Delegation of(RecordSet ns, int most) {
    var delegation = new Delegation(ns.name(), Optional.empty(), ns.expires(), FEW, FEW);
    for (Record record : ns.records()) {
      if (delegation.servers.size() < most) {
        delegation.add(((NSRecord) record).getTarget());
      }
    }
    return delegation;
  }

  /** The root's servers as they are known before anything is asked. */
  static Delegation of(List<RootHint> hints) {
    var delegation = new Delegation(Name.root, Optional.empty(), Long.MAX_VALUE, FEW, FEW);
    for (RootHint hint : hints) {
      NameServer server = delegation.add(hint.name());
      server.know(Type.A);
      server.know(Type.AAAA);
      hint.addresses().forEach(a -> delegation.target(new InetSocketAddress(a, PORT)));
    }
    return delegation;
  }

  /** A zone whose servers are configured. */
  static Delegation of(Upstream upstream) {
    var delegation =
        new Delegation(upstream.zone(), Optional.of(upstream), Long.MAX_VALUE, FEW, FEW);
    upstream.names().forEach(delegation::add);
    upstream.addresses().forEach(delegation::target);
    return delegation;
  }

  /** The same, until a certain time on the monotonic clock at most. */
  Delegation notAfter(long moment) {
    return until - moment <= 0 ? this : new Delegation(zone, upstream, moment, servers, targets);
  }

  /** The same before anything was asked of anybody. */
  Delegation anew() {
    var other = new Delegation(zone, upstream, until, servers.size(), targets.size());
    for (NameServer server : servers) {
      var its = new NameServer(server.name);
      its.knows4 = server.knows4;
      its.knows6 = server.knows6;
      other.servers.add(its);
    }
    for (Target target : targets) {
      other.targets.add(target.anew());
    }
    return other;
  }

  /**
   * The same to be held and never asked: as small as it can be.
   *
   * @param shared the target of an address that others hold, too
   */
  Delegation held(UnaryOperator<Target> shared) {
    Delegation other = anew();
    other.targets.replaceAll(shared);
    return new Delegation(
        zone, upstream, until, List.copyOf(other.servers), List.copyOf(other.targets));
  }

  Name zone() {
    return zone;
  }

  /** Until when it holds, on the monotonic clock; {@link Long#MAX_VALUE} what is configured. */
  long until() {
    return until;
  }

  Optional<Upstream> upstream() {
    return upstream;
  }

  /** Whether its servers resolve for us. */
  boolean forwards() {
    return upstream.filter(u -> u.kind() == Upstream.Kind.FORWARD).isPresent();
  }

  List<NameServer> servers() {
    return servers;
  }

  List<Target> targets() {
    return targets;
  }

  /** It is what the parent says now. */
  void fresh() {
    fresh = true;
  }

  boolean isFresh() {
    return fresh;
  }

  /** Adds a server's name; the same one once. */
  NameServer add(Name name) {
    for (NameServer server : servers) {
      if (server.name.equals(name)) {
        return server;
      }
    }
    var server = new NameServer(name);
    servers.add(server);
    return server;
  }

  /** Adds an address; the same one once. Whether it is new. */
  boolean target(InetSocketAddress address) {
    for (Target target : targets) {
      if (target.address.equals(address)) {
        return false;
      }
    }
    targets.add(new Target(address));
    return true;
  }

  /** Takes a server's addresses. Whether any is new. */
  boolean learn(NameServer server, RecordSet addresses) {
    server.know(addresses.type());
    boolean news = false;
    for (Record record : addresses.records()) {
      if (record instanceof ARecord || record instanceof AAAARecord) {
        news |= target(new InetSocketAddress(address(record), PORT));
      }
    }
    return news;
  }

  /** An address record's address; without the name, which nobody needs and is dear to write out. */
  private static InetAddress address(Record record) {
    try {
      return InetAddress.getByAddress(record.rdataToWireCanonical());
    } catch (UnknownHostException e) {
      // Its length was looked at when it was read.
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether asking it can come to nothing: no address is known, and every server's name lies in the
   * zone itself, so that only these servers could tell their addresses.
   */
  boolean circular(boolean four, boolean six) {
    if (upstream.isPresent()) {
      return false;
    }
    for (Target target : targets) {
      if (target.address.getAddress() instanceof Inet4Address ? four : six) {
        return false;
      }
    }
    for (NameServer server : servers) {
      boolean known = (!four || server.knows(Type.A)) && (!six || server.knows(Type.AAAA));
      if (!known && !server.name.subdomain(zone)) {
        return false;
      }
    }
    return true;
  }
}

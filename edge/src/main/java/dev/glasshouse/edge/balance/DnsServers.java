package dev.glasshouse.edge.balance;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Answer;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers that a name has: its addresses at one port, or what its SRV records name (RFC 2782);
 * asked again when the records' time is over.
 */
public final class DnsServers implements Discovery.Source {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The longest that nobody asks again, whatever the records say. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_WEIGHT = 1000;
  private final String name;
  private final Kind kind;

  /** What is asked for. */
  private sealed interface Kind {}

  private record AtPort(Names names, int port) implements Kind {}

  private record Service(Lookup lookup, String scheme, InstantSource clock) implements Kind {}

  /** Who looks records up. */
  @FunctionalInterface
  public interface Lookup {
    /** As {@link dev.glasshouse.dns.Resolver#lookup}. */
    Answer lookup(String name, String type, Deadline deadline, Trail trail) throws NameException;
  }

  private DnsServers(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** A server of plain HTTP at each address of a name. */
  public static DnsServers addresses(Names names, String name, int port) {
    return new DnsServers(name, new AtPort(names, port));
  }

  /**
   * A server for each SRV record that names a host and a port; those of another than the least
   * priority are backups.
   *
   * @param scheme http or https
   * @param clock the lookup's
   */
  public static DnsServers services(
      Lookup lookup, String name, String scheme, InstantSource clock) {
    return new DnsServers(name, new Service(lookup, scheme, clock));
  }

  @Override
  public Discovery.Found find() throws IOException {
    return switch (kind) {
      case AtPort(Names names, int port) -> addresses(names, port);
      case Service service -> services(service);
    };
  }

  private Discovery.Found addresses(Names names, int port) throws IOException {
    Addresses found = names.addresses(name, Deadline.in(PATIENCE), Trail.OFF);
    var servers = new ArrayList<ServerSpec>();
    for (InetAddress address : found.list()) {
      String text = AddressText.of(new java.net.InetSocketAddress(address, port));
      servers.add(ServerSpec.of(Url.parse("http://" + text + "/")));
    }
    return found(servers, List.of(), found.ttl());
  }

  private Discovery.Found services(Service service) throws IOException {
    Answer answer = service.lookup.lookup(name, "SRV", Deadline.in(PATIENCE), Trail.OFF);
    var records = new ArrayList<Srv>();
    var leftOut = new ArrayList<String>();
    for (Answer.Datum datum : answer.records()) {
      String text = datum.text();
      if (!text.endsWith(" .")) {
        Srv.read(text)
            .ifPresentOrElse(
                records::add, () -> leftOut.add(name + " SRV " + text + " names no server"));
      }
    }
    int least = records.stream().mapToInt(Srv::priority).min().orElse(0);
    var servers = new ArrayList<ServerSpec>();
    for (Srv srv : records) {
      servers.add(
          new ServerSpec(
              Url.parse(service.scheme + "://" + srv.target() + ":" + srv.port() + "/"),
              Math.clamp(srv.weight(), 1, MOST_WEIGHT),
              srv.priority() == least ? ServerSpec.Role.REGULAR : ServerSpec.Role.BACKUP));
    }
    // What the resolver still knew holds for the rest of its time alone.
    return found(servers, leftOut, answer.left(service.clock.instant()));
  }

  /**
   * An SRV record (RFC 2782) that names a server.
   *
   * @param target a host's name, without a dot at its end
   */
  private record Srv(int priority, int weight, int port, String target) {
    /** A port of 1 and up, and a host's name of which a URL makes nothing else. */
    private static final Pattern TEXT =
        Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) ([A-Za-z0-9._-]+?)\\.?");

    /** As zone files spell it; empty where a server of that name and port cannot be asked. */
    static Optional<Srv> read(String text) {
      Matcher words = TEXT.matcher(text);
      if (!words.matches()) {
        return Optional.empty();
      }
      var srv =
          new Srv(
              Integer.parseInt(words.group(1)),
              Integer.parseInt(words.group(2)),
              Integer.parseInt(words.group(3)),
              words.group(4));
      return srv.port > 0 && Url.tryParse("http://" + srv.target + ":" + srv.port + "/").isPresent()
          ? Optional.of(srv)
          : Optional.empty();
    }
  }

  private Discovery.Found found(List<ServerSpec> servers, List<String> leftOut, Duration ttl) {
    servers.sort(Comparator.comparing(ServerSpec::name));
    return new Discovery.Found(
        servers,
        leftOut,
        ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl,
        Because.of(EdgeReason.NAME_CHANGED, name));
  }
}

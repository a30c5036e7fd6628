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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

  private record Service(Lookup lookup, String scheme) implements Kind {}

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
   * A server for each SRV record; those of another than the least priority are backups.
   *
   * @param scheme http or https
   */
  public static DnsServers services(Lookup lookup, String name, String scheme) {
    return new DnsServers(name, new Service(lookup, scheme));
  }

  @Override
  public Discovery.Found find() throws IOException {
    return switch (kind) {
      case AtPort(Names names, int port) -> addresses(names, port);
      case Service(Lookup lookup, String scheme) -> services(lookup, scheme);
    };
  }

  private Discovery.Found addresses(Names names, int port) throws IOException {
    Addresses found = names.addresses(name, Deadline.in(PATIENCE), Trail.OFF);
    var servers = new ArrayList<ServerSpec>();
    for (InetAddress address : found.list()) {
      String text = AddressText.of(new java.net.InetSocketAddress(address, port));
      servers.add(ServerSpec.of(Url.parse("http://" + text + "/")));
    }
    return found(servers, found.ttl());
  }

  private Discovery.Found services(Lookup lookup, String scheme) throws IOException {
    Answer answer = lookup.lookup(name, "SRV", Deadline.in(PATIENCE), Trail.OFF);
    var records = new ArrayList<String[]>();
    for (Answer.Datum datum : answer.records()) {
      String[] words = datum.text().split(" ", -1);
      // RFC 2782: a target of "." says that there is no such service.
      if (words.length == 4 && !words[3].equals(".")) {
        records.add(words);
      }
    }
    int least = records.stream().mapToInt(words -> number(words[0])).min().orElse(0);
    var servers = new ArrayList<ServerSpec>();
    for (String[] words : records) {
      String target =
          words[3].endsWith(".") ? words[3].substring(0, words[3].length() - 1) : words[3];
      servers.add(
          new ServerSpec(
              Url.parse(scheme + "://" + target + ":" + number(words[2]) + "/"),
              Math.clamp(number(words[1]), 1, MOST_WEIGHT),
              number(words[0]) == least ? ServerSpec.Role.REGULAR : ServerSpec.Role.BACKUP));
    }
    return found(servers, answer.ttl());
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private Discovery.Found found(List<ServerSpec> servers, Duration ttl) {
    servers.sort(Comparator.comparing(ServerSpec::name));
    return new Discovery.Found(
        servers,
        ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl,
        Because.of(EdgeReason.NAME_CHANGED, name));
  }
}

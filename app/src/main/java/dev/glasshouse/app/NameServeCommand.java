package dev.glasshouse.app;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeException;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.dns.serve.ServerCount;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.Health;
import dev.glasshouse.dns.zone.SigningKey;
import dev.glasshouse.dns.zone.SmartRules;
import dev.glasshouse.dns.zone.SocketProber;
import dev.glasshouse.dns.zone.TransferRules;
import dev.glasshouse.dns.zone.TsigKey;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneFault;
import dev.glasshouse.dns.zone.ZoneKeeper;
import dev.glasshouse.dns.zone.ZoneKeeper.Outcome;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.dns.zone.ZoneSigner;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass name serve}: an authoritative name server for zones out of files. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Answers for zones with authority, by UDP and TCP, until it is ended (Ctrl-C).",
      "A zone file that changes is read anew; when it is broken, all its faults are told and the",
      "zone of before is served on."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended, or with --check: all zones are right",
      "1:a zone is broken, or an address cannot be had",
      "2:the command was used wrongly"
    })
final class NameServeCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int DNS_PORT = 53;

  @Mixin private final Console console = new Console();

  @Option(
      names = "--zone",
      required = true,
      paramLabel = "[NAME=]FILE",
      description = "a zone file; NAME when the file does not say it with $ORIGIN; repeatable")
  private List<String> zones = new ArrayList<>();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "where to listen, 127.0.0.1:53 when not said; port 0 for a free one; repeatable")
  private List<String> places = new ArrayList<>();

  @Option(
      names = "--allow",
      paramLabel = "RANGE[ drop|refuse]",
      description = {
        "who may ask, for example 192.0.2.0/24 or ::/0, beside this machine; repeatable.",
        "'RANGE drop' leaves its questions without an answer"
      })
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description =
          "how often a second one network gets the same answer by UDP; no limit if not said")
  private int rate;

  @Option(
      names = "--identity",
      paramLabel = "TEXT",
      description = "the server's own name, for those who ask for it (NSID)")
  private String identity = "";

  @Option(names = "--threads", paramLabel = "N", description = "event loops; 1 if not said")
  private int threads = 1;

  @Option(
      names = "--sign",
      paramLabel = "FILE",
      description =
          "sign what is answered with this key (Ed25519), which is made if it is not there")
  private @Nullable Path key;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = {
        "who gets which addresses, a rule a line: network NAME RANGE...; NAME A for NETWORK",
        "ADDRESS...; NAME A weight ADDRESS=N...; NAME A rotate; NAME A probe tcp PORT"
      })
  private @Nullable Path rules;

  @Option(
      names = "--transfer-keys",
      paramLabel = "FILE",
      description =
          "who signs with one of these may have whole zones: NAME:hmac-sha256:BASE64, one a line")
  private @Nullable Path transferKeys;

  @Option(names = "--check", description = "tell what is wrong with the zones, and end")
  private boolean check;

  @Override
  public Integer call() {
    if (rate < 0 || threads < 1) {
      throw console.wrong("--rate-limit is a number from 0, --threads one from 1");
    }
    List<NameServer.Place> listening =
        (places.isEmpty() ? List.of("127.0.0.1") : places)
            .stream().map(this::address).map(NameServer.Place::plain).toList();
    var settings =
        NameServer.Settings.DEFAULT
            .with(access())
            .with(ServeLimits.DEFAULT.withRate(rate))
            .withIdentity(identity)
            .withCookies(secret());
    Optional<ZoneSigner> signer;
    SmartRules smart;
    TransferRules transfers;
    try {
      signer = signer();
      smart =
          rules == null
              ? SmartRules.NONE
              : SmartRules.parse(Files.readString(rules), rules.toString());
      transfers = transfers();
    } catch (ZoneException e) {
      faults(e.faults());
      return Glass.FAILED;
    } catch (IOException | IllegalArgumentException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
    var authority = new Authority(ZoneLimits.DEFAULT, transfers, InstantSource.system());
    var health = new Health(new SocketProber(Duration.ofSeconds(2)), Duration.ofSeconds(5));
    var keeper =
        new ZoneKeeper(
            authority,
            zone -> {
              if (signer.isEmpty() && rules == null) {
                authority.put(zone);
              } else {
                authority.put(zone, signer, smart, health);
              }
            },
            zones.stream().map(this::source).toList(),
            ZoneLimits.DEFAULT);
    boolean right = tell(keeper.look(Trail.OFF));
    if (check || !right) {
      console.out().flush();
      return right ? Glass.OK : Glass.FAILED;
    }
    try (UntilEnded ended = UntilEnded.begin();
        Network network = OsNetwork.open(threads);
        NameServer server =
            NameServer.open(
                listening,
                new NameServer.Sockets(
                    network.eventLoops(), network.datagramSockets(), network.serverSockets()),
                settings,
                authority)) {
      signer.ifPresent(
          its -> authority.zones().forEach(zone -> console.out().println(its.ds(zone))));
      server.addresses().forEach(at -> console.out().println("listening at " + text(at)));
      console.out().flush();
      serve(ended, server, keeper, authority, health);
      return Glass.OK;
    } catch (ServeException e) {
      console.err().println("glass: " + e.getMessage());
      return Glass.FAILED;
    }
  }

  /** Looks after the files until the process or the thread is ended. */
  private void serve(
      UntilEnded ended, NameServer server, ZoneKeeper keeper, Authority authority, Health health) {
    while (!ended.await(LOOK)) {
      tell(keeper.look(Trail.OFF));
      health.look(authority.watched(), Instant.now());
    }
    server.close();
    String all = counts(server.counts().all());
    console.out().println("ended after " + (all.isEmpty() ? "no question" : all));
    console.out().flush();
  }

  private static String counts(Map<ServerCount, Long> counts) {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(
            each -> each.getValue() + " " + each.getKey().name().toLowerCase(java.util.Locale.ROOT))
        .map(text -> text.replace('_', ' '))
        .collect(Collectors.joining(", ", "", ""));
  }

  /** Whether all that was read is served. */
  private boolean tell(List<Outcome> outcomes) {
    boolean right = true;
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Loaded loaded -> {
          faults(loaded.warnings());
          console
              .out()
              .println(
                  "zone "
                      + loaded.zone().name()
                      + " serial "
                      + loaded.zone().serial()
                      + ", "
                      + loaded.zone().records()
                      + " records, from "
                      + loaded.file());
        }
        case Outcome.Refused refused -> {
          right = false;
          faults(refused.faults());
          if (refused.keptOld()) {
            console.err().println("glass: the zone of before is served on");
          }
        }
      }
    }
    console.out().flush();
    return right;
  }

  private void faults(List<ZoneFault> faults) {
    faults.forEach(fault -> console.err().println("glass: " + fault));
  }

  private Optional<ZoneSigner> signer() throws IOException {
    return key == null
        ? Optional.empty()
        : Optional.of(
            new ZoneSigner(
                SigningKey.in(key, SigningKey.Algorithm.ED25519), InstantSource.system()));
  }

  private TransferRules transfers() throws IOException {
    if (transferKeys == null) {
      return TransferRules.NOBODY;
    }
    List<TsigKey> keys =
        Files.readAllLines(transferKeys).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(TsigKey::of)
            .toList();
    return new TransferRules(new AccessList(List.of()), keys);
  }

  private AccessList access() {
    var rules = new ArrayList<>(AccessList.LOOPBACK.rules());
    try {
      rules.addAll(AccessList.of(allowed).rules());
    } catch (IllegalArgumentException e) {
      throw console.wrong("--allow: " + e.getMessage());
    }
    return new AccessList(rules);
  }

  private static byte[] secret() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private ZoneKeeper.Source source(String text) {
    int equals = text.indexOf('=');
    try {
      return equals < 0
          ? new ZoneKeeper.Source(Path.of(text), Optional.empty())
          : new ZoneKeeper.Source(
              Path.of(text.substring(equals + 1)), Optional.of(text.substring(0, equals)));
    } catch (java.nio.file.InvalidPathException e) {
      throw console.wrong("--zone: " + text + " is no name of a file");
    }
  }

  private InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    boolean bare = colon < 0 || (text.indexOf(':') != colon && !text.startsWith("["));
    boolean port = !bare && !text.endsWith("]");
    String host = port ? text.substring(0, colon) : text;
    try {
      String literal =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      return new InetSocketAddress(
          InetAddress.ofLiteral(literal),
          port ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT);
    } catch (IllegalArgumentException e) {
      throw console.wrong(text + " is no address to listen at");
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}

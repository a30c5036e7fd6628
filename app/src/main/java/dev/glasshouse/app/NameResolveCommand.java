package dev.glasshouse.app;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHints;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeException;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass name resolve}: a recursive name server. */
@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    description = {
      "Resolves names for others, by UDP and TCP, until it is ended (Ctrl-C, SIGTERM): walks from",
      "the root to the owners' servers, or asks the servers that --forward names; checks",
      "signatures (DNSSEC); keeps what it learns as long as that holds."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended",
      "1:an address cannot be had",
      "2:the command was used wrongly"
    })
final class NameResolveCommand implements Callable<Integer> {
  private static final String BUILT_IN = "glasshouse.test";
  private static final long READY_BYTES = 64L << 20;
  private static final int SECRET = 16;

  @Mixin private final Console console = new Console();

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
        "who may ask, for example 192.0.2.0/24, beside this machine; repeatable.",
        "'RANGE drop' leaves its questions without an answer"
      })
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--forward",
      paramLabel = "ADDRESS[:PORT]",
      description = "ask this resolver, and do not walk from the root; repeatable")
  private List<String> forwards = new ArrayList<>();

  @Option(names = "--no-dnssec", description = "check no signatures")
  private boolean unchecked;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description = "trust the DS and DNSKEY records of this file, not the root's keys")
  private @Nullable Path anchor;

  @Option(
      names = "--built-in",
      description = "resolve the names of the built-in internet, which needs no network, alone")
  private boolean builtIn;

  @Option(
      names = "--rate-limit",
      paramLabel = "N",
      description =
          "how often a second one network gets the same answer by UDP; no limit if not said")
  private int rate;

  @Override
  public Integer call() throws IOException {
    if (rate < 0) {
      throw console.wrong("--rate-limit is a number from 0");
    }
    if (builtIn && !forwards.isEmpty()) {
      throw console.wrong("--built-in walks from a root of its own: it needs no --forward");
    }
    if (unchecked && anchor != null) {
      throw console.wrong("--anchor is for checking signatures, which --no-dnssec forbids");
    }
    List<NameServer.Place> listening =
        (places.isEmpty() ? List.of("127.0.0.1") : places)
            .stream()
                .map(text -> address(text, "is no address to listen at"))
                .map(NameServer.Place::plain)
                .toList();
    var settings =
        NameServer.Settings.DEFAULT
            .with(access())
            .with(ServeLimits.DEFAULT.withRate(rate))
            .withCookies(secret());
    RecursorOptions.Builder options = options();
    try (Network network = OsNetwork.open(1);
        BuiltInInternet internet = BuiltInInternet.over(network)) {
      if (builtIn) {
        options.hints(internet.root(BUILT_IN));
      }
      return serve(listening, settings, options.build(), network, internet);
    } catch (ServeException e) {
      console.err().println("glass: " + e.getMessage());
      return Glass.FAILED;
    }
  }

  private int serve(
      List<NameServer.Place> listening,
      NameServer.Settings settings,
      RecursorOptions options,
      Network network,
      BuiltInInternet internet)
      throws ServeException {
    Transport transport = internet.network().nameTransport();
    var recursor = new Recursor(options, RecursorLimits.DEFAULT, new SecureRandom());
    try (UntilEnded end = UntilEnded.begin();
        var recursive = new Recursive(recursor, transport, network.eventLoops().next());
        NameServer server =
            NameServer.open(
                listening,
                new NameServer.Sockets(
                    network.eventLoops(), network.datagramSockets(), network.serverSockets()),
                settings,
                new RecursiveAnswerer(recursive, READY_BYTES))) {
      server.addresses().forEach(at -> console.out().println("listening at " + AddressText.of(at)));
      console.out().println(way(options));
      console.out().flush();
      end.await();
      server.close();
      console.out().println("ended after " + counts(server));
      console.out().flush();
      return Glass.OK;
    }
  }

  private String way(RecursorOptions options) {
    String way =
        forwards.isEmpty()
            ? "walking from the root"
            : "asking "
                + options.upstreams().getFirst().addresses().stream()
                    .map(AddressText::of)
                    .collect(Collectors.joining(", "));
    return way
        + (options.anchors().isEmpty() ? ", checking no signatures" : ", checking signatures");
  }

  private static String counts(NameServer server) {
    String counts =
        server.counts().all().entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
            .map(text -> text.replace('_', ' '))
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "no question" : counts;
  }

  private RecursorOptions.Builder options() throws IOException {
    RecursorOptions.Builder options = RecursorOptions.builder().hints(RootHints.standard());
    if (anchor != null) {
      options.anchors(AnchorFile.read(anchor));
    } else if (!unchecked && !builtIn) {
      List<Record> root = Anchors.root();
      options.anchors(root);
    }
    if (!forwards.isEmpty()) {
      List<InetSocketAddress> servers =
          forwards.stream().map(text -> address(text, "is no address of a server")).toList();
      options.upstreams(
          List.of(new Upstream(Name.root, Upstream.Kind.FORWARD, List.of(), servers, Set.of())));
    }
    return options;
  }

  private InetSocketAddress address(String text, String problem) {
    return ServerAddress.of(text).orElseThrow(() -> console.wrong(text + " " + problem));
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
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    return secret;
  }
}

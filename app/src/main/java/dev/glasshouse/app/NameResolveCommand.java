package dev.glasshouse.app;

import dev.glasshouse.dns.front.Front;
import dev.glasshouse.dns.front.FrontSettings;
import dev.glasshouse.dns.front.FrontWords;
import dev.glasshouse.dns.front.SettingsException;
import dev.glasshouse.dns.front.SettingsFile;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.names.StreamLimits;
import dev.glasshouse.net.names.TlsTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass name resolve}: a recursive name server. */
@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Resolves names for others, until it is ended (Ctrl-C, SIGTERM): walks from the root to the",
      "owners' servers, or asks the servers that --forward names; checks signatures (DNSSEC);",
      "keeps what it learns as long as that holds."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended",
      "1:an address cannot be had, or a file is broken",
      "2:the command was used wrongly"
    })
final class NameResolveCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Mixin private final NameServing serving = new NameServing();

  @Mixin private final ResolverOptions resolver = new ResolverOptions();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = {
        "what stands before the resolver, in the words of Unbound's configuration: local-zone,",
        "local-data, view, tags, auth-zone, access-control, identity, nsid and so on"
      })
  private @Nullable Path settingsFile;

  @Override
  public Integer call() {
    resolver.check(console);
    try {
      SettingsFile words =
          settingsFile == null ? SettingsFile.read("", "") : SettingsFile.read(settingsFile);
      NameServing.Plan plan = serving.plan(console);
      return resolve(plan.with(words.server().settings(plan.settings())), words.front());
    } catch (SettingsException e) {
      e.faults().forEach(fault -> console.err().println("glass: " + fault));
      return Glass.FAILED;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }

  private static byte[] secret() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private int resolve(NameServing.Plan plan, FrontWords words) throws IOException {
    try (Network network = OsNetwork.open(plan.threads());
        BuiltInInternet internet = resolver.internet(network)) {
      RecursorOptions options = resolver.options(internet, words.forwards(), console);
      var limits = resolver.limits(console);
      if (resolver.builtIn()) {
        words.resolved("test.");
      }
      FrontSettings front =
          words.settings(options.anchors()).with(words.copies()).withCookies(secret());
      var told = new ArrayList<String>(List.of(ResolverOptions.way(options)));
      front.zones().forEach(zone -> zone.told().ifPresent(told::add));
      var recursor = new Recursor(options.and(front.upstreams()), limits, new SecureRandom());
      var machine = new Front(recursor, front);
      Map<InetSocketAddress, String> certified =
          Forwarders.certified(options.upstreams(), front.nat64());
      List<Path> authorities = resolver.authorities(words.authorities());
      try (var tls = new TlsClient(new TlsOptions(TlsOptions.Verification.STRICT, authorities));
          var transport =
              new TlsTransport(
                  internet.network().nameTransport(),
                  network,
                  tls,
                  certified,
                  StreamLimits.DEFAULT);
          var recursive = new Recursive(machine, transport, network.eventLoops().next())) {
        long ready = resolver.cacheBytes(console) - limits.recordCacheBytes();
        return serving.serve(
            plan,
            network,
            new RecursiveAnswerer(recursive, ready),
            told,
            new FileWatch(() -> {}),
            () -> {},
            console);
      }
    }
  }
}

package dev.glasshouse.app;

import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  private static final String BUILT_IN = "glasshouse.test";

  @Mixin private final Console console = new Console();

  @Mixin private final NameServing serving = new NameServing();

  @Mixin private final ResolverOptions resolver = new ResolverOptions();

  @Override
  public Integer call() {
    resolver.check(console);
    try {
      return resolve(serving.plan(console));
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }

  private int resolve(NameServing.Plan plan) throws IOException {
    try (Network network = OsNetwork.open(plan.threads());
        BuiltInInternet internet = BuiltInInternet.over(network)) {
      List<RootHint> ourRoot = resolver.builtIn() ? internet.root(BUILT_IN) : List.of();
      RecursorOptions options = resolver.options(ourRoot, console);
      var limits = resolver.limits(console);
      var recursor = new Recursor(options, limits, new SecureRandom());
      try (var recursive =
          new Recursive(
              recursor, internet.network().nameTransport(), network.eventLoops().next())) {
        long ready = resolver.cacheBytes(console) - limits.recordCacheBytes();
        return serving.serve(
            plan,
            network,
            new RecursiveAnswerer(recursive, ready),
            List.of(ResolverOptions.way(options)),
            new FileWatch(() -> {}),
            () -> {},
            console);
      }
    }
  }
}

package dev.glasshouse.app;

import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.dnssec.Anchors;
import dev.glasshouse.dns.recursive.OwnResolver;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.recursive.RootHints;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;
import picocli.CommandLine.Option;

/** Whether names are found by a resolver of ours, in the process that wants to know them. */
final class OwnResolverOption {
  @Option(
      names = "--own-resolver",
      description = {
        "find names with a resolver of our own in this process, which walks from the root to the",
        "owner and checks signatures (DNSSEC): no server of the system's is asked. Of --names the",
        "lines browser and hosts hold. The cache of names is this run's own"
      })
  private boolean own;

  @Option(names = "--no-dnssec", description = "with --own-resolver: check no signatures")
  private boolean unchecked;

  /** Whether it is. */
  boolean isChosen() {
    return own;
  }

  /**
   * An option that means nothing without another one, with that one; empty when all is well.
   *
   * @param anchor the file of {@code --anchor}
   * @param hints the file of {@code --root-hints}
   */
  Optional<String> missing(Optional<Path> anchor, Optional<Path> hints) {
    if (own) {
      return unchecked && anchor.isPresent()
          ? Optional.of("--anchor is for checking signatures, which --no-dnssec forbids")
          : Optional.empty();
    }
    String which = unchecked ? "--no-dnssec" : anchor.isPresent() ? "--anchor" : "--root-hints";
    return unchecked || anchor.isPresent() || hints.isPresent()
        ? Optional.of(which + " belongs to --own-resolver")
        : Optional.empty();
  }

  /**
   * The built-in internet, signed where a resolver of ours checks its signatures.
   *
   * @throws IOException when the file of the chain is broken, or cannot be read
   */
  BuiltInInternet internet(ChainOption chain, Network beneath) throws IOException {
    return own && !unchecked ? chain.signed(beneath) : chain.over(beneath);
  }

  /**
   * What opens the resolver; empty where the system's servers are asked.
   *
   * @param internet whose names have a root of their own, unless a file names another
   * @throws IOException when a file cannot be read
   */
  Optional<RecursiveService.Opening> opening(
      BuiltInInternet internet, Optional<Path> anchor, Optional<Path> hints) throws IOException {
    if (!own) {
      return Optional.empty();
    }
    Optional<List<Record>> trusted =
        unchecked
            ? Optional.of(List.of())
            : anchor.isPresent() ? Optional.of(AnchorFile.read(anchor.get())) : Optional.empty();
    if (hints.isPresent()) {
      // Whose root that is nobody knows: without a file of its keys nothing of it can be checked.
      List<RootHint> servers = HintsFile.read(hints.get());
      return Optional.of(OwnResolver.with(options(servers, trusted.orElse(List.of()))));
    }
    return Optional.of((transport, loop) ->
        new TwoRoots(
            internet::has,
            OwnResolver.with(options(RootHints.standard(), trusted.orElseGet(Anchors::root)))
                .open(transport, loop),
            name ->
                OwnResolver.with(options(internet.root(name), trusted.orElseGet(internet::anchors)))
                    .open(transport, loop)));
  }

  private static RecursorOptions options(List<RootHint> servers, List<Record> anchors) {
    return RecursorOptions.builder().hints(servers).anchors(anchors).build();
  }
}

package dev.glasshouse.app;

import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.lab.NameChain;
import dev.glasshouse.lab.NameChainFile;
import dev.glasshouse.lab.Place;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where in the built-in internet the client is, and which stages a name passes on its way. */
final class ChainOption {
  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = {
        "the way of names, a stage a line: browser [cache off] [policy FILE]; hosts off|FILE;",
        "system on; router, provider off, or [policy FILE] [ask ADDRESS...]; names all"
      })
  private @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description =
          "where in the built-in internet you are: eu, us, asia or africa. What names and pages were"
              + " elsewhere is not used then, nor is anything kept, but in a --profile of your own")
  private @Nullable Place from;

  /** Whether a place was said: what was kept of names and pages does not hold there. */
  boolean isElsewhere() {
    return from != null;
  }

  /**
   * The built-in internet with that way.
   *
   * @throws IOException when the file is broken, or cannot be read
   */
  BuiltInInternet over(Network beneath) throws IOException {
    return placed(BuiltInInternet.over(beneath, chain()));
  }

  /**
   * The same with signed zones.
   *
   * @throws IOException when the file is broken, or cannot be read
   */
  BuiltInInternet signed(Network beneath) throws IOException {
    return placed(BuiltInInternet.signed(beneath, chain()));
  }

  private NameChain chain() throws IOException {
    return file == null ? NameChain.USUAL : NameChainFile.read(file);
  }

  private BuiltInInternet placed(BuiltInInternet internet) {
    return from == null ? internet : internet.at(from);
  }
}

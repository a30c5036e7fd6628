package dev.glasshouse.app;

import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.lab.NameChain;
import dev.glasshouse.lab.NameChainFile;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stages a name passes on its way. */
final class ChainOption {
  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = {
        "the way of names, a stage a line: browser [cache off] [policy FILE]; hosts off|FILE;",
        "system on; router, provider off, or [policy FILE] [ask ADDRESS...]; names all"
      })
  private @Nullable Path file;

  /**
   * The built-in internet with that way.
   *
   * @throws IOException when the file is broken, or cannot be read
   */
  BuiltInInternet over(Network beneath) throws IOException {
    return BuiltInInternet.over(beneath, file == null ? NameChain.USUAL : NameChainFile.read(file));
  }
}

package dev.glasshouse.app;

import dev.glasshouse.dns.Answer;
import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.fetch.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass name cache}: what the browser's cache of names holds. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the names that the browser remembers: what is known of each, from whom, and for how",
      "much longer it holds. The same as glass name --cache."
    })
final class NameCacheCommand implements Callable<Integer> {
  private final Path path;

  @Mixin private final Console console = new Console();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "the name; all when not said")
  private @Nullable String name;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "the folder of glass open --profile, whose cache of names is meant")
  private @Nullable Path folder;

  @Mixin private final LanguageOption language = new LanguageOption();

  @Option(names = "--json", description = "as JSON, an object a line")
  private boolean json;

  /** The command on this machine. */
  NameCacheCommand() {
    this(CacheFile.standard(System.getenv()));
  }

  /** The command with another file. */
  NameCacheCommand(Path path) {
    this.path = path;
  }

  @Override
  public Integer call() throws IOException {
    var file = new CacheFile(folder == null ? path : Profile.at(folder).names());
    var known = new NameCache();
    Instant now = Instant.now();
    file.load(known, now);
    String wanted = name == null ? "" : name.toLowerCase(Locale.ROOT);
    List<Answer> all =
        known.all(now).stream()
            .filter(a -> wanted.isEmpty() || a.name().equalsIgnoreCase(wanted))
            .toList();
    console
        .out()
        .print(
            json
                ? NameTable.json(all, now)
                : NameTable.text(all, now, file.path(), language.chosen()));
    console.out().flush();
    return Glass.OK;
  }
}

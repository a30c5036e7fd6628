package dev.glasshouse.app;

import dev.glasshouse.browser.Visit;
import dev.glasshouse.http.cache.CacheMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a command does with the HTTP cache. */
final class CacheOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Demand demand;

  /** One of them, and no other. */
  static final class Demand {
    @Option(
        names = "--reload",
        description = "ask the server whether the page still holds, as a browser's reload does")
    private boolean reload;

    @Option(
        names = "--hard-reload",
        description = "use nothing that is stored, as a browser's hard reload does")
    private boolean hardReload;

    @Option(
        names = "--no-cache",
        description = "go past the HTTP cache: use nothing of it, and store nothing")
    private boolean noCache;

    Visit visit() {
      return noCache ? Visit.PAST_CACHE : hardReload ? Visit.HARD_RELOAD : Visit.RELOAD;
    }
  }

  /** How a page is opened. */
  Visit visit() {
    return Optional.ofNullable(demand).map(Demand::visit).orElse(Visit.NORMAL);
  }

  /** How one request is made. */
  CacheMode mode() {
    return switch (visit()) {
      case NORMAL, HISTORY -> CacheMode.DEFAULT;
      case RELOAD -> CacheMode.NO_CACHE;
      case HARD_RELOAD -> CacheMode.RELOAD;
      case PAST_CACHE -> CacheMode.NO_STORE;
    };
  }
}

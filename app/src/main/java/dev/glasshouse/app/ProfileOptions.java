package dev.glasshouse.app;

import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.fetch.Profile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which profile a command uses: what it keeps between runs, and finds from the run before. */
final class ProfileOptions {
  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "the folder with what is kept between runs: cookies, caches, hosts with HTTPS")
  private @Nullable Path folder;

  @Option(
      names = "--private",
      description = "keep nothing after this run, and use nothing of an earlier one")
  private boolean nothing;

  /** The one that was chosen, else the user's own; empty when nothing is to be kept. */
  Optional<Profile> orStandard(Map<String, String> environment) {
    return nothing
        ? Optional.empty()
        : Optional.of(chosen().orElseGet(() -> Profile.standard(environment)));
  }

  /**
   * The file in which the cache of names outlives a run: the profile's where one was chosen, else
   * the user's.
   */
  Path names(Map<String, String> environment) {
    return chosen().map(Profile::names).orElseGet(() -> CacheFile.standard(environment));
  }

  /** The one that was chosen; empty when none was, or nothing is to be kept. */
  Optional<Profile> chosen() {
    return nothing ? Optional.empty() : Optional.ofNullable(folder).map(Profile::at);
  }
}

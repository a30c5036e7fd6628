package dev.glasshouse.app;

import dev.glasshouse.fetch.Profile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands have in common that list what a profile keeps, and delete of it. */
final class KeptOptions {
  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "the folder with what is kept between runs; the user's own when not said")
  private @Nullable Path folder;

  @Option(names = "--delete", description = "delete them; which ones must be said, or --all")
  private boolean delete;

  @Option(names = "--all", description = "with --delete: all of them")
  private boolean all;

  @Option(
      names = "--json",
      description = "print JSON, an object a line; docs/json-lines.md has the members")
  private boolean json;

  /** The profile that is meant. */
  Profile profile() {
    return folder == null ? Profile.standard(System.getenv()) : Profile.at(folder);
  }

  /** Whether JSON is wanted. */
  boolean json() {
    return json;
  }

  /**
   * Whether to delete.
   *
   * @param some whether it was said which ones
   * @param ways how that can be said
   */
  boolean deletes(boolean some, String ways, Console console) {
    if (delete && !some && !all) {
      throw console.wrong("say what to delete: " + ways + " or --all");
    }
    if (all && (!delete || some)) {
      throw console.wrong("--all goes with --delete, without " + ways);
    }
    return delete;
  }
}

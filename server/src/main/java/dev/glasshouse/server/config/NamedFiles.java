package dev.glasshouse.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that options name, and what can be seen to be wrong with them before they are used. */
public final class NamedFiles {
  private NamedFiles() {}

  /** Why a file cannot be read; empty when it can, or is not said. */
  public static Optional<Fault> unreadable(Values values, String option) {
    return values
        .path(option)
        .flatMap(file -> {
          if (!Files.exists(file)) {
            return Optional.of(values.fault(option, "there is no file " + file));
          }
          if (Files.isDirectory(file)) {
            return Optional.of(values.fault(option, file + " is a folder"));
          }
          return Files.isReadable(file)
              ? Optional.empty()
              : Optional.of(values.fault(option, file + " may not be read"));
        });
  }

  /** Why a file cannot be written; empty when it can, is to be made, or is not said. */
  public static Optional<Fault> unwritable(Values values, String option) {
    return values
        .path(option)
        .flatMap(file -> {
          Path folder = file.toAbsolutePath().getParent();
          if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(values.fault(option, "there is no folder for " + file));
          }
          boolean may = Files.exists(file) ? Files.isWritable(file) : Files.isWritable(folder);
          return may && !Files.isDirectory(file)
              ? Optional.empty()
              : Optional.of(values.fault(option, file + " may not be written"));
        });
  }
}

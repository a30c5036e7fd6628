package dev.glasshouse.server.kinds;

import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Folders that options name, and what can be wrong with them. */
final class Folders {
  private Folders() {}

  /** Why a folder cannot be used; empty when it can, or is not said. */
  static Optional<Fault> fault(Values values, String option) {
    if (!values.has(option)) {
      return Optional.empty();
    }
    Path folder = values.path(option).orElseThrow();
    if (!Files.exists(folder)) {
      return Optional.of(values.fault(option, "there is no folder " + folder));
    }
    if (!Files.isDirectory(folder)) {
      return Optional.of(values.fault(option, folder + " is no folder"));
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      return Optional.of(values.fault(option, "the folder " + folder + " may not be read"));
    }
    return Optional.empty();
  }

  /** A folder could not be opened. */
  static Fault unusable(Values values, String option, IOException problem) {
    return fault(values, option)
        .orElseGet(() ->
            values.fault(
                option,
                switch (problem) {
                  case NoSuchFileException gone -> "there is no folder " + gone.getFile();
                  case NotDirectoryException other -> other.getFile() + " is no folder";
                  default -> String.valueOf(problem.getMessage());
                }));
  }
}

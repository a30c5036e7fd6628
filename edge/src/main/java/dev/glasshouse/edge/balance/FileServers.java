package dev.glasshouse.edge.balance;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The servers that stand in a file, looked at every second ({@link ServerList}). */
public final class FileServers implements Discovery.Source {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Bytes of a file: 1 MiB, some ten thousand servers. */
  private static final long MOST = 1 << 20;

  private final Path file;

  /** Those of this file. */
  public FileServers(Path file) {
    this.file = file;
  }

  @Override
  public Discovery.Found find() throws IOException {
    if (Files.size(file) > MOST) {
      throw new IOException(file + " is larger than " + MOST + " bytes");
    }
    ServerList list = ServerList.read(Files.readAllLines(file));
    if (!list.faults().isEmpty()) {
      throw new IOException(file + ": " + String.join("; ", list.faults()));
    }
    return new Discovery.Found(
        list.servers(), List.of(), EVERY, Because.of(EdgeReason.FILE_CHANGED));
  }
}

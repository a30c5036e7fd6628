package dev.glasshouse.edge.balance;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    ServerList list = ServerList.read(lines());
    if (!list.faults().isEmpty()) {
      throw new IOException(file + ": " + String.join("; ", list.faults()));
    }
    return new Discovery.Found(
        list.servers(), List.of(), EVERY, Because.of(EdgeReason.FILE_CHANGED));
  }

  private List<String> lines() throws IOException {
    try {
      if (Files.size(file) > MOST) {
        throw new IOException(file + " is larger than " + MOST + " bytes");
      }
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read", e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not in UTF-8", e);
    }
  }
}

package dev.glasshouse.fetch;

import dev.glasshouse.http.alt.AltSvcMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which a profile keeps what origins have said of their alternatives (RFC 7838), a line
 * each, for people to read.
 */
final class AltSvcFile {
  /** How large it may be: 1 MiB, several times what a full memory takes. */
  private static final long LARGEST = 1L << 20;

  private static final String HEAD =
      "# Alternatives that servers offer (RFC 7838), and those that did not work, or came late.";

  private final Profile profile;
  private List<String> saved = List.of();

  AltSvcFile(Profile profile) {
    this.profile = profile;
  }

  /** Reads it; what cannot be read is as if it were not there: it is only a hint. */
  synchronized void load(AltSvcMemory memory, Instant now) {
    Path path = profile.altSvc();
    try {
      if (Files.isRegularFile(path) && Files.size(path) <= LARGEST) {
        memory.read(Files.readAllLines(path), now);
        saved = memory.lines(now);
      }
    } catch (IOException _) {
      // Not UTF-8, or not ours to read: servers will say again what they offer.
    }
  }

  /** Writes it, when something has changed: whole, or not at all. */
  synchronized void save(AltSvcMemory memory, Instant now) {
    List<String> lines = memory.lines(now);
    if (lines.equals(saved)) {
      return;
    }
    var text = new ArrayList<String>(lines);
    text.addFirst(HEAD);
    try {
      profile.create();
      Path path = profile.altSvc();
      Path fresh = path.resolveSibling(path.getFileName() + ".new");
      Files.write(fresh, text);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      saved = lines;
    } catch (IOException _) {
      // The next run asks again: nothing is lost but a round trip.
    }
  }
}

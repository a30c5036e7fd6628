package dev.glasshouse.server.forms;

import dev.glasshouse.http.Body;
import dev.glasshouse.url.MimeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that came with a form.
 *
 * @param head what the client says of it; none of it can be relied on
 * @param content its bytes
 * @param file where it waits; empty when in memory
 * @param size how long it is, bytes
 */
public record FilePart(PartHead head, Body content, Optional<Path> file, long size) {

  /** The field's name. */
  public String name() {
    return head.name();
  }

  /** Its type, as the client says it. */
  public Optional<MimeType> type() {
    return head.type();
  }

  /**
   * Its name as a name in one folder: what stands before a slash or backslash, control characters
   * and leading dots are left out; {@code file} where nothing is left.
   */
  public String safeName() {
    String said = head.fileName().orElse("");
    int cut = Math.max(said.lastIndexOf('/'), said.lastIndexOf('\\'));
    var safe = new StringBuilder();
    said.substring(cut + 1)
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && "<>:\"|?*".indexOf(c) < 0)
        .forEach(safe::appendCodePoint);
    int from = 0;
    while (from < safe.length() && (safe.charAt(from) == '.' || safe.charAt(from) == ' ')) {
      from++;
    }
    String name = safe.substring(from).strip();
    return name.isEmpty() ? "file" : name;
  }

  /**
   * Puts it somewhere for good, where nothing is yet.
   *
   * @throws IOException when something is there, or it cannot be written
   */
  public void keepAt(Path place) throws IOException {
    if (file.isPresent()) {
      Files.move(file.get(), place);
      return;
    }
    try (var in = content.open()) {
      Files.copy(in, place);
    }
  }

  /** Puts it somewhere for good, in the place of what is there. */
  public void replaceAt(Path place) throws IOException {
    if (file.isPresent()) {
      Files.move(file.get(), place, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try (var in = content.open()) {
      Files.copy(in, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  void discard() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}

package dev.glasshouse.app;

import dev.glasshouse.fetch.Fetcher;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A list of hosts that are reached over HTTPS only, though nobody was there yet. */
final class HstsOption {
  @Option(
      names = "--hsts-preload",
      paramLabel = "FILE",
      description = {
        "hosts that are asked over HTTPS from the first time on: Chromium's",
        "transport_security_state_static.json, or a file that curl --hsts wrote"
      })
  private @Nullable Path file;

  /** Reads the list, where one was named, and hands it to who fetches. */
  void into(Fetcher fetcher, Console console) {
    if (file == null) {
      return;
    }
    try {
      fetcher.security().preload(file, Instant.now());
    } catch (NoSuchFileException e) {
      throw console.wrong("--hsts-preload: there is no file " + file);
    } catch (IOException e) {
      throw console.wrong("--hsts-preload: " + Glass.text(e));
    }
  }
}

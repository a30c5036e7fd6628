package dev.glasshouse.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in a file where there is no room left, on a real file system if we may mount one. */
@Timeout(400)
class FullDiskSessionsTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

  @TempDir private Path folder;
  private boolean mounted;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()) == 0;
    assumeThat(mounted).as("a file system can be mounted").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", folder.toString())).isZero();
    }
  }

  private static int run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      return -1;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("space");
    }
  }

  private static Response put(Sessions sessions) throws IOException {
    return sessions.visit(
        Asked.of("GET", "/"),
        Trail.OFF,
        session -> {
          session.put("text", "x".repeat(2000));
          return Response.of(Status.OK).with(Body.of("done"));
        });
  }

  /** Asks until it is so: the database writes when it likes. */
  private static void until(BooleanSupplier so) {
    long end = System.nanoTime() + PATIENCE;
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static void atOnce(Runnable what) {
    var all = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      all.add(Thread.ofPlatform().start(what));
    }
    for (Thread each : all) {
      try {
        each.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean puts(Sessions sessions, Status status) {
    try (Response response = put(sessions)) {
      assertThat(response.status()).isIn(Status.OK, Status.SERVICE_UNAVAILABLE);
      assertThat(response.body().isStandIn())
          .isEqualTo(response.status().equals(Status.SERVICE_UNAVAILABLE));
      return response.status().equals(status);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void sessionsAreAtHandAgainWhenThereIsRoomAgain() throws Exception {
    try (var sessions =
        new Sessions(
            SqlStore.inFile(folder.resolve("sessions"), Duration.ofSeconds(5)),
            SessionRules.USUAL,
            InstantSource.system(),
            told::add)) {
      assertThat(puts(sessions, Status.OK)).isTrue();
      assertThat(told).isEmpty();
      Path fill = folder.resolve("fill");
      fill(fill);
      until(() -> puts(sessions, Status.SERVICE_UNAVAILABLE));
      until(() -> {
        // Many connections at once, and the last of those that asked is told no.
        atOnce(() -> puts(sessions, Status.OK));
        return puts(sessions, Status.SERVICE_UNAVAILABLE);
      });
      assertThat(told.getFirst()).contains("sessions", "could not store a session");
      assertThat(told).anyMatch(line -> line.contains("its file: No space left on device"));
      Files.delete(fill);
      until(() -> puts(sessions, Status.OK));
      assertThat(told.getLast()).contains("at hand again");
      assertThat(puts(sessions, Status.OK)).isTrue();
      try (var files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString())).containsOnly("sessions.mv.db");
      }
    }
  }
}

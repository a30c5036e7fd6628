package dev.glasshouse.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.server.files.FileOptions.Switch;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PUT where there is no room or no right, on a real file system of a few pages if we may mount one.
 */
class FullDiskTest {
  private static final int ROOM = 64 * 1024;

  @TempDir private Path folder;
  private final Recorder recorder = Recorder.start();
  private boolean mounted;

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

  private void mount(String options) throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0;
    assumeThat(mounted).as("a file system can be mounted").isTrue();
  }

  private Response put(ContentTree tree, String path, int bytes) {
    var handler =
        new FileHandler(tree, FileOptions.USUAL.writing(Switch.ON), InstantSource.system());
    return handler.handle(
        Request.to(Method.PUT, Url.parse("http://site.test" + path)).with(Body.of(new byte[bytes])),
        Aside.silent(recorder.trail()));
  }

  private void isToldFull(Response response) throws IOException {
    assertThat(response.status()).isEqualTo(Status.INSUFFICIENT_STORAGE);
    try (var in = response.body().open()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("the disk is full");
    }
    assertThat(recorder.journey().entries())
        .anyMatch(entry -> entry.because().reason() == ServerReason.DISK_FULL);
  }

  @Test
  void aFullDiskIsToldAndWhatStoodThereStandsStill() throws Exception {
    mount("size=" + ROOM);
    FolderTree tree = FolderTree.of(folder);
    Files.writeString(folder.resolve("old.txt"), "old");
    assertThat(put(tree, "/fits.txt", 1000).status()).isEqualTo(Status.CREATED);
    isToldFull(put(tree, "/old.txt", 2 * ROOM));
    assertThat(Files.readString(folder.resolve("old.txt"))).isEqualTo("old");
    try (var left = Files.list(folder)) {
      assertThat(left).as("nothing half stays behind").hasSize(2);
    }
    Files.delete(folder.resolve("fits.txt"));
    assertThat(put(tree, "/again.txt", 1000).status())
        .as("there is room again")
        .isEqualTo(Status.CREATED);
  }

  /** A disk that has bytes left, but no places for files. */
  @Test
  void aDiskWithoutPlacesForFilesIsFullToo() throws Exception {
    mount("nr_inodes=2,size=" + ROOM);
    FolderTree tree = FolderTree.of(folder);
    assertThat(put(tree, "/one.txt", 10).status()).isEqualTo(Status.CREATED);
    isToldFull(put(tree, "/two.txt", 10));
    assertThat(folder.resolve("two.txt")).doesNotExist();
  }

  /** The same answer on a machine where nothing can be mounted. */
  @Test
  void aTreeThatIsFullIsTold() throws Exception {
    isToldFull(put(new FullTree(), "/new.txt", 10));
  }

  /** As on a folder of somebody else's; whoever is root may write everywhere. */
  @Test
  void whatMayNotBeWrittenIsTold() {
    var denied =
        new FullTree() {
          @Override
          public Outcome write(List<String> segments, InputStream bytes, long most)
              throws IOException {
            throw new AccessDeniedException("of somebody else");
          }
        };
    assertThat(put(denied, "/new.txt", 10).status()).isEqualTo(Status.FORBIDDEN);
    assertThat(recorder.journey().entries())
        .anyMatch(entry ->
            entry.step() instanceof ServerStep.PathResolved its
                && its.found().equals("not writable")
                && entry.because().reason() == ServerReason.UNWRITABLE);
  }

  private static class FullTree implements WritableTree {
    @Override
    public Content find(List<String> segments) {
      return new Content.Nothing(ServerReason.NOTHING_THERE);
    }

    @Override
    public Outcome write(List<String> segments, InputStream bytes, long most) throws IOException {
      return Outcome.DISK_FULL;
    }

    @Override
    public boolean remove(List<String> segments) {
      return false;
    }
  }
}

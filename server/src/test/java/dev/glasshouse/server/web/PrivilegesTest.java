package dev.glasshouse.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.EncodedBody;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PrivilegesTest {
  @TempDir private Path folder;

  /** Gives up its rights, and tells the user of each of its threads. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Path made = Files.writeString(Path.of(arguments[1]).resolve("log"), "made as root\n");
      Path link = Files.createSymbolicLink(made.resolveSibling("link"), Path.of(arguments[2]));
      Privileges.become(arguments[0], Optional.empty(), List.of(made, link, Path.of("nowhere")));
      Files.writeString(made, "written on\n", StandardOpenOption.APPEND);
      try (var threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          Files.readAllLines(thread.resolve("status")).stream()
              .filter(line -> line.startsWith("Uid:") || line.startsWith("Groups:"))
              .forEach(System.out::println);
        }
      }
      System.out.println("Codings: " + EncodedBody.codings());
    }
  }

  @Test
  void whoThereIsNotCannotBeBecome() {
    assertThatThrownBy(() -> Privileges.become("no-such-user", Optional.empty(), List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("user: there is no user no-such-user");
    assertThatThrownBy(() -> Privileges.become("root", Optional.empty(), List.of()))
        .hasMessage("user: root is root, who has every right");
    assertThatThrownBy(() -> Privileges.become("nobody", Optional.of("no-such-group"), List.of()))
        .hasMessage("group: there is no group no-such-group");
  }

  @Test
  void everyThreadGivesUpItsRightsForGood() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can become somebody else");
    // One that nobody owns, below a folder that everybody may pass.
    Path open = Files.createTempDirectory(Path.of("/tmp"), "glass-privileges-");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path others = Files.writeString(open.resolve("others"), "somebody else's");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                onlyForRoot(System.getProperty("java.class.path")),
                Program.class.getName(),
                "nobody",
                open.toString(),
                others.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.startsWith("Uid:")))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.matches("Uid:(\\s+65534){4}"));
    assertThat(said.lines().filter(line -> line.startsWith("Groups:")))
        .noneMatch(line -> line.matches(".*\\b0\\b.*"));
    assertThat(said).as("what only root can read is open by then").contains("zstd");
    assertThat(Files.readString(open.resolve("log"))).isEqualTo("made as root\nwritten on\n");
    assertThat(Files.getOwner(open.resolve("log")).getName()).isEqualTo("nobody");
    assertThat(Files.getOwner(others).getName()).as("what a link leads to").isEqualTo("root");
    for (String each : List.of("log", "link", "others", "")) {
      Files.delete(open.resolve(each));
    }
  }

  /** The class path, with a library where only root can read it. */
  private String onlyForRoot(String classPath) throws IOException {
    Path closed =
        Files.createDirectory(
            folder.resolve("closed"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var all = new ArrayList<String>();
    for (String each : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(each);
      boolean zstd = String.valueOf(jar.getFileName()).startsWith("zstd-jni");
      all.add(zstd ? Files.copy(jar, closed.resolve("zstd-jni.jar")).toString() : each);
    }
    return String.join(File.pathSeparator, all);
  }
}

package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  @TempDir Path temp;

  @Test
  void standsInTheFolderForState() {
    assertThat(Profile.standard(Map.of("XDG_STATE_HOME", "/s", "HOME", "/home/u")).folder())
        .isEqualTo(Path.of("/s/glasshouse"));
    assertThat(Profile.standard(Map.of("XDG_STATE_HOME", "relative", "HOME", "/home/u")).cookies())
        .isEqualTo(Path.of("/home/u/.local/state/glasshouse/cookies"));
  }

  @Test
  void isMadeForItsOwnerOnly() throws Exception {
    Profile profile = Profile.at(temp.resolve("a/b/profile"));
    assertThat(profile.folder()).doesNotExist();
    assertThat(profile.create()).isDirectory().isEqualTo(profile.folder());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile.folder())))
        .isEqualTo("rwx------");
    assertThat(profile.create()).isDirectory();
  }

  @Test
  void isNoFile() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> Profile.at(file).create())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no folder");
  }
}

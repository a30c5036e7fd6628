package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of servers, while somebody changes it. */
class FileServersTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrongWithAFileIsSaidInASentence() throws Exception {
    Path file = folder.resolve("servers");
    var source = new FileServers(file);
    assertThatThrownBy(source::find)
        .isInstanceOf(IOException.class)
        .hasMessage("there is no file " + file);
    Files.write(file, new byte[] {'a', (byte) 0xff, '\n'});
    assertThatThrownBy(source::find)
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not in UTF-8");
    Files.writeString(file, "a.example\na.example\nb.example weight=0\n");
    assertThatThrownBy(source::find)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": line 2: ")
        .hasMessageContaining("; line 3: ");
    Files.writeString(file, "a.example\nb.example\n");
    assertThat(source.find().servers()).hasSize(2);
  }
}

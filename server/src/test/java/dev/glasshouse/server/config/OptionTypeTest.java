package dev.glasshouse.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glasshouse.url.AddressText;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What options of a type take. */
class OptionTypeTest {
  private static final Path FOLDER = Path.of("/etc/site");

  @Test
  void aProgramListensAtAnAddressOrASocket() {
    assertThat(OptionType.PROGRAM.read("127.0.0.1:9123", FOLDER))
        .isEqualTo(AddressText.parse("127.0.0.1:9123", 0).orElseThrow());
    assertThat(OptionType.PROGRAM.read("[::1]", FOLDER))
        .isEqualTo(AddressText.parse("[::1]:9000", 0).orElseThrow());
    assertThat(OptionType.PROGRAM.read("/run/php.sock", FOLDER))
        .isEqualTo(UnixDomainSocketAddress.of("/run/php.sock"));
    assertThat(OptionType.PROGRAM.read("unix:/run/php.sock", FOLDER))
        .isEqualTo(UnixDomainSocketAddress.of("/run/php.sock"));
    assertThat(OptionType.PROGRAM.read("php/its.sock", FOLDER))
        .as("as all paths: from the file's folder on")
        .isEqualTo(UnixDomainSocketAddress.of("/etc/site/php/its.sock"));
    assertThat(OptionType.PROGRAM.said(List.of("unix:/a", "unix:/b")))
        .isEqualTo(UnixDomainSocketAddress.of("/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "php.sock", "127.0.0.1:x", "/\0"})
  void whatIsNeitherIsToldWithWhatCouldStandThere(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptionType.PROGRAM.read(text, FOLDER))
        .withMessageContaining("a socket's path");
  }
}

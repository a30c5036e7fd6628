package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileTypesTest {
  @Test
  void theExtensionDecides() {
    assertThat(FileTypes.of("a.b/Index.HTML")).contains("text/html");
    assertThat(FileTypes.of("README.md")).contains("text/markdown");
    assertThat(FileTypes.of("noextension")).isEmpty();
    assertThat(FileTypes.of("x.unheard-of")).isEmpty();
  }

  @Test
  void textIsServedAsUtf8() {
    assertThat(FileTypes.served("a.css")).isEqualTo("text/css; charset=utf-8");
    assertThat(FileTypes.served("a.svg")).isEqualTo("image/svg+xml");
    assertThat(FileTypes.served("a")).isEqualTo("application/octet-stream");
  }

  @Test
  void aTypeHasAnExtension() {
    assertThat(FileTypes.extension("text/html")).isEqualTo(".htm");
    assertThat(FileTypes.extension("application/x-unheard-of")).isEmpty();
  }
}

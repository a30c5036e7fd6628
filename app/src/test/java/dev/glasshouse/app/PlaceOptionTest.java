package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@code --from}: the same name, from several places of the built-in internet. */
class PlaceOptionTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Glass.run(out, err, arguments);
  }

  @Test
  void aNameHasTheAddressOfTheNodeOfThePlace() {
    assertThat(run("name", "cdn.glasshouse.test", "A", "--lang", "en", "--from", "us")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("the policy network gives 127.80.5.2, not 127.80.5.1, 127.80.5.3")
        .contains("belongs to the network us");
    assertThat(run("name", "cdn.glasshouse.test", "A", "--from", "mars")).isEqualTo(2);
  }

  @Test
  void theStoryTellsWhichNodeAnsweredAndWhy() {
    String url = "http://anycast.glasshouse.test/css/site.css";
    assertThat(run("get", url, "-v", "--lang", "en", "--from", "africa")).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("eu; fwd=uri-miss")
        .contains("all nodes have this address, and of them this one is nearest to africa");
    // The node asks the site itself, which is told; but not as if it had been said here.
    assertThat(
            err.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("> GET")))
        .containsExactly("> GET /css/site.css HTTP/1.1");
  }
}

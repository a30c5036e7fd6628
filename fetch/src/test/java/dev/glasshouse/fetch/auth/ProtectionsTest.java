package dev.glasshouse.fetch.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.net.auth.Login;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which place a URL lies in (RFC 9110 11.5). */
class ProtectionsTest {
  @Test
  void placesAreFoundByTheirPathAndAreFew() {
    var places = new Protections(3);
    var login = new Login("u", "p");
    places.put("o", new Protections.Place(login, "outer", "/", Optional.empty(), 1));
    places.put("o", new Protections.Place(login, "inner", "/in/", Optional.empty(), 1));
    assertThat(places.use("o", "/in/x").orElseThrow().realm()).isEqualTo("inner");
    assertThat(places.use("o", "/other").orElseThrow().realm()).isEqualTo("outer");
    assertThat(places.use("o", "/other").orElseThrow().used()).isEqualTo(3);
    assertThat(places.use("another", "/in/x")).isEmpty();
    for (int i = 0; i < 100; i++) {
      places.put("o" + i, new Protections.Place(login, "r", "", Optional.empty(), 1));
    }
    assertThat(places.size()).isEqualTo(3);
  }
}

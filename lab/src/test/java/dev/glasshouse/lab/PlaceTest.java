package dev.glasshouse.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How far it is from place to place, and which is nearest. */
class PlaceTest {
  @Test
  void distancesAreThoseOfTheGlobe() {
    assertThat(Place.EU.kilometres(Place.EU)).isZero();
    assertThat(Place.EU.kilometres(Place.US)).isBetween(6_400, 6_700);
    assertThat(Place.US.kilometres(Place.EU)).isEqualTo(Place.EU.kilometres(Place.US));
    assertThat(Place.AFRICA.kilometres(Place.ASIA)).isBetween(7_300, 7_600);
  }

  @Test
  void theNearestIsOnesOwnWhereThereIsOne() {
    assertThat(Place.ASIA.nearest(ContentNames.PLACES)).isEqualTo(Place.ASIA);
    assertThat(Place.AFRICA.nearest(ContentNames.PLACES)).isEqualTo(Place.EU);
    assertThat(Place.AFRICA.nearest(List.of(Place.US, Place.ASIA))).isEqualTo(Place.ASIA);
  }

  @Test
  void eachNetworkHasItsOwnAddresses() {
    for (Place place : Place.values()) {
      var network = dev.glasshouse.dns.serve.AddressRange.of(place.network());
      assertThat(network.has(place.client())).isTrue();
      for (Place other : Place.values()) {
        assertThat(network.has(other.home(1))).isEqualTo(place == other);
      }
    }
  }
}

package dev.glasshouse.edge.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The servers as a file has them. */
class ServerListTest {
  @Test
  void serversHaveWeightsAndRoles() {
    ServerList list =
        ServerList.read(
            List.of(
                "# the shop",
                "10.0.0.1:8080",
                "https://b.example weight=3   # the large one",
                "",
                "http://c.example backup"));
    assertThat(list.faults()).isEmpty();
    assertThat(list.servers())
        .extracting(ServerSpec::name, ServerSpec::weight, ServerSpec::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("http://10.0.0.1:8080", 1, ServerSpec.Role.REGULAR),
            org.assertj.core.groups.Tuple.tuple("https://b.example", 3, ServerSpec.Role.REGULAR),
            org.assertj.core.groups.Tuple.tuple("http://c.example", 1, ServerSpec.Role.BACKUP));
  }

  /** Somebody meant another server, or a weight. */
  @Test
  void aServerThatStandsThereTwiceIsAFault() {
    ServerList list =
        ServerList.read(List.of("http://a.example", "b.example", "# more", "a.example weight=2"));
    assertThat(list.faults()).containsExactly("line 4: http://a.example stands in line 1 already");
  }

  @Test
  void everyFaultIsNamedWithItsLine() {
    ServerList list =
        ServerList.read(
            List.of("ftp://a/", "http://b weight=0", "http://c fast", "http://d/path", "ok.test"));
    assertThat(list.faults()).hasSize(4);
    assertThat(list.faults().get(0)).startsWith("line 1: ");
    assertThat(list.faults().get(3)).startsWith("line 4: ").contains("path");
    assertThat(ServerList.read(List.of("# nobody")).faults()).hasSize(1);
  }
}

package dev.glasshouse.edge.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.cache.Purge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuityTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private Instant now = NOON;

  @Test
  void whoWasThereAndHearsAllThatCameSinceHasMissedNothing() {
    var all = new Continuity("one", Instant.EPOCH);
    assertThat(all.missed("one", NOON)).isEmpty();
    assertThat(all.missed("", NOON)).isPresent();
    assertThat(all.missed("two", NOON)).isPresent();
    var some = new Continuity("one", NOON.minus(Duration.ofMinutes(6)));
    assertThat(some.missed("one", NOON)).isEmpty();
    // What is forgotten was said so shortly before that a clock may be wrong by as much.
    assertThat(new Continuity("one", NOON.minus(Duration.ofMinutes(4))).missed("one", NOON))
        .isPresent();
    assertThat(Continuity.parse(some.line())).contains(some);
    assertThat(Continuity.parse("group one x")).isEmpty();
    assertThat(Continuity.parse("a b 1 hard ALL")).isEmpty();
  }

  @Test
  void whatIsRememberedNoMoreIsKnown() {
    var heard = new Heard();
    heard.note(new Order("0", "node", NOON, Purge.all()), NOON);
    assertThat(heard.dropped()).isEqualTo(Instant.EPOCH);
    Instant later = NOON.plus(Duration.ofHours(25));
    heard.note(new Order("1", "node", later, Purge.all()), later);
    assertThat(heard.dropped()).isEqualTo(NOON);
    assertThat(heard.all()).hasSize(1);
  }

  @Test
  void whoWasAlwaysAloneMissesNothingAndWhoIsAloneNowMay(@TempDir Path folder) {
    assertThat(company(folder).arrived(1)).isPresent();
    Company alone = company(folder);
    assertThat(alone.arrived(1)).isEmpty();
    alone.members(Set.of("a", "b"), false);
    assertThat(company(folder).arrived(1))
        .hasValueSatisfying(why -> assertThat(why).contains("no other node is there"));
  }

  @Test
  void aPartingCountsFromItsBeginning(@TempDir Path folder) {
    Company parted = company(folder);
    parted.arrived(1);
    String epoch = parted.continuity(Instant.EPOCH).epoch();
    parted.members(Set.of("a", "b"), false);
    parted.members(Set.of("a"), false);
    now = NOON.plus(Duration.ofHours(2));
    parted.here();
    var forgotten = new Continuity(epoch, NOON.plus(Duration.ofHours(1)));
    Company again = company(folder);
    again.welcomed(forgotten);
    assertThat(again.arrived(2)).isPresent();
    Company whole = company(folder);
    whole.welcomed(forgotten);
    now = NOON.plus(Duration.ofHours(3));
    assertThat(whole.arrived(2)).as("it was there after that").isEmpty();
  }

  @Test
  void ordersThatSomebodyMayNotKnowAreThereAfterAStart(@TempDir Path folder) {
    Company parted = company(folder);
    parted.arrived(1);
    parted.members(Set.of("a", "b"), false);
    var known = new Order("0", "a", NOON, Purge.tag("known"));
    parted.taken(known);
    parted.members(Set.of("a"), false);
    var unknown = new Order("1", "a", NOON, Purge.tag("unknown"));
    parted.taken(unknown);
    assertThat(company(folder).untold()).containsExactly(unknown);
    parted.members(Set.of("a", "b"), false);
    assertThat(company(folder).untold()).isEmpty();
  }

  @Test
  void aFileThatIsNotWholeSaysNothing(@TempDir Path folder) throws IOException {
    Remembered first = Remembered.in(Optional.of(folder));
    first.keep(Map.of("at", "1-0"));
    first.untold(List.of(new Order("1", "a", NOON, Purge.tag("t"))));
    Path file = folder.resolve("nodes");
    String whole = Files.readString(file);
    assertThat(Remembered.in(Optional.of(folder)).fact("at")).contains("1-0");
    for (String damaged :
        new String[] {"", whole.substring(0, whole.length() - 5), "untold x\n" + whole}) {
      Files.writeString(file, damaged);
      assertThat(Remembered.in(Optional.of(folder)).fact("at")).as(damaged).isEmpty();
    }
  }

  private Company company(Path folder) {
    return new Company(Remembered.in(Optional.of(folder)), () -> now);
  }
}

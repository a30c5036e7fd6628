package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.alt.AltSvc;
import dev.glasshouse.http.alt.AltSvcMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers offer elsewhere, from one run to the next. */
class AltSvcFileTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ORIGIN = "https://a.example";
  @TempDir private Path folder;

  @Test
  void outlivesTheRun() throws Exception {
    Profile profile = Profile.at(folder.resolve("profile"));
    var memory = new AltSvcMemory();
    new AltSvcFile(profile).save(memory, NOW);
    assertThat(profile.altSvc()).doesNotExist();
    memory.learn(ORIGIN, "a.example", (AltSvc.Offered) AltSvc.parse("h3=\":443\";ma=60"), NOW);
    new AltSvcFile(profile).save(memory, NOW);
    assertThat(Files.readAllLines(profile.altSvc()))
        .contains("known https://a.example h3 a.example:443 2026-01-01T00:01:00Z -");
    var next = new AltSvcMemory();
    new AltSvcFile(profile).load(next, NOW.plusSeconds(59));
    assertThat(next.of(ORIGIN, NOW.plusSeconds(59))).hasSize(1);
    var late = new AltSvcMemory();
    new AltSvcFile(profile).load(late, NOW.plusSeconds(60));
    assertThat(late.of(ORIGIN, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void whatIsBrokenIsAsIfItWereNotThere() throws Exception {
    Profile profile = Profile.at(folder);
    for (byte[] bytes :
        List.of(
            new byte[] {(byte) 0xff, 0},
            "nonsense\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      Files.write(profile.altSvc(), bytes);
      var memory = new AltSvcMemory();
      new AltSvcFile(profile).load(memory, NOW);
      assertThat(memory.lines(NOW)).isEmpty();
    }
  }
}

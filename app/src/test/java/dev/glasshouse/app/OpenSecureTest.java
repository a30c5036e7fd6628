package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.journey.export.JourneyReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The site that is built in over TLS and QUIC, with no network: versions, and why. */
@Timeout(300)
class OpenSecureTest {
  private static final String PAGE = "https://www.glasshouse.test/carried/";

  @TempDir Path folder;

  private List<Entry> opened() throws Exception {
    BadInputTest.Run run =
        BadInputTest.run(
            "open", "--json", "--no-png", "--timeout", "200", "--profile", profile(), PAGE);
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
    return JourneyReader.read(new StringReader(run.out()), "output").entries();
  }

  private String profile() {
    return folder.resolve("profile").toString();
  }

  @Test
  void theStoryTellsTheVersionAndWhy() throws Exception {
    List<Entry> entries = opened();
    assertThat(entries)
        .anyMatch(e ->
            e.step() instanceof VersionStep.Http3NotUsed its
                && its.origin().equals("https://www.glasshouse.test")
                && its.instead().equals("HTTP/2")
                && e.because().reason() == VersionReason.NOT_KNOWN)
        .anyMatch(e ->
            e.step() instanceof VersionStep.AltSvcLearned its
                && its.origin().equals("https://www.glasshouse.test"));
    joined(entries);
  }

  @Test
  void whatAltSvcSaidIsTriedNextTime() throws Exception {
    BadInputTest.Run first = BadInputTest.run("get", "--profile", profile(), PAGE);
    assertThat(first.status()).as(first.all()).isEqualTo(Glass.OK);
    assertThat(first.err()).contains("< HTTP/2 200", "alt-svc: h3=\":443\"; ma=86400");
    // Which of the two is ready first is nobody's to say; that they race is.
    assertThat(opened())
        .anyMatch(e ->
            e.step() instanceof VersionStep.RaceRun its
                && its.origin().equals("https://www.glasshouse.test"));
  }

  /** What the servers did stands below what asked them, as it does without TLS. */
  private static void joined(List<Entry> entries) {
    Map<Long, Entry> byId = entries.stream().collect(Collectors.toMap(Entry::id, e -> e));
    List<Entry> served =
        entries.stream().filter(e -> e.step() instanceof HttpStep.RequestServed).toList();
    assertThat(served).hasSizeGreaterThan(5);
    for (Entry entry : served) {
      Entry taken = Objects.requireNonNull(byId.get(entry.parent()));
      assertThat(taken.step()).isInstanceOf(TraceStep.ContextTaken.class);
      assertThat(Objects.requireNonNull(byId.get(taken.parent())).step())
          .isInstanceOf(FetchStep.Exchanged.class);
    }
  }

  @Test
  void oneFetchGoesOverTheVersionThatIsAskedFor() {
    BadInputTest.Run http3 =
        BadInputTest.run("get", "--private", "--http3", "https://glasshouse.test/");
    assertThat(http3.status()).as(http3.all()).isEqualTo(Glass.OK);
    assertThat(http3.err())
        .contains("< HTTP/3 301", "< HTTP/3 200", "location: https://www.glasshouse.test/")
        .contains("the authority that this program made for the names that are built in");
    BadInputTest.Run http2 =
        BadInputTest.run("get", "--private", "--http2", "https://h3.glasshouse.test/carried/");
    assertThat(http2.status()).as(http2.all()).isEqualTo(Glass.OK);
    assertThat(http2.out()).contains("the document came by <b>HTTP/2 over TLS and TCP, port ");
  }

  @Test
  void theNameSaysWhichVersionsThereAre() {
    BadInputTest.Run run = BadInputTest.run("name", "h3.glasshouse.test", "HTTPS", "--trace");
    assertThat(run.status()).as(run.all()).isEqualTo(Glass.OK);
    assertThat(run.out()).contains("h3.glasshouse.test. HTTPS 1 . alpn=h3,h2");
  }
}

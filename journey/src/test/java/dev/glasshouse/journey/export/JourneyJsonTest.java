package dev.glasshouse.journey.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Fixture;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyReason;
import dev.glasshouse.journey.Made;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneyJsonTest {
  private static String write(Journey journey) {
    var out = new StringWriter();
    JourneyWriter.write(journey, out);
    return out.toString();
  }

  private static Journey read(String text) throws IOException {
    return JourneyReader.read(new StringReader(text), "saved.jsonl");
  }

  @Test
  void aStepIsALineInTheDocumentedForm() {
    List<String> lines = write(Fixture.journey()).lines().toList();
    assertThat(lines).hasSize(Fixture.journey().entries().size() + 1);
    assertThat(lines.getFirst())
        .isEqualTo(
            "{\"format\":\"glasshouse-journey\",\"version\":1,\"zero\":\"2026-03-04T05:06:07.089Z\","
                + "\"steps\":"
                + (lines.size() - 1)
                + ",\"dropped\":0}");
    assertThat(lines)
        .anyMatch(line ->
            line.contains("\"kind\":\"Redirected\",\"begin\":12600000,\"end\":12600000,")
                && line.contains(
                    "\"reason\":{\"name\":\"fetch.PERMANENT_METHOD_KEPT\","
                        + "\"text\":\"301 is permanent, and the method stays GET\","
                        + "\"arguments\":[301,\"GET\"],"
                        + "\"clause\":{\"document\":\"RFC 9110\",\"section\":\"15.4.2\"}}"));
  }

  @Test
  void whatWasWrittenReadsBackAndTellsTheSameStory() throws IOException {
    Journey journey = Fixture.journey();
    Journey back = read(write(journey));
    assertThat(write(back)).isEqualTo(write(journey));
    assertThat(back.entries())
        .extracting(Entry::step)
        .containsExactlyElementsOf(journey.entries().stream().map(Entry::step).toList());
    for (Language language : Language.values()) {
      assertThat(StoryText.render(Story.of(back, Level.FULL, language), Look.PIPED))
          .isEqualTo(StoryText.render(Story.of(journey, Level.FULL, language), Look.PIPED));
    }
  }

  @Test
  void everyKindSurvivesAndSoDoArguments() throws IOException {
    var entries = new ArrayList<Entry>();
    long id = 1;
    Because because =
        new Because(
                JourneyReason.ASKED_FOR,
                List.of(Duration.ofSeconds(3), Instant.EPOCH, List.of("a", 2L), true, 7L),
                Clause.of("WHATWG Fetch", ""),
                List.of())
            .butNot("the other", JourneyReason.ASKED_FOR, "x\n\"y\u0000");
    for (Class<? extends Step> kind : Facts.kinds().values()) {
      entries.add(
          new Entry(id++, 1, Long.MAX_VALUE, List.of(), because, Source.PEER, Made.step(kind)));
    }
    var journey = new Journey(Fixture.ZERO, List.copyOf(entries), 3);
    assertThat(read(write(journey))).isEqualTo(journey);
  }

  @Test
  void badInputIsRefusedWithFileLineAndReason(@TempDir Path folder) throws IOException {
    String header =
        "{\"format\":\"glasshouse-journey\",\"version\":1,\"zero\":\"2026-03-04T05:06:07Z\","
            + "\"steps\":1,\"dropped\":0}\n";
    String step =
        "{\"id\":1,\"kind\":\"ResourceSkipped\",\"begin\":0,\"end\":0,\"causes\":[],"
            + "\"source\":\"measured\",\"facts\":{\"url\":\"u\",\"what\":\"w\"}}";
    assertThat(read(header + step + "\n\n").entries()).hasSize(1);
    assertThat(read(header + step.replace("\"id\"", "\"more\":{},\"id\"")).entries()).hasSize(1);

    refused("", 1, "the file is empty");
    refused("hello", 1, "not JSON");
    refused("[]", 1, "an object was expected");
    refused("{\"format\":\"har\"}", 1, "not the header of a journey");
    refused(header.replace("\"version\":1", "\"version\":2"), 1, "version 2 is not known");
    refused(header.replace("2026-03-04", "2026-33-04"), 1, "could not be parsed");
    refused(header, 1, "promises 1 steps, there are 0");
    refused(header + "{", 2, "not JSON");
    refused(header + step + "\n" + step, 3, "the id 1 is not new");
    refused(header + step.replace("Skipped", "Eaten"), 2, "the kind ResourceEaten is not known");
    refused(header + step.replace("\"what\":\"w\"", "\"x\":1"), 2, "has no fact what");
    refused(header + step.replace("\"w\"", "4"), 2, "ResourceSkipped.what must be a String");
    refused(header + step.replace("\"w\"", "null"), 2, "null has no place");
    refused(header + step.replace("[]", "[1]"), 2, "a cause must be an older step's id: 1");
    refused(header + step.replace("\"end\":0", "\"end\":-1"), 2, "ends before it begins");
    refused(header + step.replace("measured", "guessed"), 2, "GUESSED");
    refused(
        header + step.replace("\"facts\"", "\"reason\":{\"name\":\"url.NO\"},\"facts\""),
        2,
        "the reason url.NO is not known");
    refused(header + "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}", 2, "nested");

    Path file = folder.resolve("latin1");
    Files.write(file, new byte[] {(byte) 0xe9, 'x'});
    assertThatThrownBy(() -> JourneyReader.read(file))
        .isInstanceOf(JourneyFormatException.class)
        .hasMessageContaining("latin1:1: the file is not in UTF-8");
  }

  private static void refused(String text, int line, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(JourneyFormatException.class)
        .hasMessageStartingWith("saved.jsonl:" + line + ": ")
        .hasMessageContaining(problem);
  }
}

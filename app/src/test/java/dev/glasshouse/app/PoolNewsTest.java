package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.words.Language;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a pool while it is at work. */
class PoolNewsTest {
  private static final EdgeStep CAME =
      new EdgeStep.PoolChanged("shop", List.of("http://a.test"), List.of());

  /** The first servers are those that the command has named itself. */
  @Test
  void serversThatCameAreToldAndTheFirstOnesAreNot() {
    var lines = new ArrayList<String>();
    var news = new PoolNews(Language.EN, lines::add);
    news.told(CAME, Because.of(EdgeReason.ASKED_FOR));
    assertThat(lines).isEmpty();
    news.told(CAME, Because.of(EdgeReason.FILE_CHANGED));
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).contains("\"shop\"", "http://a.test came", "file of servers");
  }
}

package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Recorder;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LastStoriesTest {
  @Test
  void theLastOnesAreKeptUnderTheirNumbers() {
    var stories = new LastStories(3);
    assertThat(stories.all()).isEmpty();
    var recorders = new ArrayList<Recorder>();
    for (int count = 1; count <= 10; count++) {
      recorders.add(Recorder.start());
      stories.take(recorders.getLast());
      assertThat(stories.all())
          .extracting(LastStories.Kept::number)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(Math.max(1, count - 2), count).boxed().toList());
      for (LastStories.Kept kept : stories.all()) {
        assertThat(kept.recorder()).isSameAs(recorders.get((int) kept.number() - 1));
        assertThat(stories.at(kept.number())).contains(kept);
      }
      assertThat(stories.at(count - 3)).isEmpty();
      assertThat(stories.at(count + 1)).isEmpty();
      assertThat(stories.at(0)).isEmpty();
    }
  }
}

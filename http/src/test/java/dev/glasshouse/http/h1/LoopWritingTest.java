package dev.glasshouse.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.Alarm;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopWritingTest {
  /** Whoever reads the story is told who went, and that there was an answer. */
  @Test
  void aClientThatHasGoneHasNotAllOfTheAnswer() throws Exception {
    var channel = new EmbeddedChannel();
    List<Reason> ends = new ArrayList<>();
    var writing =
        new LoopWriting(
            channel,
            Limits.SERVER,
            new Alarm(channel.eventLoop()),
            Response.of(Status.OK).with(Body.of("text")),
            false,
            (_, because) -> ends.add(because.reason()));
    assertThat(channel.close().isSuccess()).isTrue();
    writing.begin("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(ends).containsExactly(HttpReason.READER_LEFT);
  }
}

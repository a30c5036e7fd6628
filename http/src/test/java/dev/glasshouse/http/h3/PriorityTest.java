package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.StreamStep;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How urgent an answer is, and that it becomes more so (RFC 9218). */
@Timeout(120)
class PriorityTest {
  @TempDir private Path folder;
  private final CountDownLatch enough = new CountDownLatch(1);
  private final Map<Long, QuicStreamChannel> streams = new ConcurrentHashMap<>();
  private final CountDownLatch watching = new CountDownLatch(1);
  private Server server;

  @BeforeEach
  void open() throws Exception {
    server =
        new Server(request -> {
          if (request.target().equals("/slow")) {
            try {
              enough.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          }
          return Response.text(Status.OK, request.target());
        });
  }

  @AfterEach
  void close() {
    enough.countDown();
    server.close();
  }

  /** From now on the server's streams are known here. */
  private void watch() {
    Client.until(() -> server.http.quic().orElseThrow().connections().size() == 1);
    server
        .http
        .quic()
        .orElseThrow()
        .connections()
        .iterator()
        .next()
        .channel()
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void handlerAdded(ChannelHandlerContext ctx) {
                watching.countDown();
              }

              @Override
              public void channelRead(ChannelHandlerContext ctx, Object msg) {
                if (msg instanceof QuicStreamChannel stream) {
                  streams.put(stream.streamId(), stream);
                }
                ctx.fireChannelRead(msg);
              }
            });
    // Until the event loop has taken it up, it is passed over.
    Client.until(() -> watching.getCount() == 0);
  }

  private void hasPriority(long stream, Urgency urgency) {
    var wanted = new QuicStreamPriority(urgency.level(), urgency.incremental());
    Client.until(
        () -> streams.containsKey(stream) && wanted.equals(streams.get(stream).priority()));
  }

  @Test
  void anAnswerBecomesMoreUrgent() throws Exception {
    try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
      watch();
      RawClient.Stream control = client.control(RawClient.frame(RawClient.SETTINGS));
      RawClient.Stream slow = client.request(RawClient.get("/slow", "priority", "u=6")).end();
      hasPriority(0, new Urgency(6, false));
      byte[] update = "\0u=0, i".getBytes(StandardCharsets.ISO_8859_1);
      control.write(RawClient.frame(0xF0700, update));
      hasPriority(0, new Urgency(0, true));
      enough.countDown();
      assertThat(slow.answer()).isNotEmpty();
      assertThat(server.steps(StreamStep.Reprioritized.class))
          .singleElement()
          .satisfies(step -> {
            assertThat(step.by()).isEqualTo("peer");
            assertThat(step.stream()).isZero();
            assertThat(step.priority()).isEqualTo("u=0, i");
          });
    }
  }

  /** The frame may come before its request; then it counts, not the request's own field. */
  @Test
  void whatWasSaidBeforeTheRequestCame() throws Exception {
    try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
      watch();
      byte[] update = "\0u=1, i".getBytes(StandardCharsets.ISO_8859_1);
      client.control(RawClient.frame(RawClient.SETTINGS), RawClient.frame(0xF0700, update));
      Client.until(() -> server.steps(StreamStep.Reprioritized.class).size() == 1);
      RawClient.Stream slow = client.request(RawClient.get("/slow", "priority", "u=6")).end();
      hasPriority(0, new Urgency(1, true));
      enough.countDown();
      assertThat(slow.answer()).isNotEmpty();
    }
  }
}

package dev.glasshouse.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Inbox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatheredTest {
  private final Inbox inbox = new Inbox(1 << 20, () -> {});
  private final Gathered gathered = new Gathered(inbox);
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final ChannelHandlerContext ctx = channel.pipeline().firstContext();
  private final ByteArrayOutputStream given = new ByteArrayOutputStream();

  private void give(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    given.writeBytes(content);
    ByteBuf buffer = Unpooled.copiedBuffer(content);
    gathered.content(ctx, buffer);
    buffer.release();
  }

  private List<Inbound> taken() {
    var all = new ArrayList<Inbound>();
    for (Inbound one = inbox.poll(); one != Inbound.NOTHING; one = inbox.poll()) {
      all.add(one);
    }
    return all;
  }

  private static byte[] bytes(List<Inbound> events) {
    var out = new ByteArrayOutputStream();
    for (Inbound event : events) {
      if (event instanceof Inbound.Data(ByteBuf data)) {
        byte[] some = new byte[data.readableBytes()];
        data.readBytes(some);
        out.writeBytes(some);
        data.release();
        assertThat(data.refCnt()).isZero();
      }
    }
    return out.toByteArray();
  }

  @Test
  void smallPiecesOfATurnAreHandedOverTogetherAtItsEnd() {
    for (int i = 0; i < 16; i++) {
      give(1300 + i);
    }
    assertThat(taken()).as("before the turn is over").isEmpty();
    channel.runPendingTasks();
    List<Inbound> events = taken();
    assertThat(events).hasSize(2);
    assertThat(bytes(events)).isEqualTo(given.toByteArray());
    give(10);
    channel.runPendingTasks();
    assertThat(taken()).as("the next turn").hasSize(1);
  }

  @Test
  void anythingElseGoesAtOnceBehindWhatCameBefore() {
    give(5);
    give(7);
    gathered.add(new Inbound.End(Fields.EMPTY));
    List<Inbound> events = taken();
    assertThat(events).hasSize(3);
    assertThat(events.getLast()).isInstanceOf(Inbound.End.class);
    assertThat(bytes(events)).isEqualTo(given.toByteArray());
    channel.runPendingTasks();
    assertThat(taken()).isEmpty();
  }

  @Test
  void piecesOfAnySizeKeepTheirOrder() {
    var random = new Random(42);
    for (int i = 0; i < 300; i++) {
      give(1 + random.nextInt(i % 7 == 0 ? 60_000 : 2_000));
      if (random.nextInt(20) == 0) {
        channel.runPendingTasks();
      }
    }
    channel.runPendingTasks();
    assertThat(bytes(taken())).isEqualTo(given.toByteArray());
  }

  @Test
  void whatNobodyWantsIsLetGo() {
    inbox.close();
    ByteBuf buffer = Unpooled.copiedBuffer(new byte[100]);
    gathered.content(ctx, buffer);
    gathered.content(ctx, buffer);
    channel.runPendingTasks();
    assertThat(buffer.refCnt()).isOne();
    buffer.release();
  }
}

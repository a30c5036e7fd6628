package dev.glasshouse.http.h1;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.OwnFault;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;

/**
 * One request without content that is sent, and the head of its answer, for which no thread waits.
 * On the event loop only.
 */
final class LoopExchange {
  private final Http1Session connection;
  private final RequestHead asked;
  private final AnswerHead answer;
  private final Limits limits;
  private final Trail trail;
  private final Deadline deadline;
  private final ClientExchange.Done done;
  private final ClientExchange.Taker taker;
  private Deadline firstByte;
  private Deadline until;
  private long begin;
  private long written;
  private long headBytes;
  private boolean over;

  LoopExchange(
      Http1Session connection,
      RequestHead asked,
      AnswerHead answer,
      Limits limits,
      Trail trail,
      Deadline deadline,
      ClientExchange.Done done,
      ClientExchange.Taker taker) {
    this.connection = connection;
    this.asked = asked;
    this.answer = answer;
    this.limits = limits;
    this.trail = trail;
    this.deadline = deadline;
    this.done = done;
    this.taker = taker;
    this.firstByte = deadline.within(limits.times().firstByte());
    this.until = firstByte;
  }

  void begin(byte[] head) {
    try {
      if (connection.inbox().poll() instanceof Inbound.Broken(HttpException problem)) {
        fail(answer.failed(problem));
        return;
      }
      begin = trail.now();
      connection.connection().countExchange();
      send(head);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    await();
  }

  private void send(byte[] head) {
    headBytes = head.length;
    connection.reader().expect(asked.request().method(), false);
    Channel channel = connection.channel();
    var bytes = channel.alloc().directBuffer(head.length).writeBytes(head);
    if (!trail.on()) {
      channel.writeAndFlush(bytes, channel.voidPromise());
      return;
    }
    ChannelFuture sent = channel.writeAndFlush(bytes);
    if (sent.isDone()) {
      written = trail.now();
    } else {
      sent.addListener(_ -> written = trail.now());
    }
  }

  private void await() {
    connection.inbox().whenMore(until.at(), this::more);
  }

  /** Something has come, or the time for it is over. */
  private void more() {
    try {
      while (!over) {
        Inbound event = connection.inbox().takeNow();
        answer.saw(event);
        switch (event) {
          case Inbound.Begun _ -> until = deadline.within(limits.times().head());
          case Inbound.ResponseHead head when AnswerHead.isInterim(head) -> {
            answer.interim(head);
            firstByte = deadline.within(limits.times().firstByte());
            until = firstByte;
          }
          case Inbound.ResponseHead head -> head(head);
          case Inbound.Nothing _ when until.passed() ->
              fail(answer.stalled(until.equals(firstByte)));
          case Inbound.Nothing _ -> {
            await();
            return;
          }
          case Inbound.Broken(HttpException problem) -> fail(answer.failed(problem));
          case Inbound.End _, Inbound.Data _, Inbound.RequestHead _ -> {}
        }
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void head(Inbound.ResponseHead head) throws IOException {
    answer.tellSent(begin, written, headBytes, 0);
    Response response = answer.response(head, true, written, done);
    over = true;
    taker.answered(response);
  }

  /** Nobody wants its answer any more. */
  void giveUp() {
    fail(new CancelledException(Because.of(HttpReason.GIVEN_UP)));
  }

  private void fail(Exception problem) {
    if (over) {
      return;
    }
    over = true;
    connection.drop();
    if (written != 0) {
      answer.tellSent(begin, written, headBytes, 0);
    }
    ResponseEnd.tellFailure(connection, trail, problem);
    taker.failed(
        problem instanceof IOException its
            ? its
            : OwnFault.of(problem).orElseThrow(() -> new IllegalStateException(problem)));
  }
}

package dev.glasshouse.journey.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.Trail;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangesTest {
  private static HttpStep.RequestSent sent(long connection, String target) {
    return new HttpStep.RequestSent(connection, 0, "HTTP/1.1", "GET", target, List.of(), 50, 0);
  }

  /** A server that asks another one, in the journey of its client. */
  @Test
  void whatAServerAskedOthersIsNotItsClients() {
    Recorder recorder = Recorder.start();
    Trail root = recorder.trail();
    long exchange = root.open();
    Trail client = root.after(exchange);
    client.mark(sent(1, "/asked"), Because.HAPPENED);
    Trail server =
        client.after(client.mark(new TraceStep.ContextTaken("t", "s"), Because.HAPPENED));
    server.mark(sent(2, "/passed-on"), Because.HAPPENED);
    server.mark(
        new HttpStep.RequestServed("192.0.2.1:5", "GET", "/asked", 200, 3), Because.HAPPENED);
    root.close(
        exchange,
        0,
        new FetchStep.Exchanged(1, "GET", "http://a.test/asked", 200, "text/plain", 3),
        Because.HAPPENED);
    Journey journey = recorder.journey();
    CauseTree tree = CauseTree.of(journey);
    Entry its = tree.entry(exchange).orElseThrow();
    assertThat(new Exchanges(journey, tree).steps(its))
        .extracting(entry -> entry.step().getClass().getSimpleName())
        .containsExactlyInAnyOrder("RequestSent", "ContextTaken", "RequestServed");
    assertThat(Lanes.of(journey).lanes()).extracting(Lanes.Lane::connection).containsExactly(1L);
  }
}

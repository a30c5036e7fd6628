package dev.glasshouse.http.wire;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.LateStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.Trail;
import java.net.SocketAddress;

/**
 * What every connection of a server needs.
 *
 * @param handler what answers
 * @param limits its limits
 * @param trail where it tells of its connections
 * @param stories where the story of each request goes
 * @param fields what makes the fields of its responses
 * @param handovers by which its event loops and its threads go to work for each other
 * @param ending how far it is with ending
 */
public record Serving(
    Handler handler,
    Limits limits,
    Trail trail,
    Stories stories,
    ResponseFields fields,
    Handovers handovers,
    Ending ending) {

  /** A request begins to be served. */
  public Service begin(Request request) {
    return new Service(this, request);
  }

  /** Tells that what was no request was answered. */
  public void tell(
      SocketAddress peer,
      long begin,
      String method,
      String target,
      Status status,
      long bytes,
      Because because) {
    if (trail.on()) {
      trail.add(begin, new Answered(peer, method, target, status, bytes).step(), because);
    }
  }

  /** What the step of a request that was answered is put together from. */
  record Answered(SocketAddress peer, String method, String target, Status status, long bytes)
      implements LateStep {
    @Override
    public HttpStep.RequestServed step() {
      return new HttpStep.RequestServed(
          PeerAddress.text(peer), method, Secrets.target(target), status.code(), bytes);
    }
  }
}

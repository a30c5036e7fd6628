package dev.glasshouse.edge.balance;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.OriginException;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Chooses by the place that a request comes from: a table of networks, each with who answers its
 * clients. Of the networks that fit, the one with the longest prefix decides.
 */
public final class PlacedOrigin implements Origin {
  private final List<Place> places;
  private final Origin others;

  /** The clients of a network, and who answers them. */
  public record Place(AddressRange network, Origin origin) {}

  /**
   * A table.
   *
   * @param others who answers clients of no network that is listed
   */
  public PlacedOrigin(List<Place> places, Origin others) {
    this.places =
        places.stream()
            .sorted(Comparator.comparingInt((Place place) -> place.network().length()).reversed())
            .toList();
    this.others = others;
  }

  @Override
  public Response send(Request request, Aside aside) throws OriginException {
    return chosen(request, aside).send(request, aside);
  }

  @Override
  public boolean isPrompt() {
    return others.isPrompt() && places.stream().allMatch(place -> place.origin().isPrompt());
  }

  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Taker then) {
    return chosen(request, aside).begin(request, aside, loop, then);
  }

  private Origin chosen(Request request, Aside aside) {
    InetAddress client = request.peer() instanceof InetSocketAddress its ? its.getAddress() : null;
    String shown = client == null ? "unknown" : client.getHostAddress();
    for (Place place : places) {
      if (client != null && place.network().has(client)) {
        tell(
            aside,
            place.origin(),
            Because.of(EdgeReason.BY_PLACE, shown, place.network().toString()));
        return place.origin();
      }
    }
    tell(aside, others, Because.of(EdgeReason.NO_PLACE, shown));
    return others;
  }

  private static void tell(Aside aside, Origin origin, Because because) {
    if (aside.trail().on()) {
      aside.trail().mark(new EdgeStep.PoolChosen(String.valueOf(origin)), because);
    }
  }
}

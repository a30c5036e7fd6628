package dev.glasshouse.http.client;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client on the loopback, with its journey. */
public final class ClientFixture implements AutoCloseable {
  public final OsNetwork network = OsNetwork.open(1);
  public final Recorder recorder = Recorder.start();
  public final HttpClient client;
  private final List<Response> answers = new CopyOnWriteArrayList<>();

  public ClientFixture(Limits limits) {
    client = HttpClient.over(dialer(network), limits);
  }

  public ClientFixture() {
    this(Limits.CLIENT);
  }

  /** A dialer that trusts everybody; its TLS is freed when the network's threads have ended. */
  public static Dialer dialer(OsNetwork network) {
    var tls = new TlsClient(TlsOptions.DEFAULT.insecure());
    network.eventLoops().terminationFuture().addListener(_ -> tls.close());
    return new Dialer(
        network,
        (host, _, _, arrivals) -> {
          List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
          arrivals.arrived(Family.of(here.getFirst()), here);
          return new Addresses(host, host, here, "test", Duration.ZERO);
        },
        tls);
  }

  /** Limits whose waits are as short as given. */
  public static Limits impatient(Duration wait) {
    return Limits.CLIENT.with(
        new Limits.Times(wait, wait, wait, wait, wait, Duration.ofSeconds(20), wait));
  }

  public Response get(RawPeer peer, String path) throws IOException {
    return send(Request.get(Url.parse("http://" + peer.authority() + path)));
  }

  /** Sends a request; what is not read of the answer is given up when this is closed. */
  public Response send(Request request) throws IOException {
    Response response = client.send(request, Priority.HIGH, recorder.trail());
    answers.add(response);
    return response;
  }

  public static String text(Response response) throws IOException {
    try (BodyStream body = response.body().open()) {
      return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** The steps of a kind, in the order in which they ended. */
  public <S extends Step> List<S> steps(Class<S> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  public List<Entry> entries(Class<? extends Step> kind) {
    return recorder.journey().entries().stream().filter(e -> kind.isInstance(e.step())).toList();
  }

  @Override
  public void close() {
    answers.forEach(Response::close);
    client.close();
    network.close();
  }
}

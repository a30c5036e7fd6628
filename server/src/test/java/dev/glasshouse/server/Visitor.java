package dev.glasshouse.server;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** A client with connections of its own, for which all names lead to loopback. */
public final class Visitor implements AutoCloseable {
  private final TlsClient tls;
  private final HttpClient client;

  /** A client that speaks this version alone, and takes any certificate. */
  public Visitor(Network network, VersionDemand version) {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    Names names =
        (host, _, _, arrivals) -> {
          arrivals.arrived(Family.IPV4, List.of(loopback));
          return new Addresses(host, host, List.of(loopback), "the test", Duration.ofMinutes(1));
        };
    tls = new TlsClient(new TlsOptions(TlsOptions.Verification.INSECURE, List.of()));
    client =
        HttpClient.over(
            new Dialer(network, names, tls), Limits.CLIENT, ClientOptions.DEFAULT.with(version));
  }

  /** The client. */
  public HttpClient client() {
    return client;
  }

  /** Asks for a URL; what comes is to be closed. */
  public Response get(String url) throws IOException {
    return client.send(Request.get(Url.parse(url)), Priority.HIGH, Trail.OFF);
  }

  @Override
  public void close() {
    client.close();
    tls.close();
  }
}

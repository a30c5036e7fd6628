package dev.glasshouse.app;

import dev.glasshouse.server.names.NamesOverHttp;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a name server of ours listens, and with which certificate. */
final class DoorOptions {
  /** The port of DNS by UDP and TCP (RFC 1035 section 4.2). */
  static final int DNS_PORT = 53;

  // RFC 7858 section 3.1 and RFC 9250 section 4.1.1.
  private static final int TLS_PORT = 853;
  private static final int HTTPS_PORT = 443;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by UDP and TCP: port 53 when not said, port 0 for a free one; repeatable.",
        "127.0.0.1:53 when no place at all is said"
      })
  private List<String> plain = new ArrayList<>();

  @Option(
      names = "--tls-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = "where to listen by TLS (DoT, RFC 7858): port 853 when not said; repeatable")
  private List<String> tls = new ArrayList<>();

  @Option(
      names = "--https-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTP/1.1, 2 and 3, at the path " + NamesOverHttp.PATH + " (DoH, RFC",
        "8484): port 443 when not said; repeatable"
      })
  private List<String> https = new ArrayList<>();

  @Option(
      names = "--quic-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = "where to listen by QUIC (DoQ, RFC 9250): port 853 when not said; repeatable")
  private List<String> quic = new ArrayList<>();

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = {
        "the certificate for TLS, HTTPS and QUIC with its intermediates, PEM, with --key; made",
        "anew, for this run, when not said"
      })
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "its private key, PEM (PKCS #8)")
  private @Nullable Path key;

  /**
   * Where to listen.
   *
   * @throws picocli.CommandLine.ParameterException when an address is none
   * @throws IOException when the certificate cannot be read
   */
  Doors.Plan plan(Console console) throws IOException {
    if ((certificate == null) != (key == null)) {
      throw console.wrong("--cert and --key belong together");
    }
    List<InetSocketAddress> secured = new ArrayList<>();
    secured.addAll(addresses(tls, TLS_PORT, console));
    int tlsEnd = secured.size();
    secured.addAll(addresses(https, HTTPS_PORT, console));
    int httpsEnd = secured.size();
    secured.addAll(addresses(quic, TLS_PORT, console));
    List<String> places = plain.isEmpty() && secured.isEmpty() ? List.of("127.0.0.1") : plain;
    if (secured.isEmpty() && certificate != null) {
      throw console.wrong("--cert is for --tls-listen, --https-listen and --quic-listen");
    }
    Optional<Certificate> shown = Optional.empty();
    if (certificate != null && key != null) {
      shown = Optional.of(Certificate.in(certificate, key));
    } else if (!secured.isEmpty()) {
      shown = Optional.of(Certificate.selfMade(secured));
    }
    return new Doors.Plan(
        addresses(places, DNS_PORT, console),
        secured.subList(0, tlsEnd),
        secured.subList(tlsEnd, httpsEnd),
        secured.subList(httpsEnd, secured.size()),
        shown);
  }

  private static List<InetSocketAddress> addresses(List<String> texts, int port, Console console) {
    return texts.stream()
        .map(text ->
            AddressText.parse(text, port)
                .orElseThrow(() -> console.wrong(text + " is no address to listen at")))
        .toList();
  }
}

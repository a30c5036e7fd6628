package dev.glasshouse.app;

import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command's web server listens, and the certificate that it shows. */
final class ListenOptions {
  private static final int HTTP_PORT = 8080;
  private static final int HTTPS_PORT = 8443;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTP/1.0, 1.1 and 2: port " + HTTP_PORT + " when not said, port 0 for",
        "a free one; repeatable. 127.0.0.1:" + HTTP_PORT + " when no place at all is said"
      })
  private List<String> plain = new ArrayList<>();

  @Option(
      names = "--tls-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTPS: HTTP/1.1 and 2 by TCP, HTTP/3 by UDP; port "
            + HTTPS_PORT
            + " when not",
        "said; repeatable"
      })
  private List<String> secured = new ArrayList<>();

  @Option(
      names = "--tls-local",
      paramLabel = "FOLDER",
      description = {
        "take the certificate for --tls-listen from a local authority of your own, which is kept",
        "in this folder, and made where there is none"
      })
  private @Nullable Path authority;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = {
        "the certificate for --tls-listen with its intermediates, PEM, with --key; made anew, for",
        "this run, when not said"
      })
  private @Nullable Path certificate;

  @Option(
      names = {"--key", "--key-file"},
      paramLabel = "FILE",
      description = "its private key, PEM (PKCS #8)")
  private @Nullable Path key;

  /** A place to listen at. */
  record Place(InetSocketAddress address, boolean tls) {}

  /** Files of a certificate and its key. */
  record Pair(Path certificate, Path key) {}

  /** Whether one of them was said. */
  boolean isAny() {
    return !plain.isEmpty()
        || !secured.isEmpty()
        || authority != null
        || certificate != null
        || key != null;
  }

  /**
   * Where to listen.
   *
   * @throws picocli.CommandLine.ParameterException when the options do not fit each other
   */
  List<Place> places(Console console) {
    if ((certificate == null) != (key == null)) {
      throw console.wrong("--cert and --key belong together");
    }
    if ((certificate != null || authority != null) && secured.isEmpty()) {
      throw console.wrong("--cert and --tls-local are for --tls-listen");
    }
    if (certificate != null && authority != null) {
      throw console.wrong("either --cert or --tls-local");
    }
    var places = new ArrayList<Place>();
    List<String> open = plain.isEmpty() && secured.isEmpty() ? List.of("127.0.0.1") : plain;
    open.forEach(text -> places.add(new Place(address(text, HTTP_PORT, console), false)));
    secured.forEach(text -> places.add(new Place(address(text, HTTPS_PORT, console), true)));
    return places;
  }

  /** The folder of the authority; empty where none is wanted. */
  Optional<Path> authority() {
    return Optional.ofNullable(authority);
  }

  /** The certificate that was said; empty for none. */
  Optional<Pair> certificate() {
    return certificate == null || key == null
        ? Optional.empty()
        : Optional.of(new Pair(certificate, key));
  }

  private static InetSocketAddress address(String text, int port, Console console) {
    return AddressText.parse(text, port)
        .orElseThrow(() -> console.wrong(text + " is no address to listen at"));
  }
}

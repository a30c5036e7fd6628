package dev.glasshouse.app;

import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.net.Network;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the last requests of a server can be looked at. */
final class StoriesOption {
  /** Requests that are kept: at most some 15 MB where each has the largest head there is. */
  private static final int KEPT = 100;

  @Option(
      names = "--stories-at",
      paramLabel = "ADDRESS",
      description = {
        "show the last 100 requests at this address, by HTTP, whatever --log says: / has a line each",
        "with its why, /NUMBER the whole story of one, /NUMBER.json its journey; best an address",
        "that only you reach: 127.0.0.1:8081, say"
      })
  private @Nullable String place;

  /** Where they are shown, until it is closed. */
  interface Shown extends AutoCloseable {
    @Override
    void close();
  }

  private Optional<InetSocketAddress> address(Console console) {
    if (place == null) {
      return Optional.empty();
    }
    Optional<InetSocketAddress> address = AddressText.parse(place, 0);
    if (address.isEmpty()) {
      throw console.wrong(place + " is no address where stories could be shown");
    }
    return address;
  }

  /**
   * Looks at what was said.
   *
   * @throws picocli.CommandLine.ParameterException when it is no address
   */
  void check(Console console) {
    var _ = address(console);
  }

  /**
   * What keeps the last requests; empty where nobody looks at them.
   *
   * @throws picocli.CommandLine.ParameterException when what was said is no address
   */
  Optional<LastStories> stories(Console console) {
    return address(console).map(_ -> new LastStories(KEPT));
  }

  /**
   * Shows them.
   *
   * @throws IOException when the address cannot be had
   */
  Shown show(
      Optional<LastStories> stories,
      Network network,
      Language language,
      Console console,
      PrintWriter lines)
      throws IOException {
    Optional<InetSocketAddress> address = address(console);
    if (stories.isEmpty() || address.isEmpty()) {
      return () -> {};
    }
    HttpServer server =
        HttpServer.listen(
            network, address.get(), new StoriesPage(stories.get(), language), Trail.OFF);
    lines.println("stories at http://" + AddressText.of(server.address()) + "/");
    return server::close;
  }
}

package dev.glasshouse.app;

import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.export.OtlpWriter;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.url.Url;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where journeys go besides. */
final class OtlpOption {
  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description = {
        "send what is recorded to a collector of OpenTelemetry, by OTLP over HTTP in JSON:",
        "http://localhost:4318, say; without a path, /v1/traces is added"
      })
  private @Nullable String url;

  /**
   * Where they go; empty where nothing is to be sent.
   *
   * @throws picocli.CommandLine.ParameterException when it is no URL of HTTP
   */
  Optional<Url> to(Console console) {
    if (url == null) {
      return Optional.empty();
    }
    Optional<Url> parsed =
        Url.tryParse(url)
            .filter(its -> its.scheme().equals("http") || its.scheme().equals("https"));
    if (parsed.isEmpty()) {
      throw console.wrong(url + " is no URL of http or https, to which journeys could be sent");
    }
    return parsed;
  }

  /** What sends them; empty where nothing is to be sent. */
  Optional<OtlpSender> sender(Console console, Language words) {
    return to(console).map(to -> OtlpSender.to(to, problem -> console.problem(problem, words)));
  }

  /** Sends one journey, whose trail this is. */
  void send(Journey journey, Trail trail, Console console, Language words) {
    Optional<OtlpSender> sender = sender(console, words);
    if (sender.isPresent() && trail.on()) {
      try (OtlpSender its = sender.get()) {
        var told = new OtlpWriter.Told(journey, trail.root().orElseThrow(), Optional.empty());
        its.take(() -> told);
      }
    }
  }
}

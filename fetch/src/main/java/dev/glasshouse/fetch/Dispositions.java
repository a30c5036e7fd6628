package dev.glasshouse.fetch;

import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;

/** Asks {@link DispositionVerdict} for pages, and tells the journey. */
final class Dispositions {
  private Dispositions() {}

  static FetchResponse.Disposition decide(
      FetchRequest request, Url url, Fields fields, TypeVerdict type, Limits limits, Trail trail) {
    if (!request.destination().isNavigation()) {
      return new FetchResponse.Disposition.Shown();
    }
    DispositionVerdict verdict = DispositionVerdict.decide(url, fields, type.type(), limits);
    if (trail.on()) {
      String file =
          switch (verdict.disposition()) {
            case FetchResponse.Disposition.Shown _ -> "";
            case FetchResponse.Disposition.Saved saved -> saved.file();
          };
      trail.mark(
          new FetchStep.DispositionDecided(url.display(), file.isEmpty() ? "shown" : "saved", file),
          verdict.because());
    }
    return verdict.disposition();
  }
}

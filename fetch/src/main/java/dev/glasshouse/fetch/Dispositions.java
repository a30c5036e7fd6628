package dev.glasshouse.fetch;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;

/** Asks {@link DispositionVerdict} for pages, and tells the journey. */
final class Dispositions {
  private Dispositions() {}

  static FetchResponse.Disposition decide(
      FetchRequest request,
      Url url,
      Status status,
      Fields fields,
      TypeVerdict type,
      Limits limits,
      Trail trail) {
    if (!request.destination().isNavigation()) {
      return new FetchResponse.Disposition.Shown();
    }
    DispositionVerdict verdict =
        DispositionVerdict.decide(url, status, fields, type.type(), limits)
            .heeding(request.asker().saving(), type.type());
    if (trail.on()) {
      trail.mark(
          switch (verdict.disposition()) {
            case FetchResponse.Disposition.Shown _ -> told(url, "shown", "");
            case FetchResponse.Disposition.Saved saved -> told(url, "saved", saved.file());
            case FetchResponse.Disposition.Dropped _ -> told(url, "dropped", "");
          },
          verdict.because());
    }
    return verdict.disposition();
  }

  private static FetchStep told(Url url, String word, String file) {
    return new FetchStep.DispositionDecided(url.display(), word, file);
  }
}

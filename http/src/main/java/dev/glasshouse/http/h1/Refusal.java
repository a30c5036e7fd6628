package dev.glasshouse.http.h1;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpsOnlyException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.ResetException;
import dev.glasshouse.http.StalledException;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.ViolationException;
import java.util.Optional;

/** What a server answers to what is no request, or none that is whole. */
final class Refusal {
  private Refusal() {}

  /** The status; empty where the connection just ends. */
  static Optional<Status> of(HttpException problem) {
    return switch (problem) {
      case ViolationException violation -> Optional.of(violation.violation().answer());
      case StalledException _ -> Optional.of(Status.REQUEST_TIMEOUT);
      case LimitException limit -> Optional.of(tooLarge(limit));
      case IncompleteException _,
          LostException _,
          ResetException _,
          CancelledException _,
          VersionException _,
          HttpsOnlyException _ ->
          Optional.empty();
    };
  }

  private static Status tooLarge(LimitException limit) {
    return switch (limit.limit()) {
      case "head.startLine" -> Status.URI_TOO_LONG;
      case "content.wire" -> Status.CONTENT_TOO_LARGE;
      default -> Status.FIELDS_TOO_LARGE;
    };
  }
}

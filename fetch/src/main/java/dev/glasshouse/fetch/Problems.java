package dev.glasshouse.fetch;

import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.net.DialException;
import dev.glasshouse.url.Url;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a fetch that brought nothing is put into words. */
final class Problems {
  private Problems() {}

  /** It was refused here, for a reason of ours. */
  static FetchException refused(Url url, Because because) {
    return new FetchException(url.display() + ": " + sentence(because), because);
  }

  /** It failed on the way. */
  static FetchException failed(Url url, IOException cause) {
    if (cause instanceof FetchException already) {
      return already;
    }
    Because because =
        switch (cause) {
          case CancelledException _, DialException.Cancelled _ -> Because.of(FetchReason.CANCELLED);
          case HttpException its -> its.because();
          default -> Because.HAPPENED;
        };
    return new FetchException(url.display() + ": " + text(cause), because, cause);
  }

  /** Whether somebody here gave it up. */
  static boolean isCancelled(Throwable problem) {
    return isOurs(problem) || isOurs(problem.getCause());
  }

  private static boolean isOurs(@Nullable Throwable problem) {
    return problem instanceof CancelledException || problem instanceof DialException.Cancelled;
  }

  static String text(Throwable problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private static String sentence(Because because) {
    String text = because.reason().en();
    for (int i = 0; i < because.arguments().size(); i++) {
      text = text.replace("{" + i + "}", String.valueOf(because.arguments().get(i)));
    }
    return because.clause().isNone() ? text : text + " (" + because.clause() + ")";
  }
}

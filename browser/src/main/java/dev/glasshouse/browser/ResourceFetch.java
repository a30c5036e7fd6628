package dev.glasshouse.browser;

import dev.glasshouse.browser.ResourceLoader.Wanted;
import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.FetchException;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.http.cache.CacheMode;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;

/**
 * How one resource of a page is fetched, whole; blocks.
 *
 * @param cache how its parts are disposed towards the HTTP cache
 */
record ResourceFetch(Fetcher fetcher, Limits limits, CacheMode cache) {

  /** What is asked for a page. */
  FetchRequest request(Wanted wanted, Client page) {
    FetchRequest.Builder builder =
        FetchRequest.of(wanted.url())
            .destination(wanted.destination())
            .initiator(wanted.initiator())
            .client(page)
            .terms(wanted.terms().with(wanted.loading()).with(cache));
    return wanted.sharing().of(builder).build();
  }

  /** What came of it; fails never. */
  Loaded get(Wanted wanted, FetchRequest request, Trail trail) {
    try (FetchResponse response = fetcher.fetch(request, trail)) {
      boolean isEmpty = response.status().code() == 204 || response.status().code() == 205;
      if (!response.isOk() || isEmpty) {
        return new Loaded.Failed("the answer is " + response.status(), Loaded.Absence.ANSWERED);
      }
      byte[] bytes = read(response.body(), limits.resourceBytes());
      if (bytes.length > limits.resourceBytes()) {
        tooLong(wanted, trail);
        return new Loaded.Failed("it is longer than " + limits.resourceBytes() + " bytes");
      }
      return Loaded.Content.of(response, bytes);
    } catch (FetchException e) {
      return new Loaded.Failed(String.valueOf(e.getMessage()), absence(e));
    } catch (IOException e) {
      return new Loaded.Failed("it broke off: " + e.getMessage());
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      // Our own fault: nobody may wait for ever because of it.
      return new Loaded.Failed("Glasshouse itself failed (" + e + ")");
    }
  }

  /**
   * Fetches it for the HTTP cache alone: nobody reads it now. Fails never; what comes of it is told
   * in the journey.
   */
  void drain(Wanted wanted, FetchRequest request, Trail trail) {
    byte[] piece = new byte[16 << 10];
    try (FetchResponse response = fetcher.fetch(request, trail)) {
      long left = limits.resourceBytes();
      for (int n = response.body().read(piece); n >= 0; n = response.body().read(piece)) {
        left -= n;
        if (left < 0) {
          tooLong(wanted, trail);
          return;
        }
      }
    } catch (IOException _) {
      // Told by who fetched; nobody needs it.
    }
  }

  private void tooLong(Wanted wanted, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new JourneyStep.LimitReached(
              "resourceBytes", limits.resourceBytes(), "bytes", wanted.url().display()),
          Because.HAPPENED);
    }
  }

  /** What a rule withholds is not missing: the page, its server or we wanted it so. */
  static Loaded.Absence absence(FetchException problem) {
    Reason reason = problem.because().reason();
    return reason instanceof PolicyReason || reason == FetchReason.FILE_FROM_WEB
        ? Loaded.Absence.WITHHELD
        : Loaded.Absence.MISSING;
  }

  private static byte[] read(InputStream in, long limit) throws IOException {
    return in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
  }
}

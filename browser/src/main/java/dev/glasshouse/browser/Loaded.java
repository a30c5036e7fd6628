package dev.glasshouse.browser;

import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;

/** What came of loading a resource of a page. */
sealed interface Loaded {

  /**
   * It is there, whole.
   *
   * @param urls the URL asked for, and where redirects led
   * @param essence the media type that it is treated as
   * @param charset what Content-Type says of the encoding
   * @param referrerPolicy what its answer says is told of it to what it names
   * @param bytes the content, its codings undone; nobody changes it
   */
  record Content(
      List<Url> urls,
      String essence,
      Optional<String> charset,
      Optional<ReferrerPolicy> referrerPolicy,
      byte[] bytes)
      implements Loaded {
    /** Where it came from in the end. */
    Url url() {
      return urls.getLast();
    }

    static Content of(FetchResponse response, byte[] bytes) {
      return new Content(
          response.urls(),
          response.type().essence(),
          response.type().charset(),
          ReferrerPolicy.ofField(response.fields().elements("Referrer-Policy")),
          bytes);
    }
  }

  /** Why a resource is not there. */
  enum Absence {
    /** It could not be had: something is missing of the page. */
    MISSING,
    /** An answer came that means that there is nothing to show. */
    ANSWERED,
    /** A rule withholds it. */
    WITHHELD,
    /** Nobody wants it any more. */
    UNWANTED
  }

  /**
   * It could not be had.
   *
   * @param why in words for people
   * @param absence what that means for the page
   */
  record Failed(String why, Absence absence) implements Loaded {
    /** It is missing. */
    Failed(String why) {
      this(why, Absence.MISSING);
    }
  }
}

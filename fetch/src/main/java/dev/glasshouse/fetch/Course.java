package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.Body;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.util.ArrayList;
import java.util.List;

/** One fetch on its way: what changes from redirect to redirect (Fetch, 2.2.5 and 2.1). */
final class Course {
  private final Fetcher fetcher;
  private final FetchRow row;
  private final List<Url> urls = new ArrayList<>();
  private final Cookies cookies;
  private FetchRequest request;
  private Tainting tainting = Tainting.BASIC;
  private boolean taintedOrigin;

  Course(Fetcher fetcher, FetchRequest request, FetchRow row) {
    this.fetcher = fetcher;
    this.row = row;
    this.request = request;
    this.cookies = new Cookies(fetcher.cookies(), fetcher.clock());
    urls.add(request.url());
  }

  Fetcher fetcher() {
    return fetcher;
  }

  FetchRow row() {
    return row;
  }

  Trail trail() {
    return row.trail();
  }

  Cookies cookies() {
    return cookies;
  }

  /** The request as it is by now. */
  FetchRequest request() {
    return request;
  }

  /** Every URL so far, the one asked for first, the one to ask last. */
  List<Url> urls() {
    return List.copyOf(urls);
  }

  /** The URL to ask. */
  Url url() {
    return urls.getLast();
  }

  /** How much of the answer the asker may read. */
  Tainting tainting() {
    return tainting;
  }

  void taint(Tainting value) {
    tainting = value;
  }

  /** Whether redirects led over other origins, so that the asker's own is not told any more. */
  boolean hasTaintedOrigin() {
    return taintedOrigin;
  }

  /** The URL to ask is another one, before anything was asked: an upgrade. */
  void replace(Url url) {
    urls.set(urls.size() - 1, url);
    request = request.but().url(url).build();
  }

  /** A redirect is followed. */
  void follow(RedirectVerdict.Followed to) {
    taintedOrigin |= to.taintsOrigin();
    urls.add(to.to());
    request =
        request
            .but()
            .url(to.to())
            .method(to.method())
            .fields(to.fields())
            .body(to.keepsBody() ? request.body() : Body.NONE)
            .build();
  }
}

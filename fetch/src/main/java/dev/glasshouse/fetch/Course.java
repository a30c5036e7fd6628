package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.CorsVerdict;
import dev.glasshouse.fetch.cors.EmbedderPolicy;
import dev.glasshouse.fetch.cors.PreflightCache;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Origin;
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
  private final Origin origin;
  private Tainting tainting = Tainting.BASIC;
  private ReferrerPolicy referrerPolicy;
  private final EarlyHints hints;
  private boolean taintedOrigin;

  Course(Fetcher fetcher, FetchRequest request, FetchRow row) {
    this(fetcher, request, row, EarlyHints.IGNORED);
  }

  Course(Fetcher fetcher, FetchRequest request, FetchRow row, EarlyHints hints) {
    this.fetcher = fetcher;
    this.row = row;
    this.hints = hints;
    this.request = request;
    this.cookies = new Cookies(fetcher.cookies(), fetcher.clock());
    this.origin = request.client().map(Client::origin).orElseGet(Origin::opaque);
    this.referrerPolicy = request.referrerPolicy();
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

  /** Who is told what a server says ahead of its answer. */
  EarlyHints hints() {
    return hints;
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

  /** The origin that asks; one of its own where a person does. */
  Origin origin() {
    return origin;
  }

  /**
   * The origin that asks as it is told: {@code null} once redirects led over other origins (Fetch,
   * 3.2 "byte-serializing a request origin").
   */
  String serializedOrigin() {
    return taintedOrigin ? "null" : origin.toString();
  }

  /** What is told of the page that asks, from here on. */
  ReferrerPolicy referrerPolicy() {
    return referrerPolicy;
  }

  void referrerPolicy(ReferrerPolicy policy) {
    referrerPolicy = policy;
  }

  /** Whether cookies and the like go with a request of this fetch, and are kept from its answer. */
  boolean sendsCredentials(FetchRequest its) {
    return its.sendsCredentials(tainting);
  }

  /** What the page that asks demands of what it embeds. */
  EmbedderPolicy embedder() {
    return request.embedder();
  }

  /** Whom a preflight's answer holds for. */
  PreflightCache.Key preflightKey(CorsVerdict.With with) {
    return new PreflightCache.Key(
        request.client().map(client -> client.topLevel().toString()).orElse(""),
        serializedOrigin(),
        url().hrefWithoutFragment(),
        with);
  }

  /** The fetch ends before anything was sent. */
  FetchException blocked(String rule, Because because) {
    if (trail().on()) {
      trail().mark(new PolicyStep.RequestBlocked(url().display(), rule), because);
    }
    return Problems.refused(url(), because);
  }

  /** The fetch ends, and what came is not given to the asker. */
  FetchException withheld(String rule, Because because) {
    if (trail().on()) {
      trail().mark(new PolicyStep.ResponseBlocked(url().display(), rule), because);
    }
    return Problems.refused(url(), because);
  }

  /** Another fetch was led on to there. */
  void passed(Url url) {
    urls.add(url);
  }

  /** The asker's fields are others, before anything was asked. */
  void fields(Fields fields) {
    request = request.but().fields(fields).build();
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

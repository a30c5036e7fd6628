package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.EmbedderPolicy;
import dev.glasshouse.fetch.cors.OpenerPolicy;
import dev.glasshouse.fetch.csp.Policies;
import dev.glasshouse.fetch.csp.Reporting;
import dev.glasshouse.fetch.csp.Sandbox;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.Fields;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.util.Map;

/**
 * The page on whose behalf something is fetched, as far as fetching has to know it (Fetch, 2.2.5
 * "client"; HTML, 8.1.3 "environment settings object", 7.1.7 "policy container").
 *
 * @param url its URL: the base of Referer
 * @param origin its origin; that of a {@code data:} page, and of one in a sandbox, is its own alone
 * @param topLevel the site of the page that a person sees: this one's, as long as it is in no frame
 * @param referrerPolicy its referrer policy
 * @param policies its content security policies
 * @param embedding what it demands of what it embeds, and where it takes reports
 */
public record Client(
    Url url,
    Origin origin,
    Site topLevel,
    ReferrerPolicy referrerPolicy,
    Policies policies,
    Embedding embedding) {

  /**
   * What a page's answer says beside its policies.
   *
   * @param policy what it demands of what it embeds of other origins
   * @param opener with which windows it shares a group
   * @param endpoints where it takes reports, by name
   */
  public record Embedding(EmbedderPolicy policy, OpenerPolicy opener, Map<String, Url> endpoints) {
    /** Nothing. */
    public static final Embedding NONE =
        new Embedding(EmbedderPolicy.UNSAFE_NONE, OpenerPolicy.UNSAFE_NONE, Map.of());
  }

  /** A page at that URL, which says nothing of policies. */
  public static Client at(Url url) {
    Origin origin = url.origin();
    return new Client(
        url, origin, origin.site(), ReferrerPolicy.DEFAULT, Policies.NONE, Embedding.NONE);
  }

  /**
   * A page with the policies that the fields of its answer name. One whose sandbox keeps it from
   * its origin has an origin of its own.
   */
  public static Client of(Url url, Fields fields) {
    Client bare = at(url);
    Policies policies =
        Policies.of(
            fields.all("Content-Security-Policy"),
            fields.all("Content-Security-Policy-Report-Only"),
            bare.origin());
    boolean alone = policies.sandbox().holdsBack(Sandbox.Feature.ALLOW_SAME_ORIGIN);
    Origin origin = alone ? Origin.opaque() : bare.origin();
    return new Client(
        url,
        origin,
        origin.site(),
        ReferrerPolicy.ofField(fields.elements("Referrer-Policy")).orElse(ReferrerPolicy.DEFAULT),
        policies,
        new Embedding(
            EmbedderPolicy.of(fields, url),
            OpenerPolicy.of(fields, url),
            Reporting.endpoints(fields, url)));
  }

  /** The same page with another referrer policy. */
  public Client with(ReferrerPolicy policy) {
    return new Client(url, origin, topLevel, policy, policies, embedding);
  }

  /** The same page with other content security policies. */
  public Client with(Policies others) {
    return new Client(url, origin, topLevel, referrerPolicy, others, embedding);
  }
}

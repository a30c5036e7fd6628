package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/**
 * Steps of the rules that say who may fetch what, and who may read it: CORS, HSTS, mixed content,
 * referrers, CSP, integrity, credentials.
 */
public sealed interface PolicyStep extends Step {

  /**
   * A URL was exchanged for a secure one before anything was sent; browsers show it as an internal
   * redirect 307.
   *
   * @param from the URL asked for
   * @param to the URL that is fetched
   * @param rule what demanded it: HSTS, upgrade-insecure-requests, mixed content
   */
  record UrlUpgraded(String from, String to, String rule) implements PolicyStep {}

  /**
   * A request was not sent.
   *
   * @param url the URL
   * @param rule what forbade it: CSP, mixed content ...
   */
  record RequestBlocked(String url, String rule) implements PolicyStep {}

  /**
   * An answer came, and was not given to the asker.
   *
   * @param url the URL
   * @param rule what forbade it: CORS, CORP, CSP, nosniff, integrity ...
   */
  record ResponseBlocked(String url, String rule) implements PolicyStep {}

  /**
   * The server was asked first whether it takes a request from another origin.
   *
   * @param url the URL
   * @param method the method it was asked for
   * @param fields the fields it was asked for, lower case
   */
  record PreflightNeeded(String url, String method, List<String> fields) implements PolicyStep {}

  /**
   * The server allowed the request that a preflight asked for.
   *
   * @param url the URL
   * @param methods the methods that it allows
   * @param fields the fields that it allows
   * @param remembered how long that holds
   */
  record PreflightPassed(String url, List<String> methods, List<String> fields, Duration remembered)
      implements PolicyStep {}

  /**
   * No preflight was sent, because the answer of an earlier one holds.
   *
   * @param url the URL
   * @param left how long it still holds
   */
  record PreflightRemembered(String url, Duration left) implements PolicyStep {}

  /**
   * A server's word on other origins was looked at, and the asker may have the answer.
   *
   * @param url the URL
   * @param origin the origin that asks
   * @param allowed what Access-Control-Allow-Origin says
   */
  record CorsPassed(String url, String origin, String allowed) implements PolicyStep {}

  /**
   * How much of an answer scripts of the page may read.
   *
   * @param url the URL
   * @param tainting basic, cors, opaque or opaqueredirect
   * @param hidden names of fields that are kept from them
   */
  record AnswerFiltered(String url, String tainting, List<String> hidden) implements PolicyStep {}

  /**
   * Whether the page may see the timings of a fetch from another origin.
   *
   * @param url the URL
   * @param allowed whether it may
   */
  record TimingShared(String url, boolean allowed) implements PolicyStep {}

  /**
   * What a request says of the page that asks was decided.
   *
   * @param url the URL
   * @param policy the referrer policy
   * @param referrer the field Referer; empty when nothing is said
   */
  record ReferrerChosen(String url, String policy, String referrer) implements PolicyStep {}

  /**
   * A redirect changed the referrer policy of the fetch.
   *
   * @param url the URL that redirected
   * @param policy the policy from here on
   */
  record ReferrerPolicyChanged(String url, String policy) implements PolicyStep {}

  /**
   * A host demands HTTPS from now on.
   *
   * @param host the host
   * @param subDomains whether that holds for the hosts below it
   * @param lifetime for how long
   */
  record HstsKept(String host, boolean subDomains, Duration lifetime) implements PolicyStep {}

  /**
   * A host does not demand HTTPS any more.
   *
   * @param host the host
   */
  record HstsForgotten(String host) implements PolicyStep {}

  /**
   * A Strict-Transport-Security field was not heeded.
   *
   * @param host the host
   * @param value what it said
   */
  record HstsIgnored(String host, String value) implements PolicyStep {}

  /**
   * A host that demands HTTPS is fetched from although its certificate is not checked.
   *
   * @param host the host
   */
  record HstsOverridden(String host) implements PolicyStep {}

  /**
   * The hosts that demand HTTPS were read from the profile.
   *
   * @param file the file
   * @param hosts how many are known
   * @param problem why it could not be read; empty when it could
   */
  record HstsLoaded(String file, int hosts, String problem) implements PolicyStep {}

  /**
   * The hosts that demand HTTPS were written into the profile.
   *
   * @param file the file
   * @param hosts how many are known
   * @param problem why it could not be written; empty when it could
   */
  record HstsSaved(String file, int hosts, String problem) implements PolicyStep {}

  /**
   * A page's content security policy was read.
   *
   * @param url the page
   * @param policy the policy as it was written, shortened
   * @param disposition enforce or report
   * @param problems what in it is not understood
   */
  record CspRead(String url, String policy, String disposition, List<String> problems)
      implements PolicyStep {}

  /**
   * A content security policy was violated.
   *
   * @param blocked what: a URL, or inline
   * @param directive the directive
   * @param disposition enforce, or report: then it went on
   */
  record CspViolated(String blocked, String directive, String disposition) implements PolicyStep {}

  /**
   * A page is in a sandbox.
   *
   * @param url the page
   * @param alone whether it has an origin of its own
   * @param held what it is held back from, by the keywords that would allow it
   */
  record Sandboxed(String url, boolean alone, List<String> held) implements PolicyStep {}

  /**
   * With which windows a page shares a group was decided.
   *
   * @param url the page
   * @param policy its opener policy
   * @param before the opener policy of the page before it in its window; empty when there was none
   * @param parted whether the two are in different groups
   */
  record OpenerDecided(String url, String policy, String before, boolean parted)
      implements PolicyStep {}

  /**
   * A server's proof that it knows the password, too, was looked at.
   *
   * @param url the URL
   * @param holds whether it is right
   */
  record ServerProved(String url, boolean holds) implements PolicyStep {}

  /**
   * A server is told of what violated its page's policy; its answer is not waited for.
   *
   * @param to where the report goes
   * @param type its media type
   */
  record ReportSent(String to, String type) implements PolicyStep {}

  /**
   * Content was compared with the hashes that the page demands.
   *
   * @param url the URL
   * @param algorithm the strongest that was named: sha256, sha384, sha512
   * @param bytes how many bytes were hashed
   */
  record IntegrityChecked(String url, String algorithm, long bytes) implements PolicyStep {}

  /**
   * A server asked for credentials.
   *
   * @param url the URL
   * @param schemes the schemes that it takes
   * @param realm what it calls the place
   */
  record CredentialsAsked(String url, List<String> schemes, String realm) implements PolicyStep {}

  /**
   * Credentials went with a request.
   *
   * @param url the URL
   * @param scheme Basic or Digest
   * @param user the user's name, shortened
   * @param realm what the server calls the place; empty when it was not asked yet
   */
  record CredentialsSent(String url, String scheme, String user, String realm)
      implements PolicyStep {}

  /**
   * No credentials were sent again.
   *
   * @param url the URL
   */
  record CredentialsGivenUp(String url) implements PolicyStep {}

  /**
   * How soon a request is to be served was decided.
   *
   * @param url the URL
   * @param urgency 0, the first, to 7, the last
   * @param incremental whether its content is of use in pieces
   */
  record PriorityChosen(String url, int urgency, boolean incremental) implements PolicyStep {}

  /**
   * A fetch goes on after its page is gone.
   *
   * @param url the URL
   * @param bytes how much it sends
   * @param quota how much all such fetches of the page may send together
   */
  record KeptAlive(String url, long bytes, long quota) implements PolicyStep {}

  /**
   * A part of the content was asked for.
   *
   * @param url the URL
   * @param range what Range asked
   */
  record RangeTaken(String url, String range) implements PolicyStep {}

  /**
   * An answer carries a part of the content (206); the reason says whether the right one.
   *
   * @param url the URL
   * @param range what Content-Range said; empty when it is not there
   */
  record PartCame(String url, String range) implements PolicyStep {}

  /**
   * An answer has no content because it answers another question than was asked.
   *
   * @param url the URL
   * @param status its status
   */
  record AnswerUnasked(String url, int status) implements PolicyStep {}

  /**
   * Fields of the asker's own were left out of a request.
   *
   * @param url the URL
   * @param fields their names
   */
  record FieldsDropped(String url, List<String> fields) implements PolicyStep {}
}

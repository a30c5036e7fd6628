package dev.glasshouse.fetch;

import dev.glasshouse.fetch.priority.Hint;
import dev.glasshouse.fetch.priority.Loading;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.cache.CacheMode;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.url.Url;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The conditions of a fetch that most do not have (Fetch, 2.2.5): what an element's attributes or a
 * script's options say.
 *
 * @param referrer what is told as the page that asks: a style sheet is, of what it names; empty for
 *     the page
 * @param referrerPolicy the asker's own; empty for the page's
 * @param integrity hashes that the content must have one of ({@code integrity=}); may be empty
 * @param nonce the element's nonce; may be empty
 * @param inserted whether the parser or a script made the element
 * @param keepalive whether the fetch may outlive its page
 * @param preflight whether a preflight is demanded even for a simple request
 * @param precedence how soon its content is needed
 * @param login the credentials of a person for the URL's origin
 * @param cache how it is disposed towards the HTTP cache
 * @param choice whether the element offers other URLs beside this one ("initiator", imageset)
 */
public record Terms(
    Optional<Url> referrer,
    Optional<ReferrerPolicy> referrerPolicy,
    String integrity,
    String nonce,
    Inserted inserted,
    KeepAlive keepalive,
    Preflight preflight,
    Precedence precedence,
    Optional<Login> login,
    CacheMode cache,
    Choice choice) {

  /** None. */
  public static final Terms NONE =
      new Terms(
          Optional.empty(),
          Optional.empty(),
          "",
          "",
          Inserted.BY_PARSER,
          KeepAlive.NO,
          Preflight.AS_NEEDED,
          Precedence.USUAL,
          Optional.empty(),
          CacheMode.DEFAULT,
          Choice.NONE);

  /**
   * How soon content is needed.
   *
   * @param loading when
   * @param hint what the element says of its priority
   */
  public record Precedence(Loading loading, Hint hint) {
    /** As is usual for what it is for. */
    public static final Precedence USUAL = new Precedence(Loading.NORMAL, Hint.AUTO);
  }

  /** Who put the element into the page. */
  public enum Inserted {
    BY_PARSER,
    BY_SCRIPT
  }

  /** Whether a URL is the only one. */
  public enum Choice {
    /** It is. */
    NONE,
    /** Of several pictures ({@code srcset}, {@code picture}): another could have been named. */
    IMAGE_SET
  }

  /** Whether a fetch goes on when its page is gone. */
  public enum KeepAlive {
    NO,
    YES
  }

  /** When a preflight is sent. */
  public enum Preflight {
    AS_NEEDED,
    ALWAYS
  }

  /** These on behalf of a style sheet or the like. */
  public Terms from(Url told) {
    return but(draft -> draft.referrer = Optional.of(told));
  }

  /** These with a referrer policy. */
  public Terms with(ReferrerPolicy policy) {
    return but(draft -> draft.referrerPolicy = Optional.of(policy));
  }

  /** These with hashes. */
  public Terms withIntegrity(String metadata) {
    return but(draft -> draft.integrity = metadata);
  }

  /** These with a nonce. */
  public Terms withNonce(String value) {
    return but(draft -> draft.nonce = value);
  }

  /** These for an element that a script made. */
  public Terms byScript() {
    return but(draft -> draft.inserted = Inserted.BY_SCRIPT);
  }

  /** These for a fetch that outlives its page. */
  public Terms keptAlive() {
    return but(draft -> draft.keepalive = KeepAlive.YES);
  }

  /** These with a preflight in any case. */
  public Terms preflighted() {
    return but(draft -> draft.preflight = Preflight.ALWAYS);
  }

  /** These with what an element says of its priority. */
  public Terms with(Hint value) {
    return but(draft -> draft.precedence = new Precedence(precedence.loading(), value));
  }

  /** These with the time when the content is needed. */
  public Terms with(Loading value) {
    return but(draft -> draft.precedence = new Precedence(value, precedence.hint()));
  }

  /** These with the credentials of a person. */
  public Terms with(Login value) {
    return but(draft -> draft.login = Optional.of(value));
  }

  /** These with another disposition towards the HTTP cache. */
  public Terms with(CacheMode mode) {
    return but(draft -> draft.cache = mode);
  }

  /** These for a picture that was chosen out of several. */
  public Terms ofSet() {
    return but(draft -> draft.choice = Choice.IMAGE_SET);
  }

  private Terms but(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.terms();
  }

  /** Terms while one of them is changed. */
  private static final class Draft {
    private Optional<Url> referrer;
    private Optional<ReferrerPolicy> referrerPolicy;
    private String integrity;
    private String nonce;
    private Inserted inserted;
    private KeepAlive keepalive;
    private Preflight preflight;
    private Precedence precedence;
    private Optional<Login> login;
    private CacheMode cache;
    private Choice choice;

    Draft(Terms terms) {
      referrer = terms.referrer;
      referrerPolicy = terms.referrerPolicy;
      integrity = terms.integrity;
      nonce = terms.nonce;
      inserted = terms.inserted;
      keepalive = terms.keepalive;
      preflight = terms.preflight;
      precedence = terms.precedence;
      login = terms.login;
      cache = terms.cache;
      choice = terms.choice;
    }

    Terms terms() {
      return new Terms(
          referrer,
          referrerPolicy,
          integrity,
          nonce,
          inserted,
          keepalive,
          preflight,
          precedence,
          login,
          cache,
          choice);
    }
  }

  /** When the content is needed. */
  public Loading loading() {
    return precedence.loading();
  }

  /** What the element says of its priority. */
  public Hint hint() {
    return precedence.hint();
  }
}

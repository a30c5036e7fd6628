package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cors.EmbedderPolicy;
import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.url.Url;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be fetched, and on whose behalf (Fetch, 2.2.5).
 *
 * @param url the URL; its fragment is not sent
 * @param method the method
 * @param fields header fields of the asker's own; they win over those that are made here
 * @param body the content
 * @param destination what it is for
 * @param mode what kind of request it is
 * @param redirect what becomes of redirects
 * @param credentials whether cookies go with it
 * @param asker who asks
 * @param terms conditions that most fetches do not have
 */
public record FetchRequest(
    Url url,
    Method method,
    Fields fields,
    Body body,
    Destination destination,
    Mode mode,
    Redirect redirect,
    Credentials credentials,
    Asker asker,
    Terms terms) {

  /**
   * Who asks.
   *
   * @param initiator what asked for it, for the journey: {@code person}, {@code line 12} ...
   * @param priority how soon it gets a connection
   * @param client the page that asks; empty when a person typed the URL
   * @param saving what becomes of a page's content that is not shown
   */
  public record Asker(
      String initiator, Priority priority, Optional<Client> client, Saving saving) {}

  /** The mode of a request (Fetch, 2.2.5). */
  public enum Mode {
    NAVIGATE,
    NO_CORS,
    CORS,
    SAME_ORIGIN;

    /** As {@code Sec-Fetch-Mode} has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What becomes of redirects. */
  public enum Redirect {
    /** They are followed. */
    FOLLOW,
    /** They are failures. */
    ERROR,
    /** They are answers. */
    MANUAL
  }

  /** Whether cookies go with a request and are kept from its answer. */
  public enum Credentials {
    INCLUDE,
    SAME_ORIGIN,
    OMIT
  }

  /** A page that a person asked for. */
  public static FetchRequest page(Url url) {
    return of(url).destination(Destination.DOCUMENT).build();
  }

  /** A builder, for a GET without anything else. */
  public static Builder of(Url url) {
    return new Builder(url);
  }

  /** What asked for it, in words. */
  public String initiator() {
    return asker.initiator();
  }

  /** How soon it gets a connection. */
  public Priority priority() {
    return asker.priority();
  }

  /** The page that asks; empty when a person typed the URL. */
  public Optional<Client> client() {
    return asker.client();
  }

  /** The URL of the page that asks. */
  public Optional<Url> referrer() {
    return asker.client().map(Client::url);
  }

  /** Main fetch, step 8: the asker's own referrer policy, or else the page's. */
  ReferrerPolicy referrerPolicy() {
    return terms
        .referrerPolicy()
        .or(() -> client().map(Client::referrerPolicy))
        .orElse(ReferrerPolicy.DEFAULT);
  }

  /**
   * How much of an answer the asker may read (main fetch, step 12).
   *
   * @param at the URL that is asked by now
   * @param before as it was at the URL before
   */
  Tainting tainting(Url at, Tainting before) {
    if (isOwn(at, before)) {
      return before;
    }
    return switch (mode) {
      case NAVIGATE, SAME_ORIGIN -> before;
      case NO_CORS -> Tainting.OPAQUE;
      case CORS -> Tainting.CORS;
    };
  }

  /** Whether what is asked is the asker's own, or anybody's. */
  boolean isOwn(Url at, Tainting before) {
    return client().isEmpty()
        || mode == Mode.NAVIGATE
        || at.scheme().equals("data")
        || (client().get().origin().isSameOrigin(at.origin()) && before == Tainting.BASIC);
  }

  /** Whether cookies and the like go with it, and are kept from its answer. */
  boolean sendsCredentials(Tainting tainting) {
    return switch (credentials) {
      case INCLUDE -> !isCredentialless(tainting);
      case SAME_ORIGIN -> tainting == Tainting.BASIC;
      case OMIT -> false;
    };
  }

  /** Fetch, "Cross-Origin-Embedder-Policy allows credentials": a page may do without cookies. */
  private boolean isCredentialless(Tainting tainting) {
    return mode == Mode.NO_CORS
        && tainting != Tainting.BASIC
        && embedder() == EmbedderPolicy.CREDENTIALLESS;
  }

  /** What the page that asks demands of what it embeds. */
  EmbedderPolicy embedder() {
    return client().map(page -> page.embedding().policy()).orElse(EmbedderPolicy.UNSAFE_NONE);
  }

  /** A builder that begins with this request. */
  public Builder but() {
    var builder = new Builder(url);
    builder.method = method;
    builder.fields = fields;
    builder.body = body;
    builder.destination = destination;
    builder.mode = Optional.of(mode);
    builder.redirect = redirect;
    builder.credentials = Optional.of(credentials);
    builder.initiator = asker.initiator();
    builder.priority = Optional.of(asker.priority());
    builder.client = asker.client();
    builder.saving = asker.saving();
    builder.terms = terms;
    return builder;
  }

  /** Collects the parts of a request; what is not said follows from the destination. */
  public static final class Builder {
    private Url url;
    private Method method = Method.GET;
    private Fields fields = Fields.EMPTY;
    private Body body = Body.NONE;
    private Destination destination = Destination.EMPTY;
    private Optional<Mode> mode = Optional.empty();
    private Redirect redirect = Redirect.FOLLOW;
    private Optional<Credentials> credentials = Optional.empty();
    private String initiator = "person";
    private Optional<Priority> priority = Optional.empty();
    private Optional<Client> client = Optional.empty();
    private Saving saving = Saving.AS_BROWSERS;
    private Terms terms = Terms.NONE;

    private Builder(Url url) {
      this.url = url;
    }

    /** Another URL. */
    public Builder url(Url value) {
      url = value;
      return this;
    }

    /** GET when not said. */
    public Builder method(Method value) {
      method = value;
      return this;
    }

    /** None when not said. */
    public Builder fields(Fields value) {
      fields = value;
      return this;
    }

    /** None when not said. */
    public Builder body(Body value) {
      body = value;
      return this;
    }

    /** {@link Destination#EMPTY} when not said. */
    public Builder destination(Destination value) {
      destination = value;
      return this;
    }

    /** Navigate for pages, cors for fonts, else no-cors, when not said. */
    public Builder mode(Mode value) {
      mode = Optional.of(value);
      return this;
    }

    /** They are followed when not said. */
    public Builder redirect(Redirect value) {
      redirect = value;
      return this;
    }

    /** They are included, but for cors (same origin only), when not said. */
    public Builder credentials(Credentials value) {
      credentials = Optional.of(value);
      return this;
    }

    /** {@code person} when not said. */
    public Builder initiator(String value) {
      initiator = value;
      return this;
    }

    /** By the destination when not said. */
    public Builder priority(Priority value) {
      priority = Optional.of(value);
      return this;
    }

    /** A page that asks; a person does when not said. */
    public Builder client(Client value) {
      client = Optional.of(value);
      return this;
    }

    /** A page at that URL asks, which says nothing of policies. */
    public Builder referrer(Url value) {
      return client(Client.at(value));
    }

    /** As browsers do when not said. */
    public Builder saving(Saving value) {
      saving = value;
      return this;
    }

    /** None when not said. */
    public Builder terms(Terms value) {
      terms = value;
      return this;
    }

    /** The request. */
    public FetchRequest build() {
      Mode decided = mode.orElseGet(this::usualMode);
      return new FetchRequest(
          url,
          method,
          fields,
          body,
          destination,
          decided,
          redirect,
          credentials.orElse(decided == Mode.CORS ? Credentials.SAME_ORIGIN : Credentials.INCLUDE),
          new Asker(initiator, priority.orElseGet(this::usualPriority), client, saving),
          terms);
    }

    private Mode usualMode() {
      return switch (destination) {
        case DOCUMENT, IFRAME, FRAME, OBJECT, EMBED -> Mode.NAVIGATE;
        case FONT, MANIFEST, JSON -> Mode.CORS;
        case WORKER, SHARED_WORKER, SERVICE_WORKER, XSLT -> Mode.SAME_ORIGIN;
        case STYLE, SCRIPT, IMAGE, VIDEO, AUDIO, TRACK, REPORT, EMPTY -> Mode.NO_CORS;
      };
    }

    private Priority usualPriority() {
      return Priorities.of(destination, terms).queue();
    }
  }
}

package dev.glasshouse.server.sites;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.access.KnownClient;
import dev.glasshouse.server.access.Login;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Logins;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.rules.AddressRules;
import dev.glasshouse.server.rules.Rate;
import dev.glasshouse.server.rules.RateLimit;
import dev.glasshouse.url.AddressText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Who is let in to a site or a route: by address, by rate, by name and password. */
final class Guard {
  /** Addresses whose requests are counted at once: 100,000, some ten megabytes. */
  private static final int COUNTED = 100_000;

  private final AddressRules addresses;
  private final Optional<RateLimit> rate;
  private final Optional<Login> login;
  private final Cache<InetAddress, Long> accounts;

  private Guard(AddressRules addresses, Optional<RateLimit> rate, Optional<Login> login) {
    this.addresses = addresses;
    this.rate = rate;
    this.login = login;
    this.accounts =
        Caffeine.newBuilder()
            .maximumSize(COUNTED)
            .expireAfterWrite(rate.map(RateLimit::forgotten).orElse(Duration.ofSeconds(1)))
            .build();
  }

  /**
   * What is said of a site or a route.
   *
   * @throws ConfigException when the file of passwords cannot be used
   */
  static Guard of(Values values, Ground ground) throws ConfigException {
    return new Guard(
        new AddressRules(values.networks("allow"), values.networks("deny")),
        values.value("rate", Rate.class).map(its -> new RateLimit(its, values.number("burst"))),
        Logins.of(values, ground.clock()));
  }

  /** Whether everybody is let in. */
  boolean isOpen() {
    return addresses.isOpen() && rate.isEmpty() && login.isEmpty();
  }

  /**
   * What came of a request.
   *
   * @param refusal what it is told, when it is not let in
   * @param user who has logged in to be let in
   */
  record Verdict(Optional<Response> refusal, Optional<KnownClient.User> user) {
    private static final Verdict IN = new Verdict(Optional.empty(), Optional.empty());

    private static Verdict refused(Response response) {
      return new Verdict(Optional.of(response), Optional.empty());
    }

    /** What goes along with a request that is let in. */
    Aside known(Aside aside) {
      return user.map(its -> KnownClient.loggedIn(aside, its)).orElse(aside);
    }
  }

  /** Looks at a request. May take long on purpose. */
  Verdict verdict(Request request, Trail trail) {
    if (request.peer() instanceof InetSocketAddress peer && peer.getAddress() != null) {
      Optional<Response> refused = byAddress(peer.getAddress(), trail);
      if (refused.isPresent()) {
        return Verdict.refused(refused.get());
      }
    }
    return login.map(its -> byLogin(its, request, trail)).orElse(Verdict.IN);
  }

  private Optional<Response> byAddress(InetAddress address, Trail trail) {
    if (!addresses.isOpen()) {
      AddressRules.Verdict verdict = addresses.verdict(address);
      if (trail.on()) {
        trail.mark(
            new ServerStep.AddressJudged(AddressText.of(address), verdict.allowed()),
            verdict.because());
      }
      if (!verdict.allowed()) {
        return Optional.of(Refusals.of(Status.FORBIDDEN, "this address is not let in"));
      }
    }
    return rate.flatMap(limit -> byRate(limit, account(address), trail));
  }

  private Optional<Response> byRate(RateLimit limit, InetAddress address, Trail trail) {
    long now = System.nanoTime();
    var came = new RateLimit.Verdict[] {limit.verdict(now, now)};
    accounts
        .asMap()
        .compute(
            address,
            (_, full) -> {
              RateLimit.Verdict its = limit.verdict(full == null ? now : full, now);
              came[0] = its;
              return its.full();
            });
    RateLimit.Verdict verdict = came[0];
    if (trail.on()) {
      trail.mark(
          new ServerStep.RateJudged(AddressText.of(address), verdict.pause()),
          verdict.allowed()
              ? Because.of(ServerReason.RATE_WITHIN, limit.rate())
              : Because.of(
                  ServerReason.RATE_BEYOND, Clause.rfc(6585, "4"), limit.rate(), limit.burst()));
    }
    if (verdict.allowed()) {
      return Optional.empty();
    }
    long seconds = Math.max(1, verdict.pause().plusMillis(999).toSeconds());
    return Optional.of(
        Refusals.of(new Status(429), "this address asks more often than " + limit.rate())
            .with("Retry-After", Long.toString(seconds)));
  }

  /** IPv6 by 64 bits: whoever has one of those addresses has them all. */
  private static InetAddress account(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address;
    }
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // sixteen bytes are an address
    }
  }

  private static Verdict byLogin(Login login, Request request, Trail trail) {
    Login.Verdict verdict = login.verdict(request);
    if (trail.on()) {
      trail.mark(
          new ServerStep.LoginJudged(
              login.scheme(), verdict.user(), verdict instanceof Login.Allowed),
          verdict.because());
    }
    return switch (verdict) {
      case Login.Allowed allowed ->
          new Verdict(
              Optional.empty(), Optional.of(new KnownClient.User(allowed.user(), login.scheme())));
      case Login.Refused refused -> {
        Response response =
            Refusals.of(new Status(401), "this place asks for a name and a password");
        Fields fields = response.fields();
        for (String value : refused.challenge().all("WWW-Authenticate")) {
          fields = fields.plus("WWW-Authenticate", value);
        }
        yield Verdict.refused(response.with(fields));
      }
      case Login.Busy _ ->
          Verdict.refused(
              Refusals.of(Status.SERVICE_UNAVAILABLE, "many passwords are being looked at")
                  .with("Retry-After", "1"));
    };
  }
}

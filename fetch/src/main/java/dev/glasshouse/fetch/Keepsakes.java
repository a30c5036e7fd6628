package dev.glasshouse.fetch;

import dev.glasshouse.fetch.cookies.CookieFile;
import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a fetcher keeps from one run to the next, in its profile: the cookies, and what servers
 * offer elsewhere. Without a profile it is in memory only.
 */
final class Keepsakes {
  /** How much of the cookies' changes may be lost when the process is killed. */
  private static final Duration AT_RISK = Duration.ofSeconds(30);

  private final Optional<Profile> profile;
  private final CookieJar cookies;
  private final Optional<CookieFile> cookieFile;
  private final Optional<AltSvcFile> altSvcFile;
  private final AltSvcMemory alternatives;
  private final List<String> problems;
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicReference<Instant> lastSaved;

  private Keepsakes(
      Optional<Profile> profile,
      CookieJar cookies,
      Optional<CookieFile> cookieFile,
      AltSvcMemory alternatives,
      List<String> problems,
      Instant now) {
    this.profile = profile;
    this.cookies = cookies;
    this.cookieFile = cookieFile;
    this.alternatives = alternatives;
    this.altSvcFile = profile.map(AltSvcFile::new);
    this.problems = problems;
    this.lastSaved = new AtomicReference<>(now);
  }

  /** A jar that nobody keeps. */
  static Keepsakes of(CookieJar cookies, Instant now) {
    return new Keepsakes(
        Optional.empty(), cookies, Optional.empty(), new AltSvcMemory(), List.of(), now);
  }

  /**
   * What a profile has kept; nothing where there is none.
   *
   * @param alternatives takes what servers offer elsewhere
   */
  static Keepsakes open(
      Optional<Profile> profile, AltSvcMemory alternatives, Limits limits, Instant now) {
    var cookies = new CookieJar(limits.jar());
    Optional<CookieFile> file = profile.map(p -> new CookieFile(p.cookies()));
    List<String> problems = file.map(f -> f.load(cookies, now)).orElse(List.of());
    var its = new Keepsakes(profile, cookies, file, alternatives, problems, now);
    its.altSvcFile.ifPresent(f -> f.load(alternatives, now));
    return its;
  }

  CookieJar cookies() {
    return cookies;
  }

  /** Tells, once, what was found. */
  void tell(Trail trail, Instant now) {
    if (cookieFile.isPresent() && trail.on() && !told.getAndSet(true)) {
      trail.mark(
          new CookieStep.CookiesLoaded(
              cookieFile.get().path().toString(), cookies.cookies(now).size()),
          Because.of(CookieReason.KEPT_IN_PROFILE));
      for (String problem : problems) {
        trail.mark(
            new CookieStep.CookieLinePassedOver(cookieFile.get().path().toString(), problem),
            Because.HAPPENED);
      }
    }
  }

  /** Writes what has changed, when the last time is a while ago. */
  void saveNowAndThen(Trail trail, Instant now) {
    Instant last = lastSaved.get();
    if (cookieFile.isPresent()
        && Duration.between(last, now).compareTo(AT_RISK) >= 0
        && lastSaved.compareAndSet(last, now)) {
      save(trail, now);
    }
  }

  /** Writes what has changed. */
  void save(Trail trail, Instant now) {
    altSvcFile.ifPresent(file -> file.save(alternatives, now));
    if (cookieFile.isEmpty() || profile.isEmpty() || !cookies.hasChanges()) {
      return;
    }
    CookieFile file = cookieFile.get();
    try {
      profile.get().create();
      Optional<Integer> cookiesNow = file.save(cookies, now);
      if (trail.on() && cookiesNow.isPresent()) {
        trail.mark(
            new CookieStep.CookiesSaved(file.path().toString(), cookiesNow.get()),
            Because.of(CookieReason.KEPT_IN_PROFILE));
      }
    } catch (IOException e) {
      if (trail.on()) {
        String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        trail.mark(
            new CookieStep.CookiesNotSaved(file.path().toString(), problem), Because.HAPPENED);
      }
    }
  }
}

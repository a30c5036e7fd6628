package dev.glasshouse.fetch;

import dev.glasshouse.fetch.auth.Protections;
import dev.glasshouse.fetch.cors.PreflightCache;
import dev.glasshouse.fetch.hsts.HstsFile;
import dev.glasshouse.fetch.hsts.HstsStore;
import dev.glasshouse.fetch.hsts.PreloadList;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a fetcher remembers for the sake of security. The hosts that demand HTTPS are kept. */
public final class Security {
  private final HstsStore hsts;
  private final HstsStore.Certificate certificates;
  private final PreflightCache preflights;
  private final Protections protections;
  private final Limits.Rules limits;
  private final Optional<Profile> profile;
  private final String problem;
  private final AtomicBoolean told = new AtomicBoolean();

  private Security(
      HstsStore hsts,
      HstsStore.Certificate certificates,
      PreflightCache preflights,
      Protections protections,
      Limits.Rules limits,
      Optional<Profile> profile,
      String problem) {
    this.hsts = hsts;
    this.certificates = certificates;
    this.preflights = preflights;
    this.protections = protections;
    this.limits = limits;
    this.profile = profile;
    this.problem = problem;
  }

  /** Nothing yet, and nothing that is kept. */
  public static Security fresh(Limits limits) {
    return open(Optional.empty(), limits, Instant.EPOCH);
  }

  /** What a profile has kept; nothing where there is none. */
  static Security open(Optional<Profile> profile, Limits limits, Instant now) {
    Limits.Rules rules = limits.rules();
    var hsts = new HstsStore(rules.hstsHosts(), rules.hstsHostsOfSite());
    String problem = "";
    if (profile.isPresent()) {
      try {
        new HstsFile(profile.get().hsts()).load(hsts, rules.hstsHosts(), now);
      } catch (IOException e) {
        problem = Problems.text(e);
      }
    }
    return new Security(
        hsts,
        HstsStore.Certificate.CHECKED,
        new PreflightCache(rules.preflights()),
        new Protections(rules.protections()),
        rules,
        profile,
        problem);
  }

  /** The same in a run that takes any certificate. */
  public Security unchecked() {
    return new Security(
        hsts, HstsStore.Certificate.UNCHECKED, preflights, protections, limits, profile, problem);
  }

  /** Hosts that demand HTTPS. */
  public HstsStore hsts() {
    return hsts;
  }

  /**
   * Takes a list of hosts that demand HTTPS.
   *
   * @param file the list: Chromium's or curl's
   * @throws IOException when it cannot be read, or is none; the message says so
   */
  public void preload(Path file, Instant now) throws IOException {
    hsts.preload(PreloadList.read(file, limits.preloaded(), now));
  }

  /** Whether certificates are checked in this run. */
  HstsStore.Certificate certificates() {
    return certificates;
  }

  /** What preflights allowed. */
  PreflightCache preflights() {
    return preflights;
  }

  /** Places that asked for credentials and took them. */
  Protections protections() {
    return protections;
  }

  /** Tells, once, what was found in the profile, and in the list that was named. */
  void tell(Trail trail, Instant now) {
    if (!trail.on() || told.getAndSet(true)) {
      return;
    }
    if (profile.isPresent()) {
      trail.mark(
          new PolicyStep.HstsLoaded(
              profile.get().hsts().toString(), hsts.hosts(now).size(), problem),
          Because.of(PolicyReason.HSTS_PROFILE));
    }
    PreloadList list = hsts.preloaded();
    if (list.size() > 0) {
      trail.mark(
          new PolicyStep.HstsLoaded(list.file().toString(), list.size(), ""),
          Because.of(PolicyReason.HSTS_LIST));
    }
  }

  /** Writes what changed. A file that cannot be written is told, and learned again. */
  void save(Trail trail, Instant now) {
    if (profile.isEmpty() || !hsts.hasChanged()) {
      return;
    }
    String wrong = "";
    try {
      profile.get().create();
      new HstsFile(profile.get().hsts()).save(hsts, limits.hstsHosts(), now);
    } catch (IOException e) {
      wrong = Problems.text(e);
    }
    if (trail.on()) {
      trail.mark(
          new PolicyStep.HstsSaved(profile.get().hsts().toString(), hsts.hosts(now).size(), wrong),
          Because.of(PolicyReason.HSTS_PROFILE));
    }
  }
}

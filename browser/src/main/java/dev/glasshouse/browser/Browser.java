package dev.glasshouse.browser;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Profile;
import dev.glasshouse.fetch.Tracing;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.BodyStore;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A browser: what its pages share, that is connections, the caches of names and of answers,
 * cookies.
 *
 * <pre>{@code
 * try (Browser browser = Browser.open(); Page page = browser.page()) {
 *   page.open("https://example.com/");
 *   System.out.println(page.title() + "\n" + page.text());
 *   Files.write(Path.of("page.png"), page.screenshot());
 * }
 * }</pre>
 */
public final class Browser implements AutoCloseable {
  /** Name and version of the program, as servers and journeys are told. */
  public static final String PROGRAM = "Glasshouse/0.1.0";

  /** Whether pages are laid out and painted. */
  public enum Rendering {
    /** They are. */
    ON,
    /** They are not: there is a tree with its styles, and its text. */
    OFF
  }

  /**
   * How a browser is set up; start from {@link #DEFAULT}.
   *
   * @param viewport what pages are seen through
   * @param rendering whether pages are laid out and painted
   * @param tls whom to trust
   * @param builtIn names that are asked before everything else
   * @param resolver what finds names inside of this program; empty where the system's servers do
   * @param nameCache the file in which the cache of names outlives the browser; empty for none
   * @param profile the folder of what outlives the browser: cookies and the like; empty for none
   * @param network the network; empty for the operating system's
   * @param downloads the folder where downloads are saved
   * @param bodies where the journeys keep the bodies of answers; empty where they keep none
   * @param client how connections are chosen
   * @param tracing which servers are told which journey a request belongs to
   * @param limits the limits of pages
   */
  public record Settings(
      Viewport viewport,
      Rendering rendering,
      TlsOptions tls,
      BuiltIn builtIn,
      Optional<RecursiveService.Opening> resolver,
      Optional<CacheFile> nameCache,
      Optional<Profile> profile,
      Optional<Network> network,
      Path downloads,
      Optional<BodyStore> bodies,
      ClientOptions client,
      Tracing tracing,
      Limits limits) {
    /** The operating system's network and trust, 1280x800, downloads into the present folder. */
    public static final Settings DEFAULT =
        new Settings(
            Viewport.DEFAULT,
            Rendering.ON,
            TlsOptions.DEFAULT,
            BuiltIn.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Path.of(""),
            Optional.empty(),
            ClientOptions.DEFAULT,
            Tracing.NOBODY,
            Limits.DEFAULT);

    /** The same with another viewport. */
    public Settings with(Viewport other) {
      return new Settings(
          other, rendering, tls, builtIn, resolver, nameCache, profile, network, downloads, bodies,
          client, tracing, limits);
    }

    /** The same with rendering on or off. */
    public Settings with(Rendering other) {
      return new Settings(
          viewport, other, tls, builtIn, resolver, nameCache, profile, network, downloads, bodies,
          client, tracing, limits);
    }

    /** The same with other trust. */
    public Settings with(TlsOptions other) {
      return new Settings(
          viewport, rendering, other, builtIn, resolver, nameCache, profile, network, downloads,
          bodies, client, tracing, limits);
    }

    /** The same with other limits. */
    public Settings with(Limits other) {
      return new Settings(
          viewport, rendering, tls, builtIn, resolver, nameCache, profile, network, downloads,
          bodies, client, tracing, other);
    }

    /** The same on another network, which the caller closes, with names of its own. */
    public Settings on(Network other, BuiltIn names) {
      return new Settings(
          viewport,
          rendering,
          tls,
          names,
          resolver,
          nameCache,
          profile,
          Optional.of(other),
          downloads,
          bodies,
          client,
          tracing,
          limits);
    }

    /**
     * The same with names that a resolver inside of this program finds, in place of the system's
     * servers, for example {@link dev.glasshouse.dns.recursive.OwnResolver#fromTheRoot}. It is
     * opened with the browser, and ends with it; so does the cache of names, whatever file it has:
     * what servers said was not checked, and what was found here is not what they would say.
     */
    public Settings resolvingBy(RecursiveService.Opening own) {
      return new Settings(
          viewport,
          rendering,
          tls,
          builtIn,
          Optional.of(own),
          nameCache,
          profile,
          network,
          downloads,
          bodies,
          client,
          tracing,
          limits);
    }

    /** The same with a file in which the cache of names outlives the browser. */
    public Settings remembering(CacheFile file) {
      return new Settings(
          viewport,
          rendering,
          tls,
          builtIn,
          resolver,
          Optional.of(file),
          profile,
          network,
          downloads,
          bodies,
          client,
          tracing,
          limits);
    }

    /** The same, with a store, which the caller owns, where journeys keep the bodies of answers. */
    public Settings keeping(BodyStore store) {
      return new Settings(
          viewport,
          rendering,
          tls,
          builtIn,
          resolver,
          nameCache,
          profile,
          network,
          downloads,
          Optional.of(store),
          client,
          tracing,
          limits);
    }

    /** The same with a folder of what outlives the browser: cookies and the like. */
    public Settings keeping(Profile folder) {
      return new Settings(
          viewport,
          rendering,
          tls,
          builtIn,
          resolver,
          nameCache,
          Optional.of(folder),
          network,
          downloads,
          bodies,
          client,
          tracing,
          limits);
    }

    /** The same with another folder for downloads. */
    public Settings savingTo(Path folder) {
      return new Settings(
          viewport, rendering, tls, builtIn, resolver, nameCache, profile, network, folder, bodies,
          client, tracing, limits);
    }

    /** The same, with requests that tell these servers which journey they belong to. */
    public Settings telling(Tracing servers) {
      return new Settings(
          viewport, rendering, tls, builtIn, resolver, nameCache, profile, network, downloads,
          bodies, client, servers, limits);
    }

    /** The same with another way to choose connections. */
    public Settings with(ClientOptions other) {
      return new Settings(
          viewport, rendering, tls, builtIn, resolver, nameCache, profile, network, downloads,
          bodies, other, tracing, limits);
    }
  }

  private final Settings settings;
  private final Network network;
  private final NameCache names = new NameCache();
  private final Optional<RecursiveService> own;
  private final TlsClient tls;
  private final Fetcher fetcher;
  private final AtomicLong numbers = new AtomicLong();
  private final List<Page> pages = new ArrayList<>();
  private boolean closed;

  private Browser(Settings settings) {
    this.settings = settings;
    this.network = settings.network().orElseGet(OsNetwork::open);
    this.own =
        settings
            .resolver()
            .map(its -> its.open(network.nameTransport(), network.eventLoops().next()));
    this.tls = new TlsClient(settings.tls());
    nameFile().ifPresent(file -> file.load(names, Instant.now()));
    Fetcher strict =
        Fetcher.over(
            HttpClient.over(
                new Dialer(network, resolver(), tls),
                dev.glasshouse.http.Limits.CLIENT,
                settings.client()),
            settings.profile());
    this.fetcher =
        settings.tls().verification() == TlsOptions.Verification.STRICT
            ? cached(strict).with(settings.tracing())
            : unchecked(strict).with(settings.tracing());
  }

  private static Fetcher cached(Fetcher fetcher) {
    return fetcher.cache().isPresent() ? fetcher : inMemory(fetcher);
  }

  private static Fetcher inMemory(Fetcher fetcher) {
    return fetcher.with(HttpCache.inMemory(CacheLimits.DEFAULT, InstantSource.system()));
  }

  /** What comes from a server that nobody vouches for is not kept for later runs. */
  private static Fetcher unchecked(Fetcher fetcher) {
    return inMemory(fetcher).with(fetcher.security().unchecked());
  }

  private Resolver resolver() {
    Resolver.Parts parts =
        Resolver.Parts.system(network.nameTransport()).with(settings.builtIn()).with(names);
    return new Resolver(own.map(parts::with).orElse(parts));
  }

  /** A browser on the operating system's network. */
  public static Browser open() {
    return open(Settings.DEFAULT);
  }

  /** A browser that is set up so. */
  public static Browser open(Settings settings) {
    return new Browser(settings);
  }

  /**
   * A new page, empty.
   *
   * @throws PageException when the browser is closed
   */
  public synchronized Page page() {
    if (closed) {
      throw new PageException("the browser is closed");
    }
    var page = new Page(numbers.incrementAndGet(), fetcher, settings, this::forget);
    pages.add(page);
    return page;
  }

  private synchronized void forget(Page page) {
    pages.remove(page);
  }

  /** What it fetches with. */
  public Fetcher fetcher() {
    return fetcher;
  }

  /** Closes its pages and connections. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(pages).forEach(Page::close);
    fetcher.close();
    own.ifPresent(RecursiveService::close);
    tls.close();
    nameFile().ifPresent(this::saveNames);
    if (settings.network().isEmpty()) {
      network.close();
    }
  }

  /** The file of the names that the system's servers told. */
  private Optional<CacheFile> nameFile() {
    return own.isEmpty() ? settings.nameCache() : Optional.empty();
  }

  private void saveNames(CacheFile file) {
    try {
      file.save(names, Instant.now());
    } catch (IOException e) {
      // A cache that cannot be kept is asked for anew: nothing is lost but time.
    }
  }
}

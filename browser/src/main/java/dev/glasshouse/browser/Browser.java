package dev.glasshouse.browser;

import dev.glasshouse.dns.BuiltIn;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A browser: what its pages share, that is connections, the cache of names, cookies.
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
   * @param network the network; empty for the operating system's
   * @param downloads the folder where downloads are saved
   * @param limits the limits of pages
   */
  public record Settings(
      Viewport viewport,
      Rendering rendering,
      TlsOptions tls,
      BuiltIn builtIn,
      Optional<Network> network,
      Path downloads,
      Limits limits) {
    /** The operating system's network and trust, 1280x800, downloads into the present folder. */
    public static final Settings DEFAULT =
        new Settings(
            Viewport.DEFAULT,
            Rendering.ON,
            TlsOptions.DEFAULT,
            BuiltIn.NONE,
            Optional.empty(),
            Path.of(""),
            Limits.DEFAULT);

    /** The same with another viewport. */
    public Settings with(Viewport other) {
      return new Settings(other, rendering, tls, builtIn, network, downloads, limits);
    }

    /** The same with rendering on or off. */
    public Settings with(Rendering other) {
      return new Settings(viewport, other, tls, builtIn, network, downloads, limits);
    }

    /** The same with other trust. */
    public Settings with(TlsOptions other) {
      return new Settings(viewport, rendering, other, builtIn, network, downloads, limits);
    }

    /** The same with other limits. */
    public Settings with(Limits other) {
      return new Settings(viewport, rendering, tls, builtIn, network, downloads, other);
    }

    /** The same on another network, which the caller closes, with names of its own. */
    public Settings on(Network other, BuiltIn names) {
      return new Settings(
          viewport, rendering, tls, names, Optional.of(other), downloads, limits);
    }

    /** The same with another folder for downloads. */
    public Settings savingTo(Path folder) {
      return new Settings(viewport, rendering, tls, builtIn, network, folder, limits);
    }
  }

  private final Settings settings;
  private final Network network;
  private final Fetcher fetcher;
  private final AtomicLong numbers = new AtomicLong();
  private final List<Page> pages = new ArrayList<>();

  private Browser(Settings settings) {
    this.settings = settings;
    this.network = settings.network().orElseGet(OsNetwork::open);
    this.fetcher = Wiring.fetcher(network, settings);
  }

  /** A browser on the operating system's network. */
  public static Browser open() {
    return open(Settings.DEFAULT);
  }

  /** A browser that is set up so. */
  public static Browser open(Settings settings) {
    return new Browser(settings);
  }

  /** A new page, empty. */
  public synchronized Page page() {
    var page = new Page(numbers.incrementAndGet(), fetcher, settings);
    pages.add(page);
    return page;
  }

  /** What it fetches with. */
  public Fetcher fetcher() {
    return fetcher;
  }

  /** Closes its pages and connections. */
  @Override
  public synchronized void close() {
    pages.forEach(Page::close);
    pages.clear();
    fetcher.close();
    if (settings.network().isEmpty()) {
      network.close();
    }
  }
}

package dev.glasshouse.app;

import dev.glasshouse.browser.Outcome;
import dev.glasshouse.browser.Page;
import dev.glasshouse.browser.PageException;
import dev.glasshouse.browser.Viewport;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The picture that is taken of a page. */
final class PictureOptions {
  @Option(
      names = "--png",
      paramLabel = "FILE",
      description = "where the picture goes; HOST.png in this folder when not said")
  private @Nullable Path png;

  @Option(names = "--no-png", description = "write no picture")
  private boolean noPng;

  @Option(names = "--full", description = "the picture shows the whole page, not the viewport")
  private boolean full;

  @Option(
      names = "--viewport",
      paramLabel = "WxH",
      description = "the viewport in px; 1280x800 when not said")
  private @Nullable String viewport;

  /**
   * The viewport; empty when none was said.
   *
   * @throws IllegalArgumentException when what was said is none
   */
  Optional<Viewport> viewport() {
    return Optional.ofNullable(viewport).map(Viewport::parse);
  }

  /**
   * Whether one is wanted.
   *
   * @param usual whether the command takes one when nothing is said
   */
  boolean isWanted(boolean usual) {
    return png != null || (usual && !noPng);
  }

  /** Writes it; what went wrong, for people. */
  Optional<String> write(Page page, Outcome.Shown shown) {
    Path file = png != null ? png : Path.of(name(shown));
    try {
      page.screenshot(file, full ? Page.Area.FULL_PAGE : Page.Area.VIEWPORT);
      return Optional.empty();
    } catch (PageException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      return Optional.of("the picture cannot be written to " + file + ": there is no such folder");
    } catch (IOException e) {
      return Optional.of("the picture cannot be written to " + file + ": " + e.getMessage());
    }
  }

  private static String name(Outcome.Shown shown) {
    String host = shown.url().hostname().replaceAll("[^\\p{Alnum}.-]", "-");
    return (host.isEmpty() ? "page" : host) + ".png";
  }
}

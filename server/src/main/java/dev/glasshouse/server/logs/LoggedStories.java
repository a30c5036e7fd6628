package dev.glasshouse.server.logs;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.config.SiteSettings;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stories of requests that get a line in their site's log as well. */
public final class LoggedStories implements Stories {
  private final Stories told;
  private final Function<Request, Optional<SiteSettings>> sites;
  private final Supplier<Logs> logs;

  /**
   * Stories.
   *
   * @param told where they are told whole
   * @param sites whose request it is
   * @param logs the logs as they are at the moment
   */
  public LoggedStories(
      Stories told, Function<Request, Optional<SiteSettings>> sites, Supplier<Logs> logs) {
    this.told = told;
    this.sites = sites;
    this.logs = logs;
  }

  @Override
  public Story begin(Request request) {
    Story story = told.begin(request);
    return logs.get().isEmpty() ? story : new Logged(story);
  }

  private final class Logged implements Story {
    private final Story story;

    Logged(Story story) {
      this.story = story;
    }

    @Override
    public Trail trail() {
      return story.trail();
    }

    @Override
    public long begun() {
      return story.begun();
    }

    @Override
    public Response answered(Response response) {
      return story.answered(response);
    }

    /** To hand a line to the logs takes no time. */
    @Override
    public boolean endsAtOnce() {
      return story.endsAtOnce();
    }

    @Override
    public void end(Served served) {
      story.end(served);
      sites
          .apply(served.request())
          .ifPresent(site -> logs.get().take(site, served, System.currentTimeMillis()));
    }
  }
}

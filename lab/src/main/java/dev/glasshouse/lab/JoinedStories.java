package dev.glasshouse.lab;

import dev.glasshouse.fetch.Tracing;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Stories;
import dev.glasshouse.http.TraceFields;
import dev.glasshouse.journey.TraceContext;
import dev.glasshouse.journey.TraceReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The stories of requests to servers of this process: each is told in the journey that the request
 * belongs to, below the step that asked, which the request names by its {@code traceparent}.
 * Requests that name none are told nowhere.
 */
final class JoinedStories implements Stories, Tracing {
  /** Journeys that are under way at one time; what is older is forgotten, and told nowhere. */
  private static final int MOST = 100;

  private static final Story UNTOLD = () -> Trail.OFF;

  private final Predicate<String> own;
  private final Map<String, Trail> journeys =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trail> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Stories.
   *
   * @param own whether a host's server is one of these
   */
  JoinedStories(Predicate<String> own) {
    this.own = own;
  }

  @Override
  public Optional<TraceReason> tells(Url url, Trail journey) {
    Optional<TraceContext> context =
        own.test(url.hostname()) ? journey.context() : Optional.empty();
    if (context.isEmpty()) {
      return Optional.empty();
    }
    synchronized (journeys) {
      journeys.put(context.get().trace(), journey);
    }
    return Optional.of(TraceReason.OWN_SERVER);
  }

  @Override
  public Story begin(Request request) {
    Optional<TraceContext> context = TraceFields.of(request);
    Optional<Trail> joined = context.flatMap(this::journey);
    if (joined.isEmpty()) {
      return UNTOLD;
    }
    return new Joined(TraceFields.tell(context.get(), joined.get()));
  }

  private Optional<Trail> journey(TraceContext context) {
    synchronized (journeys) {
      return Optional.ofNullable(journeys.get(context.trace()))
          .flatMap(journey -> journey.joined(context));
    }
  }

  /** A request of a journey. */
  private static final class Joined implements Story {
    private final Trail trail;
    private final long begin;

    Joined(Trail trail) {
      this.trail = trail;
      this.begin = trail.now();
    }

    @Override
    public Trail trail() {
      return trail;
    }

    @Override
    public Response answered(Response response) {
      return TraceFields.timed(response, "total", Duration.ofNanos(trail.now() - begin));
    }
  }
}

package dev.glasshouse.journey;

/**
 * One thing that happened on the way of a page: plain facts, and nothing else.
 *
 * <p>When it happened, what caused it and why it was decided so are not facts of the step itself;
 * they stand in the {@link Entry} that holds it. The name of a step's record is its <em>kind</em>;
 * every kind and every one of its components has a line in the table {@code steps.txt}, which is
 * the source of the story's sentences and of the reference page.
 */
public sealed interface Step
    permits JourneyStep,
        UrlStep,
        NameStep,
        ZoneStep,
        RecursionStep,
        NameServiceStep,
        FrontStep,
        ConnectionStep,
        HttpStep,
        ServerStep,
        ProgramStep,
        PushStep,
        RouteStep,
        SessionStep,
        TraceStep,
        EdgeStep,
        StreamStep,
        QuicStep,
        FetchStep,
        PolicyStep,
        CookieStep,
        CacheStep,
        CacheNodeStep,
        PageStep,
        VersionStep,
        ProxyStep {

  /** The kind's name, as it stands in the table and in every export. */
  default String kind() {
    return getClass().getSimpleName();
  }
}

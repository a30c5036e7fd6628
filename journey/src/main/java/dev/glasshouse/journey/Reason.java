package dev.glasshouse.journey;

/**
 * Why something was decided: a sentence with places for its arguments, in the story's languages.
 *
 * <p>Places are {@code {0}}, {@code {1}} and so on; the arguments stand in {@link Because}. A
 * sentence is a clause that can follow a colon: lower case, no full stop.
 */
public sealed interface Reason
    permits JourneyReason,
        UrlReason,
        NameReason,
        ZoneReason,
        DnssecReason,
        RecursionReason,
        NameServiceReason,
        FrontReason,
        ConnectionReason,
        HttpReason,
        ServerReason,
        ProgramReason,
        PushReason,
        RouteReason,
        SessionReason,
        TraceReason,
        EdgeReason,
        StreamReason,
        QuicReason,
        FetchReason,
        PolicyReason,
        CookieReason,
        CacheReason,
        CacheNodeReason,
        PageReason,
        VersionReason,
        ProxyReason {

  /** The reason's stable name, as it stands in exports. */
  String name();

  /** The English sentence. */
  String en();

  /** The Chinese sentence. */
  String zh();
}

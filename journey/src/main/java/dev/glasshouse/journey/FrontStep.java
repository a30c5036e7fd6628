package dev.glasshouse.journey;

import java.util.List;

/** Steps of what stands before a resolver: what it answers, refuses or makes up by itself. */
public sealed interface FrontStep extends Step {

  /**
   * A local zone decided about a question.
   *
   * @param client who asked
   * @param name the name asked for
   * @param type the record type
   * @param zone the local zone's name
   * @param manner the zone's type, as configurations have it
   * @param outcome the response code, {@code dropped} when no answer is given, {@code alias}, or
   *     {@code resolved} when the zone only takes note
   * @param records what answers
   */
  record LocalZoneAnswered(
      String client,
      String name,
      String type,
      String zone,
      String manner,
      String outcome,
      List<String> records)
      implements FrontStep {}

  /**
   * A question about the server itself, in class CH, was answered.
   *
   * @param client who asked
   * @param name the name asked for
   * @param outcome the response code
   * @param text what it was told; empty for nothing
   */
  record ServerDescribed(String client, String name, String outcome, List<String> text)
      implements FrontStep {}

  /**
   * A question was turned away before the resolver saw it.
   *
   * @param client who asked
   * @param name the name asked for
   * @param type the record type
   * @param outcome REFUSED or dropped
   */
  record ResolutionRefused(String client, String name, String type, String outcome)
      implements FrontStep {}

  /**
   * A copy of a zone that is kept here answered, or should have.
   *
   * @param name the name asked for
   * @param type the record type
   * @param zone the zone's name
   * @param serial the copy's serial number; 0 when there is none
   * @param digest what came of its digest: right, wrong, absent, unknown, or unchecked
   * @param outcome the response code
   */
  record OwnZoneAnswered(
      String name, String type, String zone, long serial, String digest, String outcome)
      implements FrontStep {}

  /**
   * An answer was not given as it is, because of an address in it.
   *
   * @param name the name asked for
   * @param type the record type
   * @param address the address
   * @param range the rule's range of addresses
   * @param manner what is done, as configurations have it
   */
  record AddressHidden(String name, String type, String address, String range, String manner)
      implements FrontStep {}

  /**
   * A host without IPv6 addresses was given some, by which a translator reaches its IPv4 ones.
   *
   * @param name the name
   * @param prefix the translator's prefix
   * @param addresses the addresses that were made
   */
  record AddressesSynthesized(String name, String prefix, List<String> addresses)
      implements FrontStep {}

  /**
   * A question that tells whether a key of the root is trusted here was answered accordingly.
   *
   * @param name the name asked for
   * @param tag the key's tag
   * @param trusted whether it is trusted
   * @param outcome the response code
   */
  record SentinelJudged(String name, int tag, boolean trusted, String outcome)
      implements FrontStep {}
}

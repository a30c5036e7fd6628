package dev.glasshouse.journey;

import java.util.List;

/** Steps of a name server: what it is asked, what it says, and out of which zone. */
public sealed interface ZoneStep extends Step {

  /**
   * A question came to our server.
   *
   * @param client address and port
   * @param carrier UDP, TCP, TLS, HTTPS or QUIC
   * @param name the name asked for
   * @param type the record type
   * @param size the message's size, bytes
   */
  record QueryCame(String client, String carrier, String name, String type, int size)
      implements ZoneStep {}

  /**
   * A message came that is not answered with what it asks for.
   *
   * @param client address and port
   * @param carrier UDP, TCP, TLS, HTTPS or QUIC
   * @param outcome what it got: dropped, truncated, or a response code
   * @param name the name asked for; empty where no question could be read
   * @param type the record type asked for; empty where no question could be read
   */
  record QueryTurnedAway(String client, String carrier, String outcome, String name, String type)
      implements ZoneStep {}

  /**
   * Our server answered.
   *
   * @param client address and port
   * @param carrier UDP, TCP, TLS, HTTPS or QUIC
   * @param name the name asked for
   * @param type the record type
   * @param code the response code
   * @param answers how many records the answer section has
   * @param size the message's size, bytes
   * @param truncated whether the client has to ask again by TCP
   */
  record ReplySent(
      String client,
      String carrier,
      String name,
      String type,
      String code,
      int answers,
      int size,
      boolean truncated)
      implements ZoneStep {}

  /**
   * A question met a zone.
   *
   * @param name the name asked for
   * @param type the record type
   * @param zone the zone's name
   * @param outcome answer, NODATA, NXDOMAIN, referral, alias, wildcard
   * @param at where in the zone it was decided: the node, the cut, the alias, the wildcard
   */
  record ZoneAnswered(String name, String type, String zone, String outcome, String at)
      implements ZoneStep {}

  /**
   * Some records of a set were chosen for a client.
   *
   * @param name the records' owner
   * @param type their type
   * @param policy round robin, weight, network, subnet, health
   * @param given what was given, in order
   * @param left what was left out
   */
  record RecordsChosen(
      String name, String type, String policy, List<String> given, List<String> left)
      implements ZoneStep {}

  /**
   * A zone was read and is served.
   *
   * @param zone its name
   * @param source the file, or the server that it came from
   * @param serial its serial number
   * @param records how many records it has
   */
  record ZoneLoaded(String zone, String source, long serial, long records) implements ZoneStep {}

  /**
   * A zone could not be read.
   *
   * @param zone its name
   * @param source the file, or the server that it came from
   * @param faults what is wrong, each with its file and line
   */
  record ZoneRefused(String zone, String source, List<String> faults) implements ZoneStep {}

  /**
   * A zone went to another server, or came from one.
   *
   * @param zone its name
   * @param peer the other server
   * @param method AXFR or IXFR
   * @param direction in or out
   * @param serial the serial number that the receiver has then
   * @param records how many records went
   */
  record ZoneTransferred(
      String zone, String peer, String method, String direction, long serial, long records)
      implements ZoneStep {}
}

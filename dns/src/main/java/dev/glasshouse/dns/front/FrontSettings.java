package dev.glasshouse.dns.front;

import dev.glasshouse.dns.local.LocalRules;
import dev.glasshouse.dns.local.LocalZones;
import dev.glasshouse.dns.recursive.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How what stands before a resolver is set up.
 *
 * @param local what is answered here
 * @param chaos what the server says of itself
 * @param sentinel the tags of the root's keys that are trusted, for who asks which those are (RFC
 *     8509); empty when that is not told
 * @param errors whether answers say why they are so (RFC 8914)
 * @param zones the zones that the resolver has copies of
 * @param dns64 how IPv6 addresses are made for hosts that have none; empty for not at all
 * @param nat64 by which translator servers with IPv4 addresses are asked; empty for none
 * @param strings what certain servers are told with every question
 * @param addresses what is done with answers by the addresses in them
 * @param cookieSecret 16 bytes to make cookies with for servers (RFC 7873); empty for no cookies
 */
public record FrontSettings(
    LocalRules local,
    ChaosNames chaos,
    Optional<Set<Integer>> sentinel,
    boolean errors,
    List<OwnZone> zones,
    Optional<Dns64> dns64,
    Optional<TranslationPrefix> nat64,
    ClientStrings strings,
    AddressRules addresses,
    Optional<byte[]> cookieSecret) {
  /** What a resolver for everybody has: the zones that no resolver asks the internet for. */
  public static final FrontSettings STANDARD =
      new FrontSettings(
          new LocalRules(LocalZones.builder().standard().build(), List.of(), List.of()),
          ChaosNames.HIDDEN,
          Optional.empty(),
          true,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          ClientStrings.NONE,
          AddressRules.NONE,
          Optional.empty());

  /** The same with other local zones. */
  public FrontSettings with(LocalRules rules) {
    return new FrontSettings(
        rules, chaos, sentinel, errors, zones, dns64, nat64, strings, addresses, cookieSecret);
  }

  /** The same, telling something else of itself. */
  public FrontSettings with(ChaosNames names) {
    return new FrontSettings(
        local, names, sentinel, errors, zones, dns64, nat64, strings, addresses, cookieSecret);
  }

  /** The same, telling which of the root's keys are trusted. */
  public FrontSettings withSentinel(Set<Integer> tags) {
    return new FrontSettings(
        local,
        chaos,
        Optional.of(Set.copyOf(tags)),
        errors,
        zones,
        dns64,
        nat64,
        strings,
        addresses,
        cookieSecret);
  }

  /** The same, with or without extended errors. */
  public FrontSettings withErrors(boolean told) {
    return new FrontSettings(
        local, chaos, sentinel, told, zones, dns64, nat64, strings, addresses, cookieSecret);
  }

  /** The same with copies of zones. */
  public FrontSettings with(List<OwnZone> copies) {
    return new FrontSettings(
        local,
        chaos,
        sentinel,
        errors,
        List.copyOf(copies),
        dns64,
        nat64,
        strings,
        addresses,
        cookieSecret);
  }

  /** The same behind a translator, for its clients and for itself. */
  public FrontSettings with(Optional<Dns64> clients, Optional<TranslationPrefix> servers) {
    return new FrontSettings(
        local, chaos, sentinel, errors, zones, clients, servers, strings, addresses, cookieSecret);
  }

  /** The same, telling certain servers something. */
  public FrontSettings with(ClientStrings words) {
    return new FrontSettings(
        local, chaos, sentinel, errors, zones, dns64, nat64, words, addresses, cookieSecret);
  }

  /** The same with rules for addresses in answers. */
  public FrontSettings with(AddressRules rules) {
    return new FrontSettings(
        local, chaos, sentinel, errors, zones, dns64, nat64, strings, rules, cookieSecret);
  }

  /** The same with cookies for servers. */
  public FrontSettings withCookies(byte[] secret) {
    return new FrontSettings(
        local,
        chaos,
        sentinel,
        errors,
        zones,
        dns64,
        nat64,
        strings,
        addresses,
        Optional.of(secret.clone()));
  }

  /** The copies as upstreams, which the machine behind has to be set up with. */
  public List<Upstream> upstreams() {
    return OwnZones.upstreams(zones);
  }
}

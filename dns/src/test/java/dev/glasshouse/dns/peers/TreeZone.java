package dev.glasshouse.dns.peers;

import java.util.List;

/**
 * A zone of the tree that {@link ServedTree} serves.
 *
 * @param name its name, with the dot at its end
 * @param homes who serves it
 * @param listed who its NS records name; not the same where it is lame
 * @param signing how it is signed
 * @param ds what the zone above says of its keys
 * @param damage what is broken in it after it is signed
 */
record TreeZone(
    String name, List<Home> homes, List<Home> listed, Signing signing, Ds ds, Damage damage) {

  /** A server, by the last number of its address. */
  enum Home {
    ROOT(1),
    NORTH(11),
    SOUTH(12),
    NSD(21),
    BIND(22);

    final int number;

    Home(int number) {
      this.number = number;
    }
  }

  /**
   * How BIND's dnssec-signzone signs.
   *
   * @param algorithm its name; empty for not at all
   * @param options further options of the program
   */
  record Signing(String algorithm, List<String> options) {
    static final Signing NONE = new Signing("", List.of());

    static Signing of(String algorithm, String... options) {
      return new Signing(algorithm, List.of(options));
    }

    boolean on() {
      return !algorithm.isEmpty();
    }
  }

  /** What the zone above says of a zone's keys. */
  enum Ds {
    NONE,
    RIGHT,
    /** The digest is not that of the key. */
    WRONG,
    /** There are none, and the zone has no key. */
    MADE_UP
  }

  /** What is broken in a zone. */
  enum Damage {
    NONE,
    /** The address of {@code www} was changed after it was signed. */
    TAMPERED,
    /** {@code www}, {@code text} and the apex's NSEC have no signatures. */
    UNSIGNED_SETS,
    /** There is no NSEC. */
    NO_PROOFS
  }

  private static TreeZone of(String name, Signing signing, Ds ds, Home... homes) {
    return new TreeZone(name, List.of(homes), List.of(homes), signing, ds, Damage.NONE);
  }

  private TreeZone with(Damage what) {
    return new TreeZone(name, homes, listed, signing, ds, what);
  }

  private TreeZone withServers(Home... others) {
    return new TreeZone(name, homes, List.of(others), signing, ds, damage);
  }

  /** Whether this is an owner's zone with everything in it. */
  boolean full() {
    return name.chars().filter(c -> c == '.').count() == 2;
  }

  String above() {
    return name.equals(".") || name.indexOf('.') == name.length() - 1
        ? "."
        : name.substring(name.indexOf('.') + 1);
  }

  private static final String P256 = "ECDSAP256SHA256";

  /** The owners' zones, and those below them. */
  static final List<TreeZone> OWNERS =
      List.of(
          of("nsec.north.", Signing.of(P256), Ds.RIGHT, Home.NSD),
          of("safe.nsec.north.", Signing.of("ED25519"), Ds.RIGHT, Home.NSD),
          of("open.nsec.north.", Signing.NONE, Ds.NONE, Home.NSD),
          of("nsec3.north.", Signing.of("ED25519", "-3", "abcd", "-H", "5"), Ds.RIGHT, Home.BIND),
          of("safe.nsec3.north.", Signing.of(P256, "-3", "-"), Ds.RIGHT, Home.NSD),
          of("open.nsec3.north.", Signing.NONE, Ds.NONE, Home.BIND),
          of(
              "optout.north.",
              Signing.of("RSASHA256", "-3", "-", "-A"),
              Ds.RIGHT,
              Home.NSD,
              Home.BIND),
          of("safe.optout.north.", Signing.of(P256), Ds.RIGHT, Home.BIND),
          of("open.optout.north.", Signing.NONE, Ds.NONE, Home.NSD),
          of("iter100.north.", Signing.of(P256, "-3", "-", "-H", "100"), Ds.RIGHT, Home.BIND),
          of("plain.north.", Signing.NONE, Ds.NONE, Home.NSD, Home.BIND),
          of("open.plain.north.", Signing.NONE, Ds.NONE, Home.BIND),
          of("wrongds.north.", Signing.of(P256), Ds.WRONG, Home.NSD),
          of("tampered.north.", Signing.of(P256), Ds.RIGHT, Home.BIND).with(Damage.TAMPERED),
          of("lame.north.", Signing.NONE, Ds.NONE).withServers(Home.NSD, Home.BIND),
          of("halflame.north.", Signing.of(P256), Ds.RIGHT, Home.BIND)
              .withServers(Home.NSD, Home.BIND),
          of("noglue.north.", Signing.of(P256), Ds.RIGHT, Home.BIND).withServers(),
          of("plain.south.", Signing.NONE, Ds.NONE, Home.BIND),
          of("p384.south.", Signing.of("ECDSAP384SHA384"), Ds.RIGHT, Home.NSD),
          of("rsa512.south.", Signing.of("RSASHA512"), Ds.RIGHT, Home.BIND),
          of("expired.south.", Signing.of(P256, "-s", "-90d", "-e", "-9d"), Ds.RIGHT, Home.BIND),
          of("future.south.", Signing.of(P256, "-s", "+9d", "-e", "+90d"), Ds.RIGHT, Home.NSD),
          of("nokeys.south.", Signing.NONE, Ds.MADE_UP, Home.NSD),
          of("missing.south.", Signing.of(P256), Ds.RIGHT, Home.NSD).with(Damage.UNSIGNED_SETS),
          of("noproofs.south.", Signing.of(P256), Ds.RIGHT, Home.NSD).with(Damage.NO_PROOFS),
          of("island.south.", Signing.of(P256, "-3", "ab"), Ds.NONE, Home.BIND));

  static final TreeZone NORTH =
      of("north.", Signing.of(P256, "-3", "-", "-A"), Ds.RIGHT, Home.NORTH);
  static final TreeZone SOUTH = of("south.", Signing.of("RSASHA256"), Ds.RIGHT, Home.SOUTH);
  static final TreeZone ROOT = of(".", Signing.of("RSASHA256"), Ds.RIGHT, Home.ROOT);

  /** What an owner's zone has besides its SOA and NS. */
  static final String RECORDS =
      """
      @ MX 10 mail
      @ MX 20 mail.plain.south.
      @ TXT "apex"
      @ CAA 0 issue "ca.invalid"
      mail A 192.0.2.9
      www A 192.0.2.1
      www A 192.0.2.2
      WWW AAAA 2001:DB8::1
      text TXT "Some Text" "and more"
      big TXT %1$s
      big TXT %2$s
      svc HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1
      svc SVCB 2 www port=8443
      srv SRV 1 2 3 www
      naptr NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:me@example.invalid!" .
      ptr PTR www
      odd TYPE65280 \\# 2 0102
      *.wild A 192.0.2.3
      *.wild TXT "any"
      there.wild A 192.0.2.4
      *.also CNAME www
      deep.ent.er TXT "below two empty ones"
      alias CNAME www
      alias2 CNAME alias
      starred CNAME any.wild
      broken CNAME nothing
      loop1 CNAME loop2
      loop2 CNAME loop1
      self CNAME self
      tosigned CNAME www.nsec.north.
      toplain CNAME www.plain.south.
      towild CNAME x.wild.nsec3.north.
      tobogus CNAME www.tampered.north.
      toexpired CNAME www.expired.south.
      tonothing CNAME x.nothing.p384.south.
      tonozone CNAME www.nozone.north.
      tolame CNAME www.lame.north.
      chain CNAME c1.plain.south.
      gone DNAME ent.er
      far DNAME plain.south.
      farsafe DNAME optout.north.
      c0 CNAME c1.plain.north.
      c1 CNAME c2.nsec.north.
      c2 CNAME c3.nsec3.north.
      c3 CNAME c4.p384.south.
      c4 CNAME c5.plain.south.
      c5 CNAME c6.optout.north.
      c6 CNAME www.rsa512.south.
      """
          .formatted(letters('a'), letters('b'));

  private static String letters(char letter) {
    return ("\"" + String.valueOf(letter).repeat(250) + "\" ").repeat(4);
  }

  /** What a zone below an owner's one has. */
  static final String SMALL =
      """
      www A 192.0.2.77
      *.wild A 192.0.2.78
      up CNAME www.plain.north.
      alias CNAME www
      """;
}

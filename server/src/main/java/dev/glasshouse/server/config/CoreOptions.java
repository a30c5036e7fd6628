package dev.glasshouse.server.config;

import java.util.ArrayList;
import java.util.List;

/** The options that every server has, whatever it serves. */
final class CoreOptions {
  /** The file's top. */
  static final Section TOP =
      new Section(
          "",
          false,
          "What holds for the whole server.",
          List.of(
              Option.of(
                  "user",
                  OptionType.TEXT,
                  "The user that the process becomes once it listens, with that user's groups."
                      + " Only root can do that."),
              Option.of(
                  "group",
                  OptionType.TEXT,
                  "The group that it becomes, in the place of the user's own."),
              Option.of(
                  "drain",
                  OptionType.DURATION,
                  "\"10s\"",
                  "How long requests under way may take when the server is told to end (SIGTERM,"
                      + " SIGINT), or a listener goes."),
              Option.of(
                  "watch",
                  OptionType.FLAG,
                  "true",
                  "Whether this file, certificates and password files are read anew by themselves"
                      + " when they change. SIGHUP does it either way. What is wrong is told, and"
                      + " the old ones stay."),
              Option.of(
                  "tls-local",
                  OptionType.PATH,
                  "A folder with a certificate authority of your own, made where there is none."
                      + " It issues the certificates of sites that name none. For tests: who is to"
                      + " trust it must be told to."),
              Option.of(
                  "error-log",
                  OptionType.PATH,
                  "The file where the server tells what goes wrong; standard error when not"
                      + " said."),
              Option.of(
                  "log-size",
                  OptionType.SIZE,
                  "0",
                  "Bytes after which a log is put aside as FILE.1, FILE.2, and a new one begun; 0"
                      + " for never. SIGHUP opens logs anew either way."),
              Option.of("log-keep", OptionType.NUMBER, "5", "How many logs put aside are kept.")));

  /** An address to listen at. */
  static final Section LISTEN =
      new Section(
          "listen",
          true,
          "An address to listen at. At least one.",
          List.of(
              Option.needed("address", OptionType.ADDRESS, "Where; port 0 for any that is free."),
              Option.of("tls", OptionType.FLAG, "false", "Whether TLS is spoken (1.2 and 1.3)."),
              Option.of(
                  "http2",
                  OptionType.FLAG,
                  "true",
                  "HTTP/2, by ALPN; without TLS for clients that begin with it."),
              Option.of(
                  "http3",
                  OptionType.FLAG,
                  "true",
                  "HTTP/3 over QUIC, on the UDP port of the same number, beside TLS."),
              Option.of(
                  "spdy",
                  OptionType.FLAG,
                  "false",
                  "SPDY/3.1, the forerunner of HTTP/2, by ALPN beside TLS, for clients that offer"
                      + " nothing better: for the museum."),
              Option.of(
                  "push",
                  OptionType.FLAG,
                  "false",
                  "Whether what the head of a page names is pushed with it over HTTP/2 (RFC 9113"
                      + " 8.4), to clients that take that; where hints of the kind files are on, and"
                      + " for requests without credentials."),
              Option.choice(
                  "quic-congestion",
                  List.of("cubic", "reno", "bbr"),
                  "How HTTP/3 finds out how fast it may send (RFC 9438, RFC 9002 7, BBR)."),
              Option.of(
                  "proxy-protocol",
                  OptionType.NETWORKS,
                  "[]",
                  "Balancers that begin each connection with the header of the PROXY protocol (1"
                      + " or 2), and are believed who the client is. Others are not."),
              Option.of(
                  "connections",
                  OptionType.NUMBER,
                  "4096",
                  "Connections at once; more are closed at once."),
              Option.of(
                  "connections-per-address",
                  OptionType.NUMBER,
                  "0",
                  "Connections at once from one address; 0 for any number."),
              Option.of(
                  "requests",
                  OptionType.NUMBER,
                  "1000",
                  "Requests on one connection of HTTP/1; then it is closed."),
              Option.of(
                  "start-line",
                  OptionType.SIZE,
                  "\"16KiB\"",
                  "Bytes of a request line; more is answered 414."),
              Option.of(
                  "header-size",
                  OptionType.SIZE,
                  "\"64KiB\"",
                  "Bytes of a request's fields; more is answered 431."),
              Option.of(
                  "header-timeout",
                  OptionType.DURATION,
                  "\"30s\"",
                  "From a head's first byte to its last; slower is answered 408."),
              Option.of(
                  "body-timeout",
                  OptionType.DURATION,
                  "\"60s\"",
                  "Between two pieces of a body, either way."),
              Option.of(
                  "minimum-rate",
                  OptionType.NUMBER,
                  "240",
                  "Bytes a second of a body that a client must send or take while it is waited for;"
                      + " 60 s behind that, its request ends (408). 0 for as slow as it likes."),
              Option.of(
                  "keep-alive",
                  OptionType.DURATION,
                  "\"60s\"",
                  "How long a connection may stand unused.")));

  /** What sites and routes both can say about who is let in, and what answers carry. */
  private static final List<Option> SHARED =
      List.of(
          Option.of(
              "allow",
              OptionType.NETWORKS,
              "[]",
              "Only these addresses are let in. Of allow and deny, the longest prefix decides."),
          Option.of("deny", OptionType.NETWORKS, "[]", "These addresses get 403."),
          Option.of(
              "rate",
              OptionType.RATE,
              "How many requests one address may make (IPv6: one /64); more get 429 with"
                  + " Retry-After."),
          Option.of(
              "burst",
              OptionType.NUMBER,
              "10",
              "How many requests may come at once beyond the rate."),
          Option.choice(
              "auth",
              List.of("none", "basic", "digest"),
              "Whether a name and a password are asked for, by which scheme (RFC 7617, RFC"
                  + " 7616)."),
          Option.of(
              "users",
              OptionType.PATH,
              "The file of names and passwords: for basic one of htpasswd (bcrypt, apr1, SHA-crypt,"
                  + " SHA-1), for digest lines NAME:REALM:HASH, where HASH is the SHA-256 (or MD5)"
                  + " of NAME:REALM:PASSWORD in hexadecimal."),
          Option.of("realm", OptionType.TEXT, "\"restricted\"", "What the place is called."),
          Option.of(
              "headers",
              OptionType.PAIRS,
              "{}",
              "Fields that answers get, in the place of others of that name."),
          Option.of(
              "headers-add", OptionType.PAIRS, "{}", "Fields that answers get beside others."),
          Option.of(
              "headers-remove", OptionType.TEXTS, "[]", "Fields that are taken off answers."));

  /** A site. */
  static final Section SITE =
      new Section(
          "site",
          true,
          "A site: the names it is for, and what answers. At least one.",
          joined(
              List.of(
                  Option.of(
                      "names",
                      OptionType.TEXTS,
                      "[]",
                      "The hosts it is for, such as \"example.org\" or \"*.example.org\"; an exact"
                          + " name goes before a wildcard, a longer wildcard before a shorter."),
                  Option.of(
                      "default",
                      OptionType.FLAG,
                      "false",
                      "Whether it answers for every host that no site is for; without such a site"
                          + " those get 421. The only site is it when it has no names."),
                  Option.of(
                      "root",
                      OptionType.PATH,
                      "A folder that is served: short for a last route of the kind files."),
                  Option.of(
                      "certificate",
                      OptionType.PATH,
                      "The certificate for TLS with its intermediates, PEM."),
                  Option.of("key", OptionType.PATH, "Its private key, PEM (PKCS #8)."),
                  Option.of(
                      "body-size",
                      OptionType.SIZE,
                      "\"1GiB\"",
                      "Bytes of a request's content; more is answered 413."),
                  Option.of(
                      "field-size",
                      OptionType.SIZE,
                      "\"64KiB\"",
                      "Bytes of a request's fields; more is answered 431. The listener's own limit"
                          + " comes first."),
                  Option.of(
                      "answer-timeout",
                      OptionType.DURATION,
                      "\"5m\"",
                      "How long making an answer may take; longer is answered 503."),
                  Option.of(
                      "at-once",
                      OptionType.NUMBER,
                      "1024",
                      "Requests whose answers are made at once; more get 503 with Retry-After."),
                  Option.of(
                      "requests",
                      OptionType.NUMBER,
                      "0",
                      "Requests under way at once, from the head to the last byte of the answer;"
                          + " those that wait for news, and tunnels, with them. More get 503 with"
                          + " Retry-After; 0 for any number. What is answered out of memory is over"
                          + " at once, and does not count."),
                  Option.of(
                      "connections",
                      OptionType.NUMBER,
                      "0",
                      "Connections with such requests at once. A request on one more gets 503 with"
                          + " Retry-After; 0 for any number. Unused connections are no site's: the"
                          + " listener counts them."),
                  Option.of(
                      "errors",
                      OptionType.PAIRS,
                      "{}",
                      "Pages for errors: paths of this site by status, { \"404\" = \"/gone.html\","
                          + " \"5xx\" = \"/broken.html\" }. They are for what this server says"
                          + " itself: a page that a program or a server behind this one sends with"
                          + " an error stays."),
                  Option.of(
                      "errors-replace",
                      OptionType.FLAG,
                      "false",
                      "Whether those pages take the place of the pages that programs and servers"
                          + " behind this one send with an error, too."),
                  Option.of("access-log", OptionType.PATH, "The file that gets a line a request."),
                  Option.choice(
                      "log-form",
                      List.of("combined", "json"),
                      "The form of that line: as Apache and nginx have it, or a JSON object.")),
              SHARED));

  /** A route. */
  static final Section ROUTE =
      new Section(
          "site.route",
          true,
          "What answers some of a site's requests. Routes are tried in their order; the first that"
              + " is for a request answers it.",
          joined(
              List.of(
                  Option.needed("kind", OptionType.TEXT, "What answers."),
                  Option.of(
                      "path",
                      OptionType.PATTERN,
                      "\"/*\"",
                      "The paths that it is for, however a request spells them."),
                  Option.of(
                      "match",
                      OptionType.EXPRESSION,
                      "The paths that it is for, in the place of path."),
                  Option.of(
                      "methods",
                      OptionType.TEXTS,
                      "[]",
                      "The methods that it is for; all when" + " not said."),
                  Option.of(
                      "strip",
                      OptionType.TEXT,
                      "What is taken off the beginning of the path before it is answered.")),
              SHARED));

  private CoreOptions() {}

  private static List<Option> joined(List<Option> first, List<Option> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}

package dev.glasshouse.edge.setup;

import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import java.util.List;

/** Everything that can be said of a proxy, whoever says it. */
final class ProxyTable {
  private static final String ANY = "any";

  /** Ways to choose, by their names; the first is usual. */
  private static final List<String> BALANCES = List.of("turns", "least", "two", "hash");

  private static final List<String> VERSIONS = List.of(ANY, "h1", "h2", "h3");

  /** The options. */
  static final List<Option> OPTIONS =
      List.of(
          Option.of(
              "to",
              OptionType.TEXTS,
              "The servers: URLs with scheme, host and port; a space and weight=N or backup may"
                  + " follow each."),
          Option.of(
              "name",
              OptionType.TEXT,
              "What the servers together are called in stories and figures; the first server's"
                  + " name, or that of the list of servers, when not said."),
          Option.of(
              "to-file", OptionType.PATH, "A file with a server in each line, which is watched."),
          Option.of(
              "to-name",
              OptionType.TEXT,
              "NAME:PORT: a server of plain HTTP at each address of a name, asked again by its"
                  + " TTL."),
          Option.of(
              "to-srv",
              OptionType.TEXT,
              "The servers that the SRV records of a name have, asked again by their TTL; of https"
                  + " where the name begins with _https."),
          Option.choice(
              "balance",
              BALANCES,
              "Who is chosen: in turns by weight, the least busy, the less busy of two taken at"
                  + " random, or by a key on a ring."),
          Option.of(
              "key",
              OptionType.TEXT,
              "\"target\"",
              "What balance = \"hash\" goes by: target, client, or a field's name."),
          Option.of(
              "sticky",
              OptionType.TEXT,
              "The name of a cookie that leads a client to the same server again."),
          Option.of(
              "redirect",
              OptionType.FLAG,
              "false",
              "Sends clients to the server that was chosen (302; with a method that changes something"
                  + " 307, which keeps method and content), and passes nothing on."),
          Option.of(
              "health", OptionType.TEXT, "A path for which each server is asked again and again."),
          Option.of("health-every", OptionType.DURATION, "\"5s\"", "How often that is asked."),
          Option.of(
              "own-host",
              OptionType.FLAG,
              "false",
              "Tells each server its own name in the place of the client's, and leads Locations"
                  + " to it back here."),
          Option.of(
              "trust",
              OptionType.NETWORKS,
              "Peers whose word on the client (Forwarded, X-Forwarded-*) is kept: servers are told"
                  + " it, and places and key = \"client\" go by the last address in it that is none"
                  + " of these peers."),
          Option.choice("speak", VERSIONS, "The version to speak with the servers."),
          Option.of(
              "connect-within",
              OptionType.DURATION,
              "\"5s\"",
              "How long a connection to a server may take."),
          Option.of(
              "place-within",
              OptionType.DURATION,
              "\"5s\"",
              "How long a request waits for a place on a connection to a server, where all are in"
                  + " use."),
          Option.of(
              "answer-within",
              OptionType.DURATION,
              "\"60s\"",
              "How long a server may take to begin its answer."),
          Option.of(
              "piece-within", OptionType.DURATION, "\"60s\"", "How long a body may stand still."),
          Option.of(
              "whole-within",
              OptionType.DURATION,
              "\"1d\"",
              "How long an exchange may take in all."),
          Option.of(
              "most",
              OptionType.NUMBER,
              "10000",
              "Requests under way at once; more are answered 503."),
          Option.of("most-each", OptionType.NUMBER, "256", "Requests that one server has at once."),
          Option.of(
              "places",
              OptionType.PAIRS,
              "{}",
              "Servers for the clients of networks, in the place of the others, such as {"
                  + " \"10.1.0.0/16\" = \"http://a, http://b weight=2\" }: of the networks that"
                  + " fit, the longest prefix decides."),
          Option.of(
              "cache",
              OptionType.TEXT,
              "The name of the [[cache]] that keeps copies of the answers; none are kept when not"
                  + " said."),
          Option.of(
              "warm",
              OptionType.PATH,
              "A file of URLs, a line each, as the servers get them, which are fetched and kept at"
                  + " the start; what could not be is told."),
          Option.of(
              "connect-to",
              OptionType.TEXTS,
              "[]",
              "Where clients may make tunnels to by CONNECT, such as \"db.example:5432\": nowhere"
                  + " else. A route of a site gets such requests where its methods name"
                  + " CONNECT."),
          Option.of(
              "attempts",
              OptionType.NUMBER,
              "3",
              "How many servers a request is sent to in all, where that is safe."),
          Option.of(
              "retry-percent",
              OptionType.NUMBER,
              "20",
              "How many second tries there may be, percent of the requests."),
          Option.of(
              "retry-after",
              OptionType.DURATION,
              "\"1s\"",
              "When a client that was turned away may come again."),
          Option.of(
              "health-rise",
              OptionType.NUMBER,
              "2",
              "Probes in a row that must be answered well before a server is up again."),
          Option.of(
              "health-fall",
              OptionType.NUMBER,
              "3",
              "Probes in a row that must fail before a server is down."),
          Option.of(
              "breaker",
              OptionType.NUMBER,
              "5",
              "Requests in a row that may fail before a server is left out."),
          Option.of(
              "breaker-out",
              OptionType.DURATION,
              "\"5s\"",
              "How long it is left out then; twice as long each time that it fails its trial, up to"
                  + " 5 minutes."),
          Option.of(
              "outlier",
              OptionType.NUMBER,
              "50",
              "Percent of errors among a server's last 100 answers from which it is left out, while"
                  + " there are others."),
          Option.of(
              "slow-start",
              OptionType.DURATION,
              "\"10s\"",
              "How long a server gets less than its share when it came back."),
          Option.of(
              "authorities",
              OptionType.PATHS,
              "Files of authorities (PEM) to trust besides the system's, for servers of https."),
          Option.of(
              "insecure",
              OptionType.FLAG,
              "false",
              "Takes any certificate of a server, for tests only."));

  private ProxyTable() {}
}

package dev.glasshouse.edge.balance;

import java.util.List;

/**
 * How a pool does.
 *
 * @param name its name
 * @param underWay requests that it has now
 * @param requests requests that came
 * @param resent second tries
 * @param shed requests that were turned away because there was too much to do
 * @param failed requests that no server answered
 * @param givenUp requests that could not be answered for a fault of their clients, who went away
 *     mostly
 * @param servers its servers
 */
public record PoolReport(
    String name,
    int underWay,
    long requests,
    long resent,
    long shed,
    long failed,
    long givenUp,
    List<ServerReport> servers) {}

package dev.glasshouse.edge.balance;

import java.time.Duration;

/**
 * How a server of a pool does.
 *
 * @param name its name
 * @param state up, starting, down, ejected, on trial
 * @param weight its weight
 * @param underWay requests that it has now
 * @param requests requests that it got, second tries included
 * @param failures those of them that it failed
 * @param bytes of content that it answered with
 * @param waited for the heads of its answers, all together
 */
public record ServerReport(
    String name,
    String state,
    int weight,
    int underWay,
    long requests,
    long failures,
    long bytes,
    Duration waited) {}

package dev.glasshouse.dns.recursive;

/**
 * A server was asked.
 *
 * @param servers as one of whom
 * @param target which of them
 * @param asked what: perhaps less than the whole question
 * @param spot where what comes of it stands in the client's journey
 * @param began when, on the monotonic clock
 */
record Turn(Delegation servers, Delegation.Target target, Question asked, Spot spot, long began) {}

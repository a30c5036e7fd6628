package dev.glasshouse.server.kinds;

import dev.glasshouse.server.sessions.SessionCounts;
import java.util.OptionalLong;

/**
 * How the sessions of a {@code [[sessions]]} table stand.
 *
 * @param name what routes call them by
 * @param place where they are kept, for people
 * @param held how many there are, of all servers with the same store; empty where that is not known
 * @param counts what became of them through this process
 */
public record SessionFigures(
    String name, String place, OptionalLong held, SessionCounts.Standing counts) {}

package dev.glasshouse.dns.serve;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.journey.Trail;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What all sockets of one server share. */
record Served(
    Answerer answerer,
    AccessList access,
    ServeLimits limits,
    ClientQuery.EdnsFace edns,
    Function<MessageScan, Trail> trails,
    LongSupplier nanos,
    ServerCounts counts) {}

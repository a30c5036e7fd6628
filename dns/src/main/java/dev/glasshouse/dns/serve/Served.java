package dev.glasshouse.dns.serve;

import dev.glasshouse.journey.Trail;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What all sockets of one server share. */
record Served(
    Answerer answerer,
    AccessList access,
    ServeLimits limits,
    ClientQuery.EdnsFace edns,
    Supplier<Trail> trails,
    LongSupplier nanos,
    ServerCounts counts) {}

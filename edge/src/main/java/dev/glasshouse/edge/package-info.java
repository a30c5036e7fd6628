/**
 * The edge: what stands in front of web servers. An {@link dev.glasshouse.edge.Origin} is whoever
 * answers a request that is passed on: one server, a pool of them ({@code balance}), or a cache in
 * front of either ({@code cache}); {@code proxy.ReverseProxy} is the handler before them all.
 */
@NullMarked
package dev.glasshouse.edge;

import org.jspecify.annotations.NullMarked;

/**
 * Several caches that are one CDN: orders to purge that one node takes reach all of them. Who
 * belongs to the group, and how an order gets to each, is an existing engine's: JGroups inside the
 * program, or a Redis server's stream.
 */
@NullMarked
package dev.glasshouse.edge.nodes;

import org.jspecify.annotations.NullMarked;

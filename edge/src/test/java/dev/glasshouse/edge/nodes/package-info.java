@NullMarked
package dev.glasshouse.edge.nodes;

import org.jspecify.annotations.NullMarked;

/**
 * What pages of other origins may do with a program: read its answers (Cross-Origin Resource
 * Sharing, Fetch standard 3.3), and make it change something (cross-site request forgery).
 */
@NullMarked
package dev.glasshouse.server.origins;

import org.jspecify.annotations.NullMarked;

/**
 * The one file that says how a server is to work (TOML), and the one table of everything that can
 * stand in it: {@link dev.glasshouse.server.config.OptionTable}, from which the file is read, its
 * faults are told and its reference is written.
 *
 * <p><b>Whoever brings something that answers requests</b> (a proxy, a chat) implements {@link
 * dev.glasshouse.server.config.RouteKind}: its name ({@code kind = "proxy"}), its options, and how
 * to open it. Where it needs tables of its own at the top of the file ({@code [[cache]]}), it
 * describes each as a {@link dev.glasshouse.server.config.Section}; what stands there is had by
 * {@link dev.glasshouse.server.config.Ground#tables}. What must not be touched while somebody only
 * looks whether a file is right (folders, ports) is opened by {@link
 * dev.glasshouse.server.config.Ground#begin}. Kinds are handed to the table where the command is
 * wired: {@code ServeKinds} of {@code app}. Faults that show only when it is opened are thrown as a
 * {@link dev.glasshouse.server.config.ConfigException} made by {@link
 * dev.glasshouse.server.config.Values#fault}, which knows the line.
 */
@NullMarked
package dev.glasshouse.server.config;

import org.jspecify.annotations.NullMarked;

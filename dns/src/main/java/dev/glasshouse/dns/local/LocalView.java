package dev.glasshouse.dns.local;

/**
 * Zones for some clients alone.
 *
 * @param name the view's name
 * @param zones its zones
 * @param otherwiseAll whether the zones for everybody are looked at where these say nothing
 */
public record LocalView(String name, LocalZones zones, boolean otherwiseAll) {}

package dev.glasshouse.net;

import java.net.InetAddress;

/**
 * One of our own addresses.
 *
 * @param networkInterface the interface that has it, for example eth0
 * @param address the address
 * @param prefixLength the length of its network's prefix, bits
 */
public record NetworkAddress(String networkInterface, InetAddress address, int prefixLength) {}

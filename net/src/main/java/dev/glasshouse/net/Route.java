package dev.glasshouse.net;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The way out of this machine to an address.
 *
 * @param destination the address
 * @param networkInterface the interface, for example eth0
 * @param source our own address on it
 * @param prefixLength the length of our own network's prefix (the netmask), bits
 * @param network our own network's number: the source with all bits after the prefix cleared
 * @param gateway the gateway; empty when the destination is on the link itself
 * @param nextHopMac the hardware address of the gateway, or of the destination when it is on the
 *     link; empty where the kernel has not told
 */
public record Route(
    InetAddress destination,
    String networkInterface,
    InetAddress source,
    int prefixLength,
    InetAddress network,
    Optional<InetAddress> gateway,
    Optional<String> nextHopMac) {}

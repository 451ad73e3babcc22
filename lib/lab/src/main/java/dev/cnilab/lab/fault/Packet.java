package dev.cnilab.lab.fault;

/**
 * The packet whose way a fault is about.
 *
 * @param from pods, as {@link Look#in} names them without the word pod
 * @param to {@code pod NAMESPACE/KEY=VALUE[@NODE]}, {@code service NAMESPACE/NAME}, {@code node
 *     NAME}, or an address
 * @param port of a TCP connection that is to be opened; 0 for an echo request
 * @param size of the data of an echo request that must not be divided, in bytes; 0 for a usual one
 */
public record Packet(String from, String to, int port, int size) {}

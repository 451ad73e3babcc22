package dev.cnilab.lab.fault;

/**
 * The packet that a fault affects.
 *
 * @param from the sending pods, as in {@link FaultEvidence#in}, without the word pod
 * @param to {@code pod NAMESPACE/KEY=VALUE[@NODE]}, {@code service NAMESPACE/NAME}, {@code node
 *     NAME}, or an address
 * @param port of the TCP connection to open; 0 for an echo request
 * @param size of the data of an echo request that must not be fragmented, in bytes; 0 for an
 *     ordinary one
 */
public record Packet(String from, String to, int port, int size) {}

package dev.cnilab.lab.diagnosis.path;

/**
 * A link of a node that carries pods' packets.
 *
 * @param cause the cause if it cannot carry them
 */
public record Carrier(String link, String cause) {}

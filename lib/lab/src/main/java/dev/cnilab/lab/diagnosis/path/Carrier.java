package dev.cnilab.lab.diagnosis.path;

/**
 * A link of a node that carries pods' packets.
 *
 * @param cause what is wrong if it cannot carry them
 */
record Carrier(String link, String cause) {}

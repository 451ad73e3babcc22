package dev.cnilab.lab.health;

/**
 * A single observation.
 *
 * @param where the place: an event, a condition, a file
 * @param says its text
 * @param means the conclusion, empty if there is none
 */
public record Evidence(String where, String says, String means) {}

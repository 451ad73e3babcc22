package dev.cnilab.lab.health;

/**
 * One thing that was looked at.
 *
 * @param where it was found: an event, a condition, a file
 * @param says its words
 * @param means what follows from it, empty if nothing does
 */
public record Evidence(String where, String says, String means) {}

/**
 * Detectors for faults between nodes: routes, tunnels, and what flannel's agents say of each other.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.diagnosis.route;

/** A port in front of an API server that observes and filters its requests. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.door;

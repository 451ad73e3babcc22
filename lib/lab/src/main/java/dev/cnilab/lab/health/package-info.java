/** The health of pods and nodes: what is wrong with them, and waiting until they are healthy. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.health;

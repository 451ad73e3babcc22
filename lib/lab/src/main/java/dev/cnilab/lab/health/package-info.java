/** Whether pods and nodes are healthy, what is wrong with them, and waiting until they are. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.health;

/** Whether pods and nodes are well, what ails them, and waiting until they are. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.health;

/** What the course has left in the cluster and on its nodes, and what has been removed again. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.inventory;
